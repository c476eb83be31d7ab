//! Mails: one, many in a file, and as Outlook keeps them.

use crate::{Heard, said};
use casekeep_exports::{mail, outlook};
use casekeep_model::messages::{ExportKind, Told, UnreadWhy};
use std::io::{Cursor, Write};

pub(crate) const MAIL: &str = "Return-Path: <sam@example.org>\r
Received: from mx.example.net (mx.example.net [192.0.2.7]) by mail.surgery.example with ESMTPS id abc; Wed, 4 Mar 2026 19:15:40 +0000\r
Received: from [198.51.100.23] (helo=laptop) by mx.example.net with ESMTPSA id def; Wed, 4 Mar 2026 20:15:35 +0100\r
Date: Wed, 4 Mar 2026 20:15:30 +0100\r
From: =?utf-8?Q?Sam_Cart=C3=A9r?= <sam@example.org>\r
To: Dr A <a@surgery.example>\r
Subject: Your\r
 car\r
Message-ID: <1@example.org>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=\"b\"\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
I saw your car=E2=80=A6\r
--b\r
Content-Type: image/jpeg; name=\"car.jpg\"\r
Content-Disposition: attachment; filename=\"car.jpg\"\r
Content-Transfer-Encoding: base64\r
\r
/9j/4AAQSkZJRg==\r
--b--\r
";

#[test]
fn a_mail_is_read_with_the_way_it_came() {
    let heard = Heard::of(MAIL);
    assert!(matches!(heard.told[0], Told::Begins { kind: ExportKind::Mail, .. }));
    assert_eq!(
        said(&heard),
        [(Some("Sam Cartér <sam@example.org>"), Some("2026-03-04T20:15:30+01:00"), "I saw your car…")]
    );
    let message = heard.messages()[0];
    assert_eq!((message.subject.as_deref(), message.media.as_slice()), (Some("Your car"), &["car.jpg".to_owned()][..]));
    assert_eq!((message.at, message.length), (0, MAIL.len() as u64));
    assert_eq!(message.shown, "Wed, 4 Mar 2026 20:15:30 +0100");

    let mail = mail(MAIL.as_bytes()).expect("a mail");
    let names: Vec<_> = mail.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names.iter().filter(|name| **name == "Received").count(), 2);
    assert_eq!(mail.headers[0].value, "<sam@example.org>");
    let hops: Vec<_> = mail.received.iter().map(|hop| (hop.by.as_deref(), hop.address.as_deref())).collect();
    assert_eq!(hops[0].0, Some("mx.example.net"), "the first server stands first");
    assert_eq!(hops[1], (Some("mail.surgery.example"), Some("192.0.2.7")));
    assert_eq!(mail.received[0].time.as_deref(), Some("2026-03-04T20:15:35+01:00"));
    assert_eq!((mail.page, mail.attachments[0].bytes), (None, 10));
}

#[test]
fn a_mail_with_ten_thousand_parts_is_read_as_far_as_told() {
    let part = "--b\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment\r\n\r\nx\r\n";
    let text = format!("{}{}--b--\r\n", MAIL.split("--b\r\n").next().expect("the headers"), part.repeat(10_000));
    let heard = Heard::of(&text);
    assert_eq!(heard.messages()[0].media.len(), 500);
    assert_eq!(heard.unread().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [UnreadWhy::TooDeep]);
}

#[test]
fn parts_in_parts_take_no_stack() {
    let mut text = String::from("From: a@example.org\r\nSubject: deep\r\n");
    for n in 0..20_000 {
        text += &format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n");
    }
    let heard = Heard::of(&text);
    assert_eq!(heard.messages().len(), 1);
    let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n".repeat(20_000);
    let heard = Heard::of(format!("From: a@example.org\r\nSubject: deep\r\n{nested}\r\nend"));
    assert_eq!(heard.messages().len(), 1);
}

fn mailbox(mails: &[&str]) -> String {
    mails.iter().map(|mail| format!("From sam@example.org Wed Mar  4 19:15:30 2026\n{mail}\n\n")).collect()
}

