//! Looking at items leaves nothing of them behind: not in a file of the vault or beside it, not among temporary files, not
//! in a file that a process holds open and no folder names.

#![allow(clippy::unwrap_used)]

use casekeep_media::Inspector;
use casekeep_model::{Acquisition, Clock, ItemFacts, Secret, Timestamp};
use casekeep_tests::canary::{self, Search};
use casekeep_tests::place;
use casekeep_vault::{Installation, NewItem, UnlockedVault, create_vault};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// How many pixels of a row are searched for.
const RUN: u32 = 24;

struct Evening;

impl Clock for Evening {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_794_000_000_000)
    }
    fn since_boot(&self) -> Option<u64> {
        None
    }
    fn zone(&self) -> Option<String> {
        Some("Europe/London".to_owned())
    }
}

fn make_vault(folder: &Path, inspector: &Arc<Inspector>) -> UnlockedVault {
    let installation = Installation {
        disk: Default::default(),
        state: folder.join("state"),
        clock: Arc::new(Evening),
        inspect: inspector.clone(),
        key_work: Default::default(),
        batch: Default::default(),
    };
    create_vault(&folder.join("Mine.casekeep"), installation, &Secret::new("paper lantern orchard".into()))
        .unwrap()
        .vault
}

fn add(vault: &UnlockedVault, name: &str, mut bytes: &[u8]) -> u32 {
    let size_hint = bytes.len() as u64;
    let new = NewItem { name, how: Acquisition::File, facts: ItemFacts::default(), size_hint, keep_duplicate: false };
    vault.add_item(1, &mut bytes, new, &mut |_| ControlFlow::Continue(())).unwrap().item
}

/// Returns a picture whose pixels are those of no other, and a run of them as they lie in memory.
fn picture(seed: &str) -> (RgbImage, [Vec<u8>; 2]) {
    let mut state = seed.bytes().fold(1_u64, |state, byte| state.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte));
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u8
    };
    let image = RgbImage::from_fn(96, 64, |_, _| Rgb([next(), next(), next()]));
    let row = || (0..RUN).map(|x| image.get_pixel(x + 9, 30).0);
    let with_opacity = row().flat_map(|[r, g, b]| [r, g, b, 255]).collect();
    let plain = row().flatten().collect();
    (image, [plain, with_opacity])
}

fn pdf(words: &str) -> Vec<u8> {
    let drawing = format!("BT /F 20 Tf 20 60 Td ({words}) Tj ET");
    format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 100] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>\nendobj\n\
         4 0 obj\n<< /Length {} >>\nstream\n{drawing}\nendstream\nendobj\n\
         5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n",
        drawing.len()
    )
    .into_bytes()
}

/// Looks at an item in every way that the window has; returns whether something of it was seen.
fn look(vault: &UnlockedVault, inspector: &Inspector, item: u32) -> bool {
    let mut seen = vault.thumbnail(1, item).is_ok();
    seen |= vault.preview(1, item, 2000).is_ok();
    seen |= vault.look(1, item, |media_type, file| inspector.inside(media_type, file)).is_ok();
    seen |= vault.look(1, item, |media_type, file| inspector.page(media_type, file, 1, 2000)).is_ok();
    seen |= vault.look(1, item, |media_type, file| inspector.words(media_type, file, 1)).is_ok();
    seen |= vault.mail(1, item, 1).is_ok_and(|mail| mail.is_some());
    seen |= vault.alike(1, item).is_ok_and(|alike| alike.width > 0);
    let mut bytes = Vec::new();
    vault.read_item(1, item).unwrap().read_to_end(&mut bytes).unwrap();
    seen || bytes.is_ascii()
}

/// Returns this process and those that it started.
fn own_processes() -> Vec<u32> {
    let own = std::process::id();
    let started = |id: &u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // The name may hold anything; what follows it does not.
        let after = stat.rsplit(')').next().unwrap_or_default();
        after.split_whitespace().nth(1).and_then(|parent| parent.parse::<u32>().ok()) == Some(own)
    };
    let ids = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    ids.filter(|id| *id == own || started(id)).collect()
}

