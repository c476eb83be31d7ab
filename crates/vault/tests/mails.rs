//! What hangs on a mail becomes items: each once, with the mail it came in, and what cannot be taken out costs no other.

#![allow(clippy::unwrap_used)]

mod support;

use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError, ReadSeek};
use casekeep_model::mail::{Mail, MailAttachment, MailPart, MailPartKept, MailView};
use casekeep_model::messages::ExportKind;
use casekeep_model::{Acquisition, Derived};
use casekeep_vault::{Installation, UnlockedVault, VaultError, create_vault};
use std::io::Read as _;
use std::ops::ControlFlow;
use std::sync::Arc;
use support::{Home, PASSPHRASE, add, assert_ok, go, secret};

/// What hangs on the one mail: name, bytes, and whether the decoder ends in it.
const PARTS: [(Option<&str>, &[u8], Fate); 6] = [
    (Some("../../coat.jpg"), b"a green coat", Fate::Whole),
    (Some("cut.pdf"), b"cut", Fate::Cut),
    (Some("bomb.gif"), b"a bomb", Fate::Ends),
    (None, b"by the bench", Fate::Whole),
    (Some("false.txt"), b"false", Fate::Refused),
    (Some("C:\\me\\again.jpg"), b"a green coat", Fate::Whole),
];

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Whole,
    /// The mail says itself that its bytes are not all there.
    Cut,
    /// The decoder is stopped in the middle of it.
    Ends,
    Refused,
}

/// Tells of every file that it is a mail.
struct Postman;

impl Inspect for Postman {
    fn sniff(&self, _: &[u8]) -> String {
        "text/plain".to_owned()
    }
    fn can_preview(&self, _: &str) -> bool {
        false
    }
    fn preview(&self, _: &str, _: &[u8], _: u32) -> Result<Preview, PreviewError> {
        Err(PreviewError::NoPreview)
    }
    fn mail(&self, file: &mut dyn ReadSeek, n: u32) -> Result<MailView, LookError> {
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        if !text.starts_with("From:") {
            return Err(PreviewError::NoPreview.into());
        }
        let attachments = (1..).zip(&PARTS).map(|(part, (name, bytes, fate))| MailAttachment {
            part,
            path: format!("{}", part + 1),
            name: name.map(str::to_owned),
            media_type: "image/jpeg".to_owned(),
            bytes: bytes.len() as u64,
            seen: "text/plain".to_owned(),
            content_id: None,
            whole: *fate != Fate::Cut,
        });
        let mail = Mail { attachments: attachments.collect(), ..Mail::default() };
        let kind = ExportKind::Mailbox;
        Ok(MailView { kind, n, next: true, mail, page: None, cut: false, text_cut: false })
    }
    fn mail_parts(
        &self,
        _: &mut dyn ReadSeek,
        _: u32,
        wanted: &[u32],
        each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
    ) -> Result<(), LookError> {
        for part in wanted {
            let (_, bytes, fate) = PARTS[*part as usize - 1];
            let mut flow = each(Unpacked::Begin(*part));
            for piece in bytes.chunks(5) {
                if flow.is_continue() {
                    flow = each(Unpacked::Bytes(piece));
                }
            }
            if fate == Fate::Ends {
                return Err(PreviewError::Stopped.into());
            }
            if flow.is_continue() {
                flow = each(Unpacked::End((fate == Fate::Refused).then_some(Refused::Damaged)));
            }
            if flow.is_break() {
                return Err(PreviewError::Stopped.into());
            }
        }
        Ok(())
    }
}

/// Makes a vault whose items are a mailbox and a text.
fn vault(home: &Home) -> UnlockedVault {
    let installation = Installation { inspect: Arc::new(Postman), ..home.installation() };
    let vault = create_vault(&home.folder(), installation, &secret(PASSPHRASE)).unwrap().vault;
    vault.add_case("Matter 1").unwrap();
    add(&vault, 1, "in.mbox", b"From: Sam");
    add(&vault, 1, "notes.txt", b"notes");
    vault
}

fn kept(part: u32, item: Option<u32>, there: bool, why: Option<&str>) -> MailPartKept {
    MailPartKept { part, item, there, why: why.map(str::to_owned) }
}

#[test]
fn each_part_is_an_item_that_names_its_mail_and_what_fails_costs_no_other() {
    let home = Home::new();
    let vault = vault(&home);
    let told = vault.keep_mail_parts(1, 1, 2, &[1, 2, 3, 4, 5, 6, 4], &mut go).unwrap();
    let damaged = Some(Refused::Damaged.why());
    let stopped = Some("taking it out took too much time or memory and was stopped");
    let expected = vec![
        kept(1, Some(3), false, None),
        kept(2, None, false, damaged),
        kept(3, None, false, stopped),
        kept(4, Some(4), false, None),
        kept(5, None, false, damaged),
        kept(6, Some(3), true, None),
    ];
    assert_eq!(told, expected);

    for (number, name, path) in [(3, "coat.jpg", "2"), (4, "part-5", "5")] {
        let item = vault.item(1, number).unwrap();
        assert_eq!((item.name.as_str(), item.acquired.how), (name, Acquisition::MailPart));
        let part = Some(MailPart { mail: 2, path: path.to_owned() });
        assert_eq!(item.derived, Some(Derived { item: 1, part, ..Derived::default() }));
    }
    let mut bytes = Vec::new();
    vault.read_item(1, 4).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, b"by the bench");
    assert_eq!(vault.item(1, 1).unwrap().copies, [3, 4]);

    // Once more: nothing is kept twice.
    let again = vault.keep_mail_parts(1, 1, 2, &[1, 4], &mut go).unwrap();
    assert_eq!(again, [kept(1, Some(3), true, None), kept(4, Some(4), true, None)]);
    assert_ok(&vault);
}

#[test]
fn a_stop_keeps_none_and_what_is_not_there_is_said() {
    let home = Home::new();
    let vault = vault(&home);
    let stopped = vault.keep_mail_parts(1, 1, 1, &[1, 4], &mut |progress| {
        if progress.current == "part-5" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(VaultError::Cancelled)), "{stopped:?}");
    assert!(vault.item(1, 3).is_err());
    assert!(matches!(vault.keep_mail_parts(1, 1, 1, &[7], &mut go), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.keep_mail_parts(1, 2, 1, &[1], &mut go), Err(VaultError::BadInput(_))));
    assert_eq!(vault.keep_mail_parts(1, 1, 1, &[], &mut go).unwrap(), []);
    assert_ok(&vault);
}
