//! The page's pictures: `vaultimg://localhost/thumbnail/<case>/<item>`, `/preview/<case>/<item>?side=N`, and a page of an
//! item, `/page/<case>/<item>/<page>?side=N`.
//!
//! Only PNGs that the sandboxed decoder made ever go out, never an item's own bytes; nothing is stored on the way, and
//! nothing is given out while the vault is locked.

use crate::shell::Shared;
use casekeep_model::inspect::ReadSeek;
use casekeep_model::limits;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

/// The scheme's name.
pub const SCHEME: &str = "vaultimg";

/// What an address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Thumbnail { case: u32, item: u32 },
    Preview { case: u32, item: u32, side: u32 },
    Page { case: u32, item: u32, page: u32, side: u32 },
}

/// Answers a request of the page, on a thread of its own.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let shell = Shared::clone(&context.app_handle().state::<Shared>());
    tauri::async_runtime::spawn_blocking(move || {
        let wanted = parse(request.uri().path(), request.uri().query());
        let found = wanted.ok_or(StatusCode::NOT_FOUND).and_then(|wanted| picture(&shell, wanted));
        responder.respond(match found {
            Ok(png) => respond(StatusCode::OK, png),
            Err(status) => respond(status, Vec::new()),
        });
    });
}

fn picture(shell: &Shared, wanted: Wanted) -> Result<Vec<u8>, StatusCode> {
    let vault = shell.lease().map_err(|_| StatusCode::FORBIDDEN)?;
    let found = match wanted {
        Wanted::Thumbnail { case, item } => vault.thumbnail(case, item),
        Wanted::Preview { case, item, side } => vault.preview(case, item, side).map(|preview| preview.png),
        Wanted::Page { case, item, page, side } => {
            let look = |media_type: &str, file: &mut dyn ReadSeek| shell.inspector().page(media_type, file, page, side);
            vault.look(case, item, look).map(|preview| preview.png)
        }
    };
    found.map_err(|_| StatusCode::NOT_FOUND)
}

fn parse(path: &str, query: Option<&str>) -> Option<Wanted> {
    let mut parts = path.strip_prefix('/')?.split('/');
    let (kind, case, item) = (parts.next()?, number(parts.next()?)?, number(parts.next()?)?);
    let page = parts.next();
    if parts.next().is_some() {
        return None;
    }
    let side = match query {
        Some(query) => number(query.strip_prefix("side=")?)?.clamp(1, limits::PREVIEW_SIDE),
        None => limits::PREVIEW_SIDE,
    };
    match (kind, page) {
        ("thumbnail", None) if query.is_none() => Some(Wanted::Thumbnail { case, item }),
        ("preview", None) => Some(Wanted::Preview { case, item, side }),
        ("page", Some(page)) => Some(Wanted::Page { case, item, page: number(page)?, side }),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    // `parse` alone would also take a sign.
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

fn respond(status: StatusCode, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_no_others() {
        assert_eq!(parse("/thumbnail/1/28", None), Some(Wanted::Thumbnail { case: 1, item: 28 }));
        assert_eq!(parse("/preview/1/28", Some("side=900")), Some(Wanted::Preview { case: 1, item: 28, side: 900 }));
        let largest = Some(Wanted::Preview { case: 1, item: 2, side: limits::PREVIEW_SIDE });
        assert_eq!(parse("/preview/1/2", None), largest);
        assert_eq!(parse("/preview/1/2", Some("side=4294967295")), largest);
        assert_eq!(parse("/preview/1/2", Some("side=0")), Some(Wanted::Preview { case: 1, item: 2, side: 1 }));
        let page = Some(Wanted::Page { case: 1, item: 28, page: 500, side: 900 });
        assert_eq!(parse("/page/1/28/500", Some("side=900")), page);
        for (path, query) in [
            ("", None),
            ("/page/1/2", Some("side=3")),
            ("/page/1/2/-3", Some("side=3")),
            ("/page/1/2/3/4", Some("side=3")),
            ("/preview/1/2/3", Some("side=3")),
            ("/", None),
            ("/thumbnail/1", None),
            ("/thumbnail/1/2/3", None),
            ("/thumbnail/1/2/", None),
            ("/thumbnail/-1/2", None),
            ("/thumbnail/+1/2", None),
            ("/thumbnail/1/..", None),
            ("/thumbnail/1/4294967296", None),
            ("/thumbnail/1/2", Some("side=3")),
            ("/preview/1/2", Some("side=")),
            ("/preview/1/2", Some("side=1&x=2")),
            ("/original/1/2", None),
            ("thumbnail/1/2", None),
        ] {
            assert_eq!(parse(path, query), None, "{path} {query:?}");
        }
    }

    #[test]
    fn nothing_is_to_be_kept_or_guessed() {
        for status in [StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND] {
            let response = respond(status, Vec::new());
            assert_eq!(response.status(), status);
            assert_eq!(response.headers()["cache-control"], "no-store");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        }
    }
}