#[test]
fn a_mailbox_with_one_broken_mail_gives_the_others() {
    let one = "From: Sam <sam@example.org>\nDate: Wed, 4 Mar 2026 19:15:30 +0000\nSubject: one\n\nFirst.\n\nFrom here I can see you.";
    let three = "From: Sam <sam@example.org>\nSubject: three\n\nThird.";
    let text = mailbox(&[one, "\u{1}\u{2} no mail at all \u{3}", three]);
    let heard = Heard::of(&text);
    assert!(matches!(heard.told[0], Told::Begins { kind: ExportKind::Mailbox, .. }));
    let sender = Some("Sam <sam@example.org>");
    assert_eq!(
        said(&heard),
        [(sender, Some("2026-03-04T19:15:30+00:00"), "First.\n\nFrom here I can see you."), (sender, None, "Third.")]
    );
    assert_eq!(heard.messages().iter().map(|message| message.n).collect::<Vec<_>>(), [1, 3]);
    let at = text.match_indices("From sam@").nth(1).map_or(0, |(at, _)| at as u64);
    assert_eq!(heard.unread(), [(at, UnreadWhy::Broken)]);
    let first = heard.messages()[0];
    let place = &text[first.at as usize..][..first.length as usize];
    assert!(place.starts_with("From sam@") && place.ends_with("see you.\n\n"), "{place:?}");
}

/// Returns a mail as Outlook keeps it.
pub(crate) fn outlook_file(with_headers: bool) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut put = |path: &str, bytes: &[u8]| file.create_stream(path).expect("new").write_all(bytes).expect("memory");
    put("/__substg1.0_0037001F", &wide("Your car"));
    put("/__substg1.0_1000001F", &wide("I saw your car…\r\n"));
    put("/__substg1.0_0C1A001F", &wide("Sam Carter"));
    put("/__substg1.0_5D01001F", &wide("sam@example.org"));
    put("/__substg1.0_0E04001F", &wide("Dr A; Reception"));
    if with_headers {
        let headers = MAIL.split("\r\n\r\n").next().expect("headers");
        put("/__substg1.0_007D001F", &wide(headers));
    }
    let mut fixed = vec![0; 32];
    fixed.extend([0x40, 0x00, 0x39, 0x00, 6, 0, 0, 0]);
    fixed.extend(((1_772_651_730_000_u64 + 11_644_473_600_000) * 10_000).to_le_bytes());
    put("/__properties_version1.0", &fixed);
    file.create_storage("/__attach_version1.0_#00000000").expect("new");
    let mut put = |path: &str, bytes: &[u8]| file.create_stream(path).expect("new").write_all(bytes).expect("memory");
    put("/__attach_version1.0_#00000000/__substg1.0_3707001F", &wide("car.jpg"));
    put("/__attach_version1.0_#00000000/__substg1.0_37010102", b"picture");
    file.into_inner().into_inner()
}

#[test]
fn a_mail_of_outlook_is_read_with_its_headers() {
    let bytes = outlook_file(true);
    let heard = Heard::of(&bytes);
    assert!(matches!(heard.told[0], Told::Begins { kind: ExportKind::Outlook, .. }));
    assert_eq!(
        said(&heard),
        [(Some("Sam Cartér <sam@example.org>"), Some("2026-03-04T20:15:30+01:00"), "I saw your car…")]
    );
    let mail = outlook(&bytes).expect("a mail");
    assert_eq!(mail.received.len(), 2);
    assert_eq!((mail.attachments[0].name.as_deref(), mail.attachments[0].bytes), (Some("car.jpg"), 7));

    let without = outlook(&outlook_file(false)).expect("a mail");
    assert_eq!(without.from.as_deref(), Some("Sam Carter <sam@example.org>"));
    assert_eq!(without.to, ["Dr A", "Reception"]);
    assert_eq!(without.time.as_deref(), Some("2026-03-04T19:15:30Z"));
}

#[test]
fn a_damaged_file_of_outlook_is_no_mail() {
    let bytes = outlook_file(true);
    for at in (8..bytes.len()).step_by(97) {
        let mut broken = bytes.clone();
        broken[at] ^= 0xff;
        // Whatever it says then, it ends.
        let _ = outlook(&broken);
        let _ = outlook(&bytes[..at]);
    }
    assert!(outlook(&bytes[..700]).is_none());
}
