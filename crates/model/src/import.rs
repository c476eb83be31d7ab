//! Adding thousands of files at once: the plan, how far it is, and the report that is kept.

use crate::Timestamp;
use crate::messages::{ExportKind, UnreadPart};

/// How many files that were not taken a plan and a report name; of the rest only the number is told.
pub const NAMED: usize = 500;

view! {
    /// How many files of a kind there are.
    pub struct ImportKind {
        /// The kind, for people: "Pictures".
        pub kind: String,
        /// How many.
        pub files: u32,
        /// How large they are together.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
    }

    /// A file that is not taken.
    pub struct NotImported {
        /// Its name with its folders.
        pub name: String,
        /// Why, in words that follow the name.
        pub why: String,
    }

    /// What an import would do; nothing was changed to know it.
    pub struct ImportPlan {
        /// What was chosen.
        pub from: Vec<String>,
        /// How many files would be added.
        pub files: u32,
        /// How large they are together.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// The same by kind, the largest number first.
        pub kinds: Vec<ImportKind>,
        /// How many the case has already, byte for byte, or are there twice.
        pub duplicates: u32,
        /// How many of the files are in archives, where duplicates show only as they are added.
        pub in_archives: u32,
        /// How many have a name that a messaging app gives.
        pub noted: u32,
        /// What cannot be taken, and why.
        pub refused: Vec<NotImported>,
        /// How many more cannot be taken than are named.
        pub more_refused: u32,
    }

    /// What came of the files so far.
    #[derive(Copy, Default)]
    pub struct ImportTally {
        /// Added.
        pub added: u32,
        /// There already, byte for byte, so not kept twice.
        pub duplicates: u32,
        /// Not taken.
        pub refused: u32,
        /// Added, with a sign that a messaging app changed them.
        pub noted: u32,
    }

    /// How far an import is.
    pub struct ImportProgress {
        /// Files that are done with.
        pub files_done: u32,
        /// Files in all.
        pub files: u32,
        /// Bytes that are done with.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes_done: u64,
        /// Bytes in all.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// Bytes a second, since it was begun or resumed.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub rate: u64,
        /// Seconds that are left at that rate; `None` before it can be told.
        pub seconds_left: Option<u32>,
        /// What is being worked on.
        pub current: String,
        /// What came of the files so far.
        pub tally: ImportTally,
    }

    /// An import that was begun and is not finished.
    pub struct ImportLeft {
        /// Its case.
        pub case: u32,
        /// What was chosen.
        pub from: Vec<String>,
        /// When it was begun.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub begun: Timestamp,
        /// Files that are done with.
        pub done: u32,
        /// Files in all.
        pub files: u32,
    }

    /// What an import did; it is kept in the case's log.
    pub struct ImportReport {
        /// When that was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub at: Timestamp,
        /// When it was begun.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub begun: Timestamp,
        /// What was chosen.
        pub from: Vec<String>,
        /// How many files there were.
        pub files: u32,
        /// How large they are together.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// What came of them.
        pub tally: ImportTally,
        /// The first item that was added.
        pub first: Option<u32>,
        /// The last item that was added.
        pub last: Option<u32>,
        /// What was not taken, and why.
        pub refused: Vec<NotImported>,
        /// How many more were not taken than are named.
        pub more_refused: u32,
        /// False when the person stopped it before its end.
        pub whole: bool,
        /// What else came of it where it was an export of messages; files are then those that its messages name.
        pub messages: Option<MessagesRead>,
    }

    /// What came of the messages of an export.
    pub struct MessagesRead {
        /// The item that is the export.
        pub item: u32,
        /// What made it.
        pub kind: ExportKind,
        /// How many contacts were made.
        pub contacts: u32,
        /// The number of the first.
        pub first: Option<u32>,
        /// The number of the last.
        pub last: Option<u32>,
        /// How many were contacts of the case already.
        pub there: u32,
        /// How many of these were joined to a file that was not in the case before.
        pub joined: u32,
        /// How many are of somebody else.
        pub left_out: u32,
        /// How many lines the program itself wrote.
        pub by_program: u32,
        /// How many parts could not be read, or not wholly.
        pub unread: u32,
        /// The first of them.
        pub unread_some: Vec<UnreadPart>,
    }

    /// A file that may be an export of messages, in a folder or an archive.
    pub struct ExportFound {
        /// Its name with its folders.
        pub name: String,
        /// How many bytes it has.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// How many other files lie in its folder and in the folders of that.
        pub beside: u32,
    }

    /// What was found in a folder or an archive that an app or a phone exported.
    pub struct ExportsFound {
        /// What was chosen.
        pub from: Vec<String>,
        /// What may be an export of messages, by its name; those that apps name so themselves first.
        pub exports: Vec<ExportFound>,
        /// How many more there are than are named.
        pub more: u32,
        /// How many files there are.
        pub files: u32,
        /// What cannot be taken, and why.
        pub refused: Vec<NotImported>,
        /// How many more cannot be taken than are named.
        pub more_refused: u32,
    }

    /// What became of the files that an import was made from.
    pub struct SourcesRemoved {
        /// How many were deleted.
        pub removed: u32,
        /// What was left, and why.
        pub left: Vec<NotImported>,
    }
}

