//! Parts of one open item, for the player: `vaultmedia://localhost/<grant>`, with the bytes named in the header `Range`.
//!
//! The only way on which an item's own bytes reach the page. Each answer is one part of at most 1 MiB, opened chunk by chunk
//! for this request and stored nowhere; without a grant of [`Shell::open_media`](crate::shell::Shell::open_media), and
//! while the vault is locked, there is none. Errors are those of RFC 9110, 14 and 15.5.17.

use crate::shell::{NoPart, Shared};
use tauri::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

/// The scheme's name.
pub const SCHEME: &str = "vaultmedia";

/// The most bytes of one answer.
const MOST: u64 = 1 << 20;

/// The one page that may read the answers.
const PAGE: &str = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };

/// A part of an item.
struct Part {
    bytes: Vec<u8>,
    from: u64,
    size: u64,
}

/// Why no part is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    /// There is none to give.
    No(NoPart),
    /// No one range of bytes is named.
    BadRange,
    /// It begins at or past the end of the item, which is so many bytes long.
    PastEnd(u64),
}

impl From<NoPart> for Refused {
    fn from(why: NoPart) -> Self {
        Self::No(why)
    }
}

/// Answers a request of the page, on a thread of its own.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let shell = Shared::clone(&context.app_handle().state::<Shared>());
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(match *request.method() {
            Method::GET => respond(part(&shell, request.uri().path(), request.headers())),
            // What a browser asks beforehand, because of the header `Range`.
            Method::OPTIONS => empty(StatusCode::NO_CONTENT),
            _ => empty(StatusCode::METHOD_NOT_ALLOWED),
        });
    });
}

fn part(shell: &Shared, path: &str, headers: &HeaderMap) -> Result<Part, Refused> {
    let grant = path.strip_prefix('/').ok_or(NoPart::NotOpen)?;
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (mut bytes, from, size) = shell.media_part(grant, |size| span(range, size))?;
    Ok(Part { bytes: std::mem::take(&mut *bytes), from, size })
}

/// Returns which bytes a header asks for, of an item of this size: where they begin, and how many are given.
fn span(range: Option<&str>, size: u64) -> Result<(u64, usize), Refused> {
    let asked = range.and_then(|range| range.strip_prefix("bytes=")).ok_or(Refused::BadRange)?;
    let (first, last) = asked.split_once('-').ok_or(Refused::BadRange)?;
    let (from, end) = match (number(first)?, number(last)?) {
        (None, None) => return Err(Refused::BadRange),
        (Some(from), Some(last)) if last < from => return Err(Refused::BadRange),
        (Some(from), last) => (from, last.map_or(size, |last| last.saturating_add(1).min(size))),
        (None, Some(last)) => (size.saturating_sub(last), size),
    };
    if from >= end {
        return Err(Refused::PastEnd(size));
    }
    Ok((from, usize::try_from((end - from).min(MOST)).unwrap_or(0)))
}

/// Reads the digits of one end of a range; nothing where there are none.
fn number(text: &str) -> Result<Option<u64>, Refused> {
    match text {
        "" => Ok(None),
        // `parse` alone would also take a sign.
        _ if !text.bytes().all(|byte| byte.is_ascii_digit()) => Err(Refused::BadRange),
        _ => text.parse().map(Some).map_err(|_| Refused::BadRange),
    }
}

