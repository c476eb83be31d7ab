//! Exports of messages, read in the confined process.

use crate::inspector;
use casekeep_model::inspect::{Inspect, LookError, PreviewError};
use casekeep_model::messages::{ExportKind, NoMessages, Reading, Told};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

fn told(file: &[u8]) -> Result<Vec<Told>, LookError> {
    let mut all = Vec::new();
    inspector().messages(&mut Cursor::new(file), &Reading::default(), &mut |event| {
        all.push(event);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

#[test]
fn a_chat_comes_over_the_pipe_message_by_message() {
    let lines = (0..20_000).map(|n| format!("25/03/2026, 10:{:02} - Sam: message {n} \u{1f60a}\n", n % 60));
    let chat: String = lines.collect();
    let all = told(chat.as_bytes()).expect("it is read");
    assert!(matches!(all[0], Told::Begins { kind: ExportKind::Whatsapp, .. }));
    assert_eq!(all.len(), 20_001);
    let Told::Message(last) = &all[20_000] else { panic!("a message is the last thing told") };
    assert_eq!((last.text.as_str(), last.at + last.length), ("message 19999 \u{1f60a}", chat.len() as u64));
}

#[test]
fn what_is_no_export_is_told_to_be_none() {
    let all = told(b"Thursday, by the bench.").expect("it is read");
    assert_eq!(all, [Told::None { why: NoMessages::Unknown }]);
}

#[test]
fn nobody_wants_more_and_the_child_ends() {
    let chat = "25/03/2026, 10:00 - Sam: hello\n".repeat(200_000);
    let mut count = 0;
    let ended = inspector().messages(&mut Cursor::new(chat), &Reading::default(), &mut |_| {
        count += 1;
        if count == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(ended, Err(LookError::Preview(PreviewError::Stopped))), "{ended:?}");
    assert_eq!(count, 10);
}

/// A backup whose one picture has 500 MB of base64, made while it is read.
struct Backup {
    at: u64,
}

const BEFORE: &[u8] =
    b"<smses><mms date='1772651910000' msg_box='1' address='1'><parts><part ct='image/jpeg' cl='big.jpg' data='";
const AFTER: &[u8] = b"'/></parts></mms></smses>";
const PICTURE: u64 = 500 << 20;
const LENGTH: u64 = BEFORE.len() as u64 + PICTURE + AFTER.len() as u64;

impl Read for Backup {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let before = BEFORE.len() as u64;
        let count = match self.at {
            at if at < before => (&BEFORE[at as usize..]).read(into)?,
            at if at < before + PICTURE => {
                let count = into.len().min((before + PICTURE - at) as usize);
                into[..count].fill(b'A');
                count
            }
            at => AFTER.get((at - before - PICTURE) as usize..).unwrap_or_default().read(into)?,
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Backup {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            SeekFrom::End(by) => LENGTH.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn a_picture_of_500_mb_in_a_backup_stays_within_the_limits_of_the_child() {
    let mut all = Vec::new();
    let read = inspector().messages(&mut Backup { at: 0 }, &Reading::default(), &mut |event| {
        all.push(event);
        ControlFlow::Continue(())
    });
    assert!(read.is_ok(), "{read:?}");
    let Some(Told::Message(message)) = all.get(1) else { panic!("{all:?}") };
    assert_eq!(message.media, ["big.jpg"]);
}

#[test]
fn a_mail_that_takes_the_reader_down_ends_the_child_alone() {
    // Mails in mails, hidden in base64, where they cannot be counted before.
    let inner = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n".repeat(60_000);
    let encoded = data_encoding::BASE64.encode(inner.as_bytes());
    let mail = format!(
        "From: a@example.org\r\nSubject: x\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}"
    );
    match told(mail.as_bytes()) {
        Ok(all) => assert!(matches!(all[0], Told::Begins { kind: ExportKind::Mail, .. })),
        Err(error) => {
            assert!(matches!(error, LookError::Preview(PreviewError::Stopped | PreviewError::Damaged)), "{error}")
        }
    }
    assert_eq!(told(b"").expect("the next one is read"), [Told::None { why: NoMessages::Empty }]);
}