/// The kinds of files, by the ends of their names.
const KINDS: [(&str, &[&str]); 6] = [
    ("Pictures", &["jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "dng"]),
    ("Video", &["mp4", "mov", "m4v", "3gp", "mkv", "webm", "avi"]),
    ("Sound", &["m4a", "mp3", "ogg", "opus", "wav", "amr", "aac", "flac"]),
    ("Messages and mail", &["eml", "mbox", "msg", "mht", "mhtml", "vcf"]),
    (
        "Documents",
        &["pdf", "txt", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "html", "htm"],
    ),
    ("Archives and data", &["zip", "7z", "rar", "tar", "gz", "wacz", "har", "json", "xml", "db", "sqlite"]),
];

/// Returns the kind of a file by the end of its name, for people.
#[must_use]
pub fn kind_of(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    KINDS.iter().find(|(_, ends)| ends.contains(&end.as_str())).map_or("Other files", |(kind, _)| kind)
}

word_enum! {
    /// A sign that a messaging app changed a file before it came here.
    Sign {
        /// By its name.
        MessengerName = "messenger_name", "Its name is one that a messaging app gives to what it sends or receives";
        /// By what it lacks.
        NoCameraFacts = "no_camera_facts", "It holds no facts from a camera, which messaging apps take out";
        /// By its size.
        MessengerSize = "messenger_size", "Its longer side has a length to which messaging apps make pictures smaller";
    }
}

/// Returns whether a messaging app gives names like this: `IMG-20260301-WA0001.jpg`, `WhatsApp Image 2026-03-01 at …`,
/// `signal-2026-03-01-…`, `photo_2026-03-01_…`, `FB_IMG_…`, `received_…`, `Snapchat-…`.
#[must_use]
pub fn is_messenger_name(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let begins = |start: &str, digits: usize| {
        stem.strip_prefix(start).is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= digits)
    };
    is_whatsapp_name(stem)
        || ["WhatsApp Image ", "WhatsApp Video ", "WhatsApp Audio ", "WhatsApp Ptt "].iter().any(|it| begins(it, 4))
        || begins("signal-", 4)
        || begins("photo_", 4)
        || begins("FB_IMG_", 8)
        || begins("received_", 8)
        || begins("Snapchat-", 4)
}

fn is_whatsapp_name(stem: &str) -> bool {
    let mut parts = stem.splitn(3, '-');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.next(), Some("IMG" | "VID" | "AUD" | "PTT" | "DOC" | "STK"))
        && parts.next().is_some_and(|date| date.len() == 8 && digits(date))
        && parts
            .next()
            .and_then(|rest| rest.strip_prefix("WA"))
            .is_some_and(|n| n.len() >= 4 && n.get(..4).is_some_and(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_messaging_apps_are_known_and_others_are_not_taken_for_them() {
        for name in [
            "IMG-20260301-WA0001.jpg",
            "VID-20260301-WA0012.mp4",
            "IMG-20260301-WA0001(1).jpg",
            "WhatsApp Image 2026-03-01 at 12.00.00.jpeg",
            "signal-2026-03-01-120000.jpg",
            "photo_2026-03-01_12-00-00.jpg",
            "FB_IMG_1772366400000.jpg",
            "received_1234567890.jpeg",
            "Snapchat-123456789.jpg",
        ] {
            assert!(is_messenger_name(name), "{name}");
        }
        for name in [
            "IMG_20260301_120000.jpg",
            "IMG-2026-WA1.jpg",
            "received_with_thanks.pdf",
            "signal-box.jpg",
            "",
            "WA0001.jpg",
            "IMG-20260301-WAé001.jpg",
        ] {
            assert!(!is_messenger_name(name), "{name}");
        }
    }

    #[test]
    fn kinds_go_by_the_end_of_a_name() {
        assert_eq!(
            ["a/b.JPG", "x.opus", "chat.zip", "noend", ".jpg"].map(kind_of),
            ["Pictures", "Sound", "Archives and data", "Other files", "Pictures"]
        );
    }
}