fn respond(part: Result<Part, Refused>) -> Response<Vec<u8>> {
    let (status, told, body) = match part {
        Ok(Part { bytes, from, size }) => {
            let last = from + bytes.len() as u64 - 1;
            (StatusCode::PARTIAL_CONTENT, Some(format!("bytes {from}-{last}/{size}")), bytes)
        }
        Err(Refused::PastEnd(size)) => (StatusCode::RANGE_NOT_SATISFIABLE, Some(format!("bytes */{size}")), Vec::new()),
        Err(Refused::BadRange) => (StatusCode::BAD_REQUEST, None, Vec::new()),
        Err(Refused::No(NoPart::Locked)) => (StatusCode::FORBIDDEN, None, Vec::new()),
        Err(Refused::No(NoPart::NotOpen)) => (StatusCode::NOT_FOUND, None, Vec::new()),
        Err(Refused::No(NoPart::Unreadable)) => (StatusCode::INTERNAL_SERVER_ERROR, None, Vec::new()),
    };
    let mut response = empty(status);
    if let Some(told) = told.and_then(|told| HeaderValue::try_from(told).ok()) {
        response.headers_mut().insert(header::CONTENT_RANGE, told);
    }
    *response.body_mut() = body;
    response
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::ACCEPT_RANGES, "bytes"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, PAGE),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "range"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "content-range"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Shell;
    use casekeep_model::window::LockReason;
    use casekeep_model::{Acquisition, ItemFacts, Secret};
    use casekeep_vault::{NewItem, UnlockWith};
    use std::ops::ControlFlow;

    const SIZE: usize = 200_000;

    /// A shell with an open vault, in it an item, and the folder that holds it all.
    fn opened() -> (tempfile::TempDir, Shared, u32, Vec<u8>) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let shell = Shared::new(Shell::new(folder.path().join("state"), None));
        shell.create(&folder.path().join("Mine.casekeep"), &secret()).expect("a vault can be made");
        let film: Vec<u8> = (0..SIZE).map(|n| (n * 31 % 251) as u8).collect();
        let vault = shell.lease().expect("it is open");
        let case = vault.add_case("Matter 1").expect("a case can be added");
        let new = NewItem {
            name: "film.mp4",
            how: Acquisition::File,
            facts: ItemFacts::default(),
            size_hint: SIZE as u64,
            keep_duplicate: false,
        };
        vault.add_item(case, &mut film.as_slice(), new, &mut |_| ControlFlow::Continue(())).expect("it is added");
        drop(vault);
        (folder, shell, case, film)
    }

    fn secret() -> Secret {
        Secret::new("gravel opera tomato lantern quiet".to_owned())
    }

    fn get(shell: &Shared, grant: &str, range: &str) -> Response<Vec<u8>> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::try_from(range).expect("a header"));
        respond(part(shell, &format!("/{grant}"), &headers))
    }

    #[test]
    fn exactly_the_bytes_that_are_asked_for_are_given() {
        let (_folder, shell, case, film) = opened();
        let open = shell.open_media(case, 1).expect("it can be opened");
        assert_eq!((open.bytes, open.media_type.as_str()), (SIZE as u64, "application/octet-stream"));
        for (range, from, end) in [
            ("bytes=0-0", 0, 1),
            ("bytes=65530-65540", 65_530, 65_541),
            ("bytes=131072-", 131_072, SIZE),
            ("bytes=-10", SIZE - 10, SIZE),
            ("bytes=-999999999", 0, SIZE),
            ("bytes=199999-18446744073709551615", SIZE - 1, SIZE),
        ] {
            let response = get(&shell, &open.grant, range);
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT, "{range}");
            assert_eq!(response.headers()["content-range"], format!("bytes {from}-{}/{SIZE}", end - 1));
            assert!(*response.body() == film[from..end], "{range}");
        }
        assert!(shell.open_media(case, 2).is_err() && shell.open_media(9, 1).is_err());
    }

    #[test]
    fn a_range_that_means_nothing_is_refused() {
        for bad in [
            None,
            Some(""),
            Some("bytes"),
            Some("bytes="),
            Some("bytes=-"),
            Some("bytes=5"),
            Some("bytes=5-4"),
            Some("bytes=+1-2"),
            Some("bytes=1--2"),
            Some("bytes=0-1,4-5"),
            Some("bytes= 0-1"),
            Some("items=0-1"),
            Some("bytes=18446744073709551616-"),
            Some("bytes=0x1-2"),
        ] {
            assert_eq!(span(bad, 100), Err(Refused::BadRange), "{bad:?}");
        }
        for past in ["bytes=100-", "bytes=100-200", "bytes=18446744073709551615-", "bytes=-0"] {
            assert_eq!(span(Some(past), 100), Err(Refused::PastEnd(100)), "{past}");
        }
        assert_eq!(span(Some("bytes=0-"), 0), Err(Refused::PastEnd(0)));
        assert_eq!(span(Some("bytes=7-"), 1 << 40), Ok((7, 1 << 20)), "an answer has its most");
    }

    #[test]
    fn nothing_is_given_without_a_grant_or_once_it_is_closed() {
        let (_folder, shell, case, _) = opened();
        let open = shell.open_media(case, 1).expect("it can be opened");
        let other = shell.open_media(case, 1).expect("it can be opened");
        for wrong in ["", "0", &open.grant[1..], &format!("{}/", open.grant), &open.grant.to_uppercase()] {
            let response = get(&shell, wrong, "bytes=0-9");
            assert_eq!((response.status(), response.body().len()), (StatusCode::NOT_FOUND, 0), "{wrong}");
        }
        shell.close_media(&open.grant);
        assert_eq!(get(&shell, &open.grant, "bytes=0-9").status(), StatusCode::NOT_FOUND);
        assert_eq!(get(&shell, &other.grant, "bytes=0-9").status(), StatusCode::PARTIAL_CONTENT);
    }

    #[test]
    fn a_lock_ends_it_at_once_and_for_good() {
        let (_folder, shell, case, _) = opened();
        let open = shell.open_media(case, 1).expect("it can be opened");
        assert_eq!(get(&shell, &open.grant, "bytes=0-9").status(), StatusCode::PARTIAL_CONTENT);
        let mut while_locking = None;
        assert!(shell.lock(LockReason::Asked, || while_locking = Some(format!("{:?}", shell.media()))));
        assert_eq!(while_locking.as_deref(), Some("0 grants"), "nothing is open when the page is told");
        let response = get(&shell, &open.grant, "bytes=0-9");
        assert_eq!((response.status(), response.body().len()), (StatusCode::FORBIDDEN, 0));
        assert!(shell.open_media(case, 1).is_err());
        shell.unlock(UnlockWith::Passphrase(&secret())).expect("it opens");
        assert_eq!(get(&shell, &open.grant, "bytes=0-9").status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_changed_file_gives_nothing() {
        let (folder, shell, case, _) = opened();
        let open = shell.open_media(case, 1).expect("it can be opened");
        let object = object_in(&folder.path().join("Mine.casekeep")).expect("the item's file is there");
        let mut sealed = std::fs::read(&object).expect("it can be read");
        let second = sealed.len() - SIZE - 4 * 16 + 65_552 + 9;
        sealed[second] ^= 1;
        std::fs::write(&object, sealed).expect("it can be written");
        let response = get(&shell, &open.grant, "bytes=65530-65600");
        assert_eq!((response.status(), response.body().len()), (StatusCode::INTERNAL_SERVER_ERROR, 0));
    }

    /// Returns the one sealed item below a folder.
    fn object_in(folder: &std::path::Path) -> Option<std::path::PathBuf> {
        let mut paths = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        paths.find_map(|path| match path.is_dir() {
            true => object_in(&path),
            false => path.to_string_lossy().contains("/objects/").then_some(path),
        })
    }

    #[test]
    fn nothing_is_to_be_kept_or_read_by_another_page() {
        for response in
            [empty(StatusCode::NO_CONTENT), respond(Err(Refused::PastEnd(3))), respond(Err(Refused::BadRange))]
        {
            assert_eq!(response.headers()["cache-control"], "no-store");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            assert_eq!(response.headers()["access-control-allow-origin"], PAGE);
        }
        assert_eq!(respond(Err(Refused::PastEnd(3))).headers()["content-range"], "bytes */3");
    }
}
