//! Mails, shown and taken apart in the confined process.

use crate::inspector;
use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::{Inspect, LookError, PreviewError};
use casekeep_model::mail::{LoadKind, MailView, RunKind};
use casekeep_model::messages::ExportKind;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

const HEAD: &str = "Received: from relay.example (relay.example [198.51.100.4]) by mx.surgery.example; Wed, 4 Mar 2026 19:15:40 +0000\r
Received: from police.example ([203.0.113.9]) by relay.example; Wed, 4 Mar 2026 21:15:35 +0100\r
Received: this line is of no form at all\r
Date: Wed, 4 Mar 2026 20:15:30 +0100\r
From: Sam <sam@example.org>\r
Reply-To: other@example.net\r
To: a@surgery.example\r
Cc: B <b@surgery.example>\r
Subject: Your car\r
Message-ID: <1@example.org>\r
";
/// A picture of one pixel (PNG).
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

fn show(file: impl AsRef<[u8]>, n: u32) -> Result<MailView, PreviewError> {
    match inspector().mail(&mut Cursor::new(file), n) {
        Ok(view) => Ok(view),
        Err(LookError::Preview(error)) => Err(error),
        Err(LookError::Read(error)) => panic!("memory is read: {error}"),
    }
}

fn mixed(parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect();
    format!("{HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n")
}

fn taken(file: &[u8], n: u32, wanted: &[u32]) -> Vec<(u32, Vec<u8>, Option<Refused>)> {
    let mut all: Vec<(u32, Vec<u8>, Option<Refused>)> = Vec::new();
    let taken = inspector().mail_parts(&mut Cursor::new(file), n, wanted, &mut |piece| {
        match (piece, all.last_mut()) {
            (Unpacked::Begin(part), _) => all.push((part, Vec::new(), None)),
            (Unpacked::Bytes(bytes), Some(last)) => last.1.extend_from_slice(bytes),
            (Unpacked::End(refused), Some(last)) => last.2 = refused,
            (piece, None) => panic!("{piece:?} comes first"),
        }
        ControlFlow::Continue(())
    });
    taken.expect("it is taken apart");
    all
}

#[test]
fn a_mail_is_told_with_its_way_and_every_line_of_it() {
    let view = show(format!("{HEAD}\r\nI saw your car.\r\n"), 1).expect("a mail");
    let mail = &view.mail;
    assert_eq!((view.kind, view.n, view.next, view.cut), (ExportKind::Mail, 1, false, false));
    assert_eq!(mail.shown, "Wed, 4 Mar 2026 20:15:30 +0100");
    assert_eq!(mail.utc.as_deref(), Some("2026-03-04T19:15:30.000Z"));
    assert_eq!(
        (mail.to.as_slice(), mail.cc.as_slice()),
        (&["a@surgery.example".to_owned()][..], &["B <b@surgery.example>".to_owned()][..])
    );
    assert_eq!(mail.reply_to, ["other@example.net"]);
    assert_eq!(mail.message_id.as_deref(), Some("1@example.org"));
    // The first server first. A line that a sender made up stands there as it is, of whatever form.
    let way: Vec<_> = mail.received.iter().map(|hop| (hop.by.as_deref(), hop.utc.as_deref())).collect();
    assert_eq!(mail.received[0].shown, "this line is of no form at all");
    assert_eq!(
        way[1..],
        [
            (Some("relay.example"), Some("2026-03-04T20:15:35.000Z")),
            (Some("mx.surgery.example"), Some("2026-03-04T19:15:40.000Z")),
        ]
    );
    assert_eq!((mail.text.as_str(), mail.plain, view.page), ("I saw your car.", true, None));
}

