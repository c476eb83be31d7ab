//! Exports as their programs write them, with fictional words, and such as a program would never write.

mod mail;
mod meta;
mod mutations;
mod others;
mod sms;
mod whatsapp;

use casekeep_exports::read;
use casekeep_model::messages::{Message, NoMessages, Reading, Told, UnreadWhy};
use std::io::{BufReader, Cursor};
use std::ops::ControlFlow;

/// Everything that is told of a file.
pub(crate) struct Heard {
    pub(crate) told: Vec<Told>,
}

impl Heard {
    pub(crate) fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self::with(bytes, &Reading::default())
    }

    pub(crate) fn with(bytes: impl AsRef<[u8]>, reading: &Reading) -> Self {
        // A small buffer, so that everything goes over its end somewhere.
        let mut input = BufReader::with_capacity(61, Cursor::new(bytes.as_ref()));
        let mut told = Vec::new();
        read(&mut input, reading, &mut |event| {
            told.push(event);
            ControlFlow::Continue(())
        })
        .expect("memory is read");
        Self { told }
    }

    pub(crate) fn messages(&self) -> Vec<&Message> {
        fn message(told: &Told) -> Option<&Message> {
            match told {
                Told::Message(message) => Some(message.as_ref()),
                _ => None,
            }
        }
        self.told.iter().filter_map(message).collect()
    }

    pub(crate) fn unread(&self) -> Vec<(u64, UnreadWhy)> {
        let unread = |told: &Told| match told {
            Told::Unread { at, why, .. } => Some((*at, *why)),
            _ => None,
        };
        self.told.iter().filter_map(unread).collect()
    }

    pub(crate) fn none(&self) -> Option<NoMessages> {
        self.told.iter().find_map(|told| match told {
            Told::None { why } => Some(*why),
            _ => None,
        })
    }
}

/// Each message as its sender, time and words.
pub(crate) fn said<'a>(heard: &'a Heard) -> Vec<(Option<&'a str>, Option<&'a str>, &'a str)> {
    let parts = |message: &&'a Message| (message.sender.as_deref(), message.time.as_deref(), message.text.as_str());
    heard.messages().iter().map(parts).collect()
}

/// Checks that every message's place in the file holds what it says.
pub(crate) fn check_places(bytes: &[u8], heard: &Heard) {
    let mut last = 0;
    for message in heard.messages() {
        let (at, length) = (message.at as usize, message.length as usize);
        assert!(at >= last && length > 0, "message {} begins in the one before", message.n);
        let place = String::from_utf8_lossy(bytes.get(at..at + length).expect("the place is in the file"));
        let first = message.text.lines().next().unwrap_or_default();
        assert!(place.contains(first), "message {}: {place:?} does not hold {first:?}", message.n);
        last = at + length;
    }
}

#[test]
fn what_is_no_export_is_said_to_be_none() {
    for (bytes, why) in [
        (&b""[..], NoMessages::Empty),
        (b"PK\x03\x04\x14\x00", NoMessages::Archive),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", NoMessages::NotText),
        (b"Thursday, by the bench.\nHe waited.", NoMessages::Unknown),
    ] {
        let heard = Heard::of(bytes);
        assert_eq!(heard.none(), Some(why), "{bytes:?}");
        assert_eq!(heard.told.len(), 1);
    }
}

#[test]
fn reading_ends_when_nobody_wants_more() {
    let chat = "12/03/2026, 19:15 - Sam: one\n12/03/2026, 19:16 - Sam: two\n";
    let mut count = 0;
    let ended = read(&mut Cursor::new(chat), &Reading::default(), &mut |_| {
        count += 1;
        ControlFlow::Break(())
    });
    assert!(matches!(ended, Err(casekeep_exports::Ended::Stopped)));
    assert_eq!(count, 1);
}
