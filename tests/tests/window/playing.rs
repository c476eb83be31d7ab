//! Videos and recordings played in the real window, each gone through, and nothing of them found on any disk afterwards.
//!
//! What is searched for are bytes out of the middle of each file: coded picture and sound stay as they are whichever way a
//! program passes them on. The same search first finds a file that was left and one that has no name any more.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use casekeep_tests::canary::{Search, open_files_holding};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::group::Group;
use crate::home::Home;
use crate::page::Role;
use crate::until::until;

/// How long each of them is, in seconds.
const LENGTH: &str = "12";

/// What ffmpeg is told for each, after a test picture and a tone; the last has no decoder in the window.
const FILES: &[(&str, &[&str])] = &[
    (
        "first.mp4",
        &["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart"],
    ),
    ("last.mp4", &["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "60", "-c:a", "aac"]),
    ("memo.m4a", &["-vn", "-c:a", "aac"]),
    ("call.mp3", &["-vn", "-c:a", "libmp3lame", "-b:a", "96k"]),
    ("voice.ogg", &["-vn", "-c:a", "libopus"]),
    ("tape.wav", &["-vn"]),
    ("camera.wmv", &["-c:v", "wmv2", "-c:a", "wmav2"]),
];

/// So many bytes are searched for, at these parts of a hundred of each file.
const NEEDLE: usize = 24;
const PLACES: &[usize] = &[30, 50, 70, 93];

struct Recordings {
    paths: Vec<PathBuf>,
    needles: Vec<Vec<u8>>,
}

impl Recordings {
    fn make(home: &Home) -> Self {
        let paths: Vec<PathBuf> = FILES.iter().map(|(name, words)| make(home, name, words)).collect();
        let needles = paths.iter().flat_map(|path| {
            let bytes = std::fs::read(path).expect("ffmpeg wrote it");
            PLACES.iter().map(move |place| bytes[bytes.len() * place / 100..][..NEEDLE].to_vec()).collect::<Vec<_>>()
        });
        // A stretch of zeros or of one sample is found everywhere.
        let telling = |needle: &Vec<u8>| needle.windows(2).filter(|two| two[0] != two[1]).count() > NEEDLE / 2;
        let needles: Vec<Vec<u8>> = needles.filter(telling).collect();
        assert!(needles.len() > 3 * FILES.len(), "only {} runs of bytes tell a file", needles.len());
        Self { paths, needles }
    }
}

fn make(home: &Home, name: &str, words: &[&str]) -> PathBuf {
    let path = home.files().join(name);
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args([
        "-v",
        "error",
        "-nostdin",
        "-y",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=640x360:rate=25",
        "-f",
        "lavfi",
        "-i",
    ]);
    // Noise, so that no two places of a recording are the same.
    ffmpeg.args(["anoisesrc=color=pink:amplitude=0.5", "-t", LENGTH]).args(words).arg(&path);
    let output = ffmpeg.output().expect("ffmpeg is installed");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    path
}

#[test]
fn recordings_are_played_and_nothing_of_them_is_left() {
    let search = Search::begin();
    let desk = Desk::new("playing");
    let recordings = Recordings::make(&desk.home);
    the_search_works(&search, &recordings);
    desk.makes_a_vault();
    adds(&desk, &recordings.paths);
    opens_the_first(&desk);
    for (name, _) in FILES {
        desk.window.find(Role::Heading, name);
        if name.ends_with(".wmv") {
            desk.window.see("This computer has no decoder for it");
        } else {
            plays(&desk, name);
        }
        if *name == FILES[0].0 {
            desk.look("video");
        } else if *name == "voice.ogg" {
            desk.window.wait("the wave", || holds(&desk, "document.querySelector('.bar.wave path')").then_some(()));
            desk.look("recording");
        }
        let open = open_files_holding(&desk.window.processes().processes(), &recordings.needles);
        assert!(open.is_empty(), "{name}: open in the running application: {open:#?}");
        if *name != FILES[FILES.len() - 1].0 {
            desk.window.press("Item after");
        }
    }
    locks_while_it_plays(&desk);
    let open = open_files_holding(&desk.window.processes().processes(), &recordings.needles);
    assert!(open.is_empty(), "open after locking: {open:#?}");
    let Desk { home, window, .. } = desk;
    drop(window);
    let places = [home.vaults(), home.state(), home.home()];
    let places: Vec<&Path> = places.iter().map(PathBuf::as_path).collect();
    let found = search.files_holding(&places, &recordings.needles);
    assert!(found.is_empty(), "left on the disk: {found:#?}");
}

/// Leaves a file among temporary files, and then the same without a name but open, as WebKit does with what it streams.
fn the_search_works(search: &Search, recordings: &Recordings) {
    let left = tempfile::NamedTempFile::new_in("/var/tmp").expect("a temporary file can be made");
    std::fs::copy(&recordings.paths[0], left.path()).expect("it can be copied");
    assert_eq!(search.files_holding(&[], &recordings.needles), [left.path().display().to_string()]);
    let mut holder = Command::new("sh");
    holder.args(["-c", "exec 3<\"$0\"; rm \"$0\"; echo gone; read line"]).arg(left.path());
    let holder = Group::start(holder.stdin(Stdio::piped()).stdout(Stdio::null()));
    until("the file without a name", || {
        (!left.path().exists() && !open_files_holding(&holder.processes(), &recordings.needles).is_empty())
            .then_some(())
    });
    assert!(search.files_holding(&[], &recordings.needles).is_empty(), "it has no name any more");
}

fn adds(desk: &Desk, paths: &[PathBuf]) {
    desk.home.answer(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    desk.window.press("Add files");
    desk.window.see(&format!("{} files added", paths.len()));
    desk.window.press("Done");
    desk.window.gone(Role::Button, "Done");
}

fn opens_the_first(desk: &Desk) {
    let press = "const row = [...document.querySelectorAll('button.entry')].find((it) => it.textContent.includes(arguments[0]));
        row?.click(); return Boolean(row);";
    let name = vec![json!(FILES[0].0)];
    desk.window.wait("its line", || (desk.window.run(press, name.clone()) == Value::Bool(true)).then_some(()));
    desk.window.press("Open the item");
}

/// Plays it from its beginning and from another place.
fn plays(desk: &Desk, name: &str) {
    let window = &desk.window;
    window.wait(&format!("the length of {name}"), || {
        holds(desk, "document.querySelector('[data-place]')?.max > 11").then_some(())
    });
    assert_eq!(place(desk), 0.0, "{name} played before it was asked to");
    window.press("Play");
    window.wait(&format!("{name} to play"), || (place(desk) > 0.3).then_some(()));
    let go = "const it = document.querySelector('[data-place]'); it.value = 8.2; it.dispatchEvent(new Event('input', { bubbles: true }));";
    window.run(go, vec![]);
    window.wait(&format!("{name} to play on from another place"), || (place(desk) > 8.6).then_some(()));
    if name.ends_with(".mp4") {
        let drawn = "(() => { const it = document.querySelector('video'); return it.videoWidth === 640 && it.getVideoPlaybackQuality().totalVideoFrames > 0; })()";
        assert!(holds(desk, drawn), "{name} has no picture");
    }
    if window.has(Role::Button, "Pause") {
        window.press("Pause");
    }
}

fn locks_while_it_plays(desk: &Desk) {
    let window = &desk.window;
    window.press("Item before");
    window.find(Role::Heading, "tape.wav");
    window.wait("its length", || holds(desk, "document.querySelector('[data-place]')?.max > 11").then_some(()));
    window.press("Play");
    window.wait("it to play", || (place(desk) > 0.1).then_some(()));
    assert_eq!(asked_of_the_scheme(desk), 404, "nothing is given to whoever does not know the grant");
    desk.screen.focus("Casekeep");
    desk.screen.press(&["ctrl+l"]);
    window.find(Role::Button, "Unlock");
    assert!(!holds(desk, "document.querySelector('video, [data-place]')"));
    assert_eq!(asked_of_the_scheme(desk), 403, "nothing is given while it is locked");
}

/// Returns how the scheme answers a guess, as the page sees it.
fn asked_of_the_scheme(desk: &Desk) -> u64 {
    let ask = "const done = arguments[arguments.length - 1];
        fetch('vaultmedia://localhost/' + '0'.repeat(64), { headers: { Range: 'bytes=0-9' } }).then((it) => done(it.status), () => done(0));";
    desk.window.run_async(ask, vec![]).as_u64().unwrap_or_default()
}

/// Returns the place that is played, in seconds.
fn place(desk: &Desk) -> f64 {
    let at = desk.window.run("return document.querySelector('[data-place]')?.valueAsNumber ?? -1;", vec![]);
    at.as_f64().unwrap_or(-1.0)
}

fn holds(desk: &Desk, condition: &str) -> bool {
    desk.window.run(&format!("return Boolean({condition});"), vec![]) == Value::Bool(true)
}