#[test]
fn a_page_comes_as_words_and_what_it_would_load_is_named() {
    let page = "<script>alert(1)</script><p onclick=x>Look <a href='https://evil.example/'>here</a></p>
        <img src='https://t.example/open' width=1><img src='cid:cat' alt='a cat'><form action=x><input></form>";
    let view = show(format!("{HEAD}Content-Type: text/html\r\n\r\n{page}"), 1).expect("a mail");
    let page = view.page.expect("a page");
    assert_eq!((page.scripts, page.forms, page.pictures, page.unseen), (1, 1, 1, 1));
    assert_eq!(
        page.loads.iter().map(|load| (load.what, load.address.as_str())).collect::<Vec<_>>(),
        [(LoadKind::Picture, "https://t.example/open")]
    );
    let runs: Vec<_> =
        page.blocks.iter().flat_map(|block| &block.runs).filter(|run| !run.text.trim().is_empty()).collect();
    assert_eq!(
        runs.iter().map(|run| (run.kind, run.text.as_str())).collect::<Vec<_>>(),
        [(RunKind::Words, "Look "), (RunKind::Link, "here"), (RunKind::Picture, "a cat"),]
    );
    assert_eq!(runs[1].target.as_deref(), Some("https://evil.example/"));
    assert!(!view.mail.plain);
}

#[test]
fn attachments_say_what_their_bytes_show_and_come_out_as_they_were_sent() {
    let latin = "Content-Type: text/plain; charset=iso-8859-1; name=\"../../\u{202e}txt.exe\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n=3D\r\n";
    let picture = format!(
        "Content-Type: application/pdf; name=cat.pdf\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n{}\r\n",
        &PIXEL[..40],
        &PIXEL[40..]
    );
    let inner = "Content-Type: message/rfc822\r\n\r\nFrom: in@example.org\r\nSubject: inner\r\n\r\nIn it.\r\n";
    let mail = mixed(&["Content-Type: text/plain\r\n\r\nWords\r\n", latin, &picture, inner]);
    let view = show(&mail, 1).expect("a mail");
    let told: Vec<_> = view
        .mail
        .attachments
        .iter()
        .map(|one| (one.part, one.path.as_str(), one.media_type.as_str(), one.seen.as_str(), one.whole))
        .collect();
    assert_eq!(
        told,
        [
            (1, "2", "text/plain", "text/plain", true),
            (2, "3", "application/pdf", "image/png", true),
            (3, "4", "message/rfc822", "message/rfc822", true),
        ]
    );
    assert_eq!(view.mail.attachments[0].name.as_deref(), Some("../../\u{202e}txt.exe"));
    let parts = taken(mail.as_bytes(), 1, &[2, 1, 3, 9]);
    let png = data_encoding::BASE64.decode(PIXEL.as_bytes()).expect("a picture");
    assert_eq!(parts[0], (2, png, None));
    // The bytes that were sent, not the letters that they mean.
    assert_eq!(parts[1], (1, b"caf\xe9\r\n=\r\n".to_vec(), None));
    assert!(parts[2].1.starts_with(b"From: in@example.org"), "{parts:?}");
    assert_eq!(parts[3], (9, Vec::new(), Some(Refused::Damaged)));
    for (part, (_, bytes, _)) in view.mail.attachments.iter().zip([&parts[1], &parts[0], &parts[2]]) {
        assert_eq!(part.bytes, bytes.len() as u64);
    }
}

#[test]
fn one_mail_of_a_mailbox_is_shown_by_its_number() {
    let one = |n: u32| {
        format!(
            "From sam@example.org Wed Mar  4 19:15:30 2026\nFrom: Sam <sam@example.org>\nSubject: mail {n}\n\nWords of {n}.\n\n"
        )
    };
    let mailbox: String = (1..=300).map(one).collect();
    let view = show(&mailbox, 1).expect("the first");
    assert_eq!((view.kind, view.mail.subject.as_deref(), view.next), (ExportKind::Mailbox, Some("mail 1"), true));
    let view = show(&mailbox, 300).expect("the last");
    assert_eq!((view.n, view.mail.text.as_str(), view.next), (300, "Words of 300.", false));
    for n in [0, 301, u32::MAX] {
        assert_eq!(show(&mailbox, n), Err(PreviewError::NoPage), "{n}");
    }
    assert_eq!(show(one(1).strip_prefix("From ").expect("it begins so"), 2), Err(PreviewError::NoPreview));
}

