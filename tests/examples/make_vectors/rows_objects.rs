//! Objects and the inbox.

use crate::kit::Kit;
use casekeep_format::inbox::{InboxHeader, write_header};
use casekeep_format::{NamingReader, ObjectWriter};
use casekeep_model::{Acquisition, Class, Timestamp};
use casekeep_tests::vectors::vector::Op;
use std::fs;
use std::io::{Read, Write};

pub fn write(kit: &mut Kit) {
    objects(kit);
    inbox(kit);
}

fn objects(kit: &mut Kit) {
    let objects = kit.objects();
    let (a, b) = (objects[0].clone(), objects[1].clone());
    kit.vector("objects-swapped", "Two objects exchange names.")
        .op(Op::Swap { a: a.clone(), b: b.clone() })
        .finds(&[Class::ObjectChanged]);
    let identity = kit.keyed.box_identity(&kit.log.box_id);
    let mut plain = Vec::new();
    let sealed = fs::read(kit.base.path(&a)).unwrap();
    casekeep_format::open_with(&identity, sealed.as_slice()).unwrap().read_to_end(&mut plain).unwrap();
    let mut writer = ObjectWriter::new(&identity.to_recipient(), Vec::new()).unwrap();
    writer.write_all(&plain).unwrap();
    let (again, _, name) = writer.finish().unwrap();
    kit.vector("object-reencrypted", "The same bytes are sealed anew under the old name.")
        .write(&a, &again)
        .finds(&[Class::ObjectChanged]);
    let folder = a.rsplit_once("/objects/").unwrap().0.to_owned();
    let renamed = format!("{folder}/objects/{}/{name}.age", &name.to_string()[..2]);
    kit.vector("object-reencrypted-renamed", "The same bytes are sealed anew under the name of the new file.")
        .delete(&a)
        .write(&renamed, &again)
        .notes(&[Class::ObjectUnknown])
        .finds(&[Class::ObjectMissing]);
    let own = kit.log.writer.to_string();
    kit.vector("leftovers", "Work of this computer and of another one was cut short.")
        .text(&format!("{folder}/objects/tmp-{own}-abcdefghijklmnop"), "half an object")
        .text(&format!("vault/{}/tmp-{}-qrstuvwxyz234567", kit.log.folder, kit.other_writer()), "half a segment")
        .text(&format!("vault/inbox/tmp-{own}-abcdefghijklmnop"), "half a capture")
        .notes(&[Class::ObjectUnknown])
        .finds(&[]);
    kit.vector("object-changed", "One bit of an object is turned.").flip(&a, 220).finds(&[Class::ObjectChanged]);
    kit.vector("object-truncated", "An object is cut short.")
        .write(&a, &sealed[..sealed.len() - 1])
        .finds(&[Class::ObjectChanged]);
    kit.vector("object-missing", "An object is removed.").delete(&b).finds(&[Class::ObjectMissing]);
    kit.vector("object-extra", "An object lies there that no record names.")
        .write(&renamed, &again)
        .notes(&[Class::ObjectUnknown])
        .finds(&[]);
}

fn inbox(kit: &mut Kit) {
    let waiting = kit.base.files().into_keys().find(|path| path.starts_with("inbox/")).unwrap();
    let waiting = format!("vault/{waiting}");
    let to = kit.keyed.identity.current().inbox.to_recipient();
    let mut writer = ObjectWriter::new(&to, Vec::new()).unwrap();
    let at = Timestamp::from_millis(1_779_000_000_000);
    let (name, size) = ("threat.png".to_owned(), Some(7));
    let header = InboxHeader { at, kind: Acquisition::ScreenCapture, name, size, set: None };
    write_header(&header, &mut writer).unwrap();
    writer.write_all(b"planted").unwrap();
    let (strange, _, name) = writer.finish().unwrap();
    kit.vector("inbox-unlisted", "A stranger's file, sealed to the published recipient, lies in the inbox.")
        .write(&format!("vault/inbox/{name}.age"), &strange)
        .effect("It is set apart, and not adopted without a word.")
        .finds(&[Class::InboxUnknown]);
    kit.vector("inbox-missing", "A capture of this computer is removed.")
        .delete(&waiting)
        .finds(&[Class::InboxMissing]);
    kit.vector("inbox-changed", "One bit of a capture of this computer is turned.")
        .flip(&waiting, 250)
        .effect("It is not adopted.")
        .finds(&[Class::InboxMissing]);
    let mut flipped = fs::read(kit.base.path(&waiting)).unwrap();
    flipped[250] ^= 1;
    let new_name = NamingReader::new(flipped.as_slice()).finish().unwrap();
    kit.vector("inbox-changed-renamed", "One bit of a capture is turned, and the file has its new name.")
        .delete(&waiting)
        .write(&format!("vault/inbox/{new_name}.age"), &flipped)
        .finds(&[Class::InboxMissing, Class::InboxUnknown]);
    kit.vector("inbox-replaced", "A stranger's file, sealed to the published recipient, has a capture's name.")
        .write(&waiting, &strange)
        .effect("It is not adopted.")
        .finds(&[Class::InboxMissing]);
    let (path, bytes) = kit.extras.adopted.clone();
    kit.vector("inbox-adopted-back", "The file of a capture that became an item is back.")
        .write(&format!("vault/{path}"), &bytes)
        .effect("The next change removes it and makes no second item.")
        .finds(&[]);
    kit.vector("inbox-100000", "100,000 files lie in the inbox.")
        .op(Op::FillInbox { count: 100_000 })
        .effect("Unlocking is not slowed: it opens none of them.")
        .finds(&[Class::InboxUnknown]);
}