#[test]
fn looking_at_items_leaves_nothing_of_them_on_the_disk_or_in_open_files() {
    let search = Search::begin();
    let words = ["comment", "page", "mail", "attached", "text"].map(canary::word);
    let [comment, page, mail, attached, text] = &words;
    let (image, runs) = picture(comment);
    let needles = [canary::needles(&words), runs.to_vec()].concat();
    let home = tempfile::tempdir().unwrap();
    let inspector = Arc::new(Inspector::with_program(place::program("casekeep")));
    let vault = make_vault(home.path(), &inspector);
    assert_eq!(vault.add_case("Matter 1").unwrap(), 1);

    let encoded = |format| {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image.clone()).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let jpeg = encoded(ImageFormat::Jpeg);
    let length = (comment.len() as u16 + 2).to_be_bytes();
    let jpeg = [&jpeg[..2], &[0xff, 0xfe], &length, comment.as_bytes(), &jpeg[2..]].concat();
    let mail = format!(
        "From: a@example.org\nSubject: {mail}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/html\n\n<p>{mail}</p>\n--b\nContent-Type: text/plain; name=notes.txt\n\
         Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n",
        data_encoding::BASE64.encode(attached.as_bytes())
    );
    let files = [
        ("a.png", encoded(ImageFormat::Png)),
        ("a.tiff", encoded(ImageFormat::Tiff)),
        ("a.bmp", encoded(ImageFormat::Bmp)),
        ("a.jpg", jpeg),
        ("a.pdf", pdf(page)),
        ("a.eml", mail.into_bytes()),
        ("a.txt", text.clone().into_bytes()),
    ];
    let items = files.map(|(name, bytes)| (name, add(&vault, name, &bytes)));

    let done = AtomicBool::new(false);
    let open = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut found = Vec::new();
            loop {
                let last = done.load(Ordering::Relaxed);
                found.extend(canary::open_files_holding(&own_processes(), &needles));
                if last {
                    return found;
                }
                thread::yield_now();
            }
        });
        for (name, item) in items {
            assert!(look(&vault, &inspector, item), "nothing of {name} was seen");
        }
        done.store(true, Ordering::Relaxed);
        watch.join().unwrap()
    });
    assert!(open.is_empty(), "in open files: {open:#?}");

    let personal = std::env::var_os("HOME").map(PathBuf::from);
    let folders: Vec<&Path> = personal.iter().map(PathBuf::as_path).chain([home.path()]).collect();
    let left = search.files_holding(&folders, &needles);
    assert!(left.is_empty(), "while it is unlocked: {left:#?}");
    vault.lock().unwrap();
    let left = search.files_holding(&folders, &needles);
    assert!(left.is_empty(), "after the lock: {left:#?}");
}

#[test]
fn the_search_finds_what_is_there() {
    let search = Search::begin();
    let word = canary::word("planted");
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("deep")).unwrap();
    fs::write(folder.path().join("deep/plain"), format!("before {word} after")).unwrap();
    fs::write(folder.path().join("wide"), wide).unwrap();
    fs::write(folder.path().join(&word), "nothing").unwrap();
    fs::write(folder.path().join("clean"), &word[..10]).unwrap();
    let others = ["/var/tmp", "/dev/shm"].map(|place| tempfile::tempdir_in(place).unwrap());
    for other in &others {
        fs::write(other.path().join("plain"), &word).unwrap();
    }
    let found = search.files_with(&[], std::slice::from_ref(&word));
    assert_eq!(found.len(), 5, "{found:#?}");

    let mut unlinked = tempfile::tempfile().unwrap();
    unlinked.write_all(word.as_bytes()).unwrap();
    let open = canary::open_files_with(&own_processes(), &[word]);
    assert_eq!(open.len(), 1, "{open:#?}");
    let (_, runs) = picture("planted");
    fs::write(folder.path().join("pixels"), [&[1; 7], runs[0].as_slice(), &[2; 7]].concat()).unwrap();
    assert_eq!(search.files_holding(&[], &runs).len(), 1, "pixels as they lie in memory");
}