#[test]
fn what_is_no_mail_is_none() {
    for file in ["Thursday, by the bench.", "", "25/03/2026, 10:00 - Sam: hello\n", "a,b,c\n1,2,3\n"] {
        assert_eq!(show(file, 1), Err(PreviewError::NoPreview), "{file}");
    }
    let broken = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0xff; 2000]].concat();
    assert_eq!(show(broken, 1), Err(PreviewError::NoPreview));
}

#[test]
fn letters_that_are_none_are_shown_as_such_and_said() {
    let body =
        [format!("{HEAD}Content-Type: text/plain; charset=x-unknown\r\n\r\n").into_bytes(), b"caf\xe9\xff".to_vec()]
            .concat();
    let view = show(body, 1).expect("a mail");
    assert_eq!(view.mail.text, "caf\u{fffd}\u{fffd}");
}

#[test]
fn ten_thousand_parts_and_a_thousand_mails_in_mails_stay_within_the_allowance() {
    let part = "Content-Type: image/png; name=a.png\r\nContent-Disposition: attachment\r\n\r\nx";
    let view = show(mixed(&vec![part; 10_000]), 1).expect("a mail");
    assert_eq!((view.mail.attachments.len(), view.mail.more), (500, true));
    let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n".repeat(1_000);
    let view = show(format!("{HEAD}{nested}\r\nend"), 1).expect("its headers");
    assert_eq!((view.mail.subject.as_deref(), view.mail.more), (Some("Your car"), true));
    let mut deep = HEAD.to_owned();
    for n in 0..1_000 {
        deep += &format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n");
    }
    deep += "Content-Disposition: attachment\r\n\r\nx";
    let view = show(deep, 1).expect("a mail");
    assert!(view.mail.attachments.iter().all(|one| one.path.len() < 100), "{:?}", view.mail.attachments);
}

/// A mail whose one attachment has 500 MB of base64, made while it is read.
struct Large {
    head: Vec<u8>,
    at: u64,
}

const LARGE: u64 = 500 << 20;

impl Read for Large {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let before = self.head.len() as u64;
        let left = before + LARGE - self.at.min(before + LARGE);
        let count = into.len().min(usize::try_from(left).unwrap_or(usize::MAX)).min(64 << 10);
        for (at, byte) in (self.at..).zip(&mut into[..count]) {
            let line = (at.saturating_sub(before)) % 78;
            *byte = match self.head.get(at as usize) {
                Some(byte) => *byte,
                None if line == 76 => b'\r',
                None if line == 77 => b'\n',
                None => b'A',
            };
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Large {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => (self.head.len() as u64 + LARGE).saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn a_mail_with_500_mb_in_base64_is_shown_by_its_beginning_and_not_taken_for_whole() {
    let mail = mixed(&[
        "Content-Type: text/plain\r\n\r\nWords\r\n",
        "Content-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n",
    ]);
    let head = mail.strip_suffix("\r\n--b--\r\n").expect("the end").as_bytes().to_vec();
    let view = inspector().mail(&mut Large { head: head.clone(), at: 0 }, 1).expect("its beginning");
    assert!(view.cut);
    assert_eq!((view.mail.subject.as_deref(), view.mail.text.as_str()), (Some("Your car"), "Words"));
    assert_eq!(view.mail.attachments.iter().map(|one| one.whole).collect::<Vec<_>>(), [false]);
    let mut ended = None;
    let taken = inspector().mail_parts(&mut Large { head, at: 0 }, 1, &[1], &mut |piece| {
        if let Unpacked::End(refused) = piece {
            ended = Some(refused);
        }
        ControlFlow::Continue(())
    });
    taken.expect("it ends");
    assert_eq!(ended, Some(Some(Refused::Damaged)));
}
