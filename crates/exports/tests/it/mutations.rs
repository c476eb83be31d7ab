//! Changes of real exports, always the same: whatever comes of them, reading ends and every place is in the file.

use crate::Heard;
use casekeep_model::messages::{Columns, Reading, Told};
use casekeep_model::{Moment, limits};
use std::io::{BufReader, Cursor};

/// How many changes of each export are read.
const CHANGES: u32 = 400;

/// A row of numbers that is the same every time (Knuth, MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

fn change(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(changed.len());
        match numbers.below(5) {
            0 => changed[at] = numbers.below(256) as u8,
            1 => drop(changed.remove(at)),
            2 => changed.insert(at, b"\n\"<>&:[]{}, 0"[numbers.below(13)]),
            3 => changed.truncate(at.max(1)),
            _ => {
                let end = (at + numbers.below(80)).min(changed.len());
                let piece = changed[at..end].to_vec();
                changed.splice(at..at, piece);
            }
        }
        if changed.is_empty() {
            changed.push(b'x');
        }
    }
    changed
}

fn check(bytes: &[u8]) {
    let columns = Some(Columns { time: 0, sender: 1, text: 2 });
    let heard = Heard::with(bytes, &Reading { order: None, columns });
    assert!(matches!(heard.told.first(), Some(Told::Begins { .. } | Told::None { .. })));
    let (mut n, mut end) = (0, 0);
    for message in heard.messages() {
        assert!(message.n > n && message.at >= end, "message {} does not go on", message.n);
        (n, end) = (message.n, message.at + message.length);
        assert!(end <= bytes.len() as u64, "message {n} ends at {end} of {}", bytes.len());
        assert!(message.text.len() <= limits::TEXT);
        if let Some(time) = &message.time {
            assert!(Moment::parse(time, "UTC").is_ok(), "{time}");
        }
    }
    check_mail(bytes);
    for told in &heard.told {
        if let Told::Unread { at, length, why } = told {
            assert!(at + length <= bytes.len() as u64, "{why:?} at {at}, {length} long, of {}", bytes.len());
        }
    }
}

/// Whatever is told of a mail is bounded, and each of its parts has the bytes that were told.
fn check_mail(bytes: &[u8]) {
    let input = || BufReader::new(Cursor::new(bytes));
    let Ok(view) = casekeep_exports::show(&mut input(), 1, &|_| "text/plain") else { return };
    assert_eq!(view, view.clone().bounded());
    let wanted: Vec<u32> = view.mail.attachments.iter().map(|one| one.part).collect();
    let mut left = view.mail.attachments.iter();
    let taken = casekeep_exports::part(&mut input(), 1, &wanted, &mut |part, bytes| {
        let told = left.next().expect("as many as were wanted");
        assert_eq!((told.part, told.bytes), (part, bytes.map_or(0, |bytes| bytes.len() as u64)));
        Ok(())
    });
    taken.expect("memory is read");
}

#[test]
fn changed_exports_are_read_to_their_end() {
    let outlook = crate::mail::outlook_file(true);
    let all: [&[u8]; 8] = [
        crate::whatsapp::ANDROID.as_bytes(),
        crate::whatsapp::IOS.as_bytes(),
        crate::meta::FACEBOOK.as_bytes(),
        crate::sms::BACKUP.as_bytes(),
        crate::mail::MAIL.as_bytes(),
        crate::others::TEXT.as_bytes(),
        crate::others::PAGE.as_bytes(),
        crate::others::TABLE.as_bytes(),
    ];
    let mut numbers = Numbers(2026);
    for bytes in all.into_iter().chain([outlook.as_slice()]) {
        check(bytes);
        for _ in 0..CHANGES {
            check(&change(bytes, &mut numbers));
        }
    }
}
