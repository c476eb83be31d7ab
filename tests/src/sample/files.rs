//! The files of the sample case: what each is called and what is in it.

use super::case::SampleCase;
use super::exif::{Held, photo};
use super::phone::{Conversation, conversation};
use super::{letter, phone, screen, table};
use image::{ImageFormat, RgbImage};
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

const EMAIL: &str = include_str!("../../sample/call-to-reception.eml");
const VOICEMAIL: &str = include_str!("../../sample/voicemail.txt");

/// Writes every file of the sample case into a folder, in the order in which they are added, and returns their paths.
///
/// The bytes are the same on every run.
///
/// # Errors
/// When a file cannot be written.
pub fn write_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let case = SampleCase::read();
    let names = case.adds.iter().flat_map(|add| &add.files);
    names
        .map(|name| {
            let path = folder.join(name);
            fs::write(&path, content(&case, name))?;
            Ok(path)
        })
        .collect()
}

/// Returns what is in the file of that name.
fn content(case: &SampleCase, name: &str) -> Vec<u8> {
    let thread = |key: &str| &case.contact(key).messages;
    let messages = |key, clock, day| png(&conversation(&Conversation { clock, day, messages: thread(key) }));
    let part = |clock, from: usize, to: usize| {
        let messages = thread("thirty-one").get(from..to).expect("there are 31 messages");
        png(&conversation(&Conversation { clock, day: "Today", messages }))
    };
    match name {
        "IMG_20260213_1248.jpg" => photo(&table::chocolates(), Held::Sideways, "2026:02:13 12:48:05", "+00:00"),
        "IMG_20260213_1251.jpg" => photo(&table::card(), Held::Upright, "2026:02:13 12:51:32", "+00:00"),
        "IMG_20260318_0944.jpg" => photo(&table::letter(), Held::Upright, "2026:03:18 09:44:10", "+00:00"),
        "IMG_20260318_0946.jpg" => photo(&table::envelope(), Held::Sideways, "2026:03:18 09:46:51", "+00:00"),
        "Screenshot_20260308-211604.png" => messages("meet", "21:16", "Today"),
        "Screenshot_20260319-225104.png" => part("22:51", 0, 10),
        "Screenshot_20260319-225119.png" => part("22:51", 10, 20),
        "Screenshot_20260319-225131.png" => part("22:51", 20, 31),
        "Screenshot_20260326-070110.png" => messages("understand", "07:01", "Today"),
        "Screenshot_20260329-082215.png" => messages("night", "08:22", "Today"),
        "Screenshot_20260404-231344.png" => png(&phone::friend_request("23:13")),
        "Screen 2026-04-22 12.02.png" => {
            let address = "instagram.example/direct/t/17844110926";
            png(&screen::browser("stairs_and_sunday", address, "Tue 21 April", thread("instagram")))
        }
        "Screenshot_20261025-091522.png" => png(&phone::calls("09:15", &CALLS)),
        "Call to reception on Friday.eml" => EMAIL.replace('\n', "\r\n").into_bytes(),
        "voicemail 2026-04-09.txt" => VOICEMAIL.as_bytes().to_vec(),
        "Warning letter 2026-04-01.pdf" => letter::warning_letter(),
        other => panic!("case.json names “{other}”, and nothing draws it"),
    }
}

/// The list of calls on the morning after the clocks went back, newest first.
const CALLS: [(&str, &str, &str); 8] = [
    ("No caller ID", "Answered, 9 seconds", "Today 01:30"),
    ("No caller ID", "Answered, 14 seconds", "Today 01:30"),
    ("Tom Ellery", "Outgoing, 6 minutes", "Yesterday 18:12"),
    ("Surgery", "Outgoing, 2 minutes", "Yesterday 08:03"),
    ("Sister", "Incoming, 31 minutes", "Friday 20:44"),
    ("Surgery", "Incoming, 1 minute", "Friday 07:55"),
    ("Garage", "Outgoing, 3 minutes", "Thursday 12:31"),
    ("Sister", "Outgoing, 12 minutes", "Wednesday 21:06"),
];

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("encoding to memory");
    bytes.into_inner()
}
