//! Records and notes that the format does not allow, each hashed, signed and sealed as a true one.

use crate::kit::Kit;
use casekeep_format::IdentityFile;
use casekeep_model::Class;
use casekeep_tests::vectors::forge::{self, Lines};

pub fn write(kit: &mut Kit) {
    json(kit);
    misplaced(kit);
    notes(kit);
}

/// Writes a vector whose one more segment holds these lines.
fn next_segment(kit: &mut Kit, name: &str, what: &str, lines: &[Lines], classes: &[Class]) {
    let log = kit.log.clone();
    let (path, bytes) = kit.keyed.segment_after(&log, kit.size(&log), lines);
    kit.vector(name, what).write(&format!("vault/{path}"), &bytes).finds(classes);
}

fn json(kit: &mut Kit) {
    let good = kit.next(&kit.log);
    let n = format!("\"n\":{}", kit.size(&kit.log));
    let text = "\"a plain text\"";
    let bom = |mut lines: Lines| {
        lines.head = [b"\xef\xbb\xbf".as_slice(), &lines.head].concat();
        lines
    };
    let crlf = |mut lines: Lines| {
        lines.head.push(b'\r');
        lines
    };
    next_segment(kit, "record-good", "One more record, as Casekeep writes it.", std::slice::from_ref(&good), &[]);
    for (name, what, lines) in [
        (
            "record-json-duplicate-key",
            "A head has a key twice.",
            good.clone().with_head("\"kind\":\"note\"", b"\"kind\":\"note\",\"kind\":\"item\""),
        ),
        (
            "record-json-fraction",
            "A head's number is written as 1.0.",
            good.clone().with_head(&n, format!("{n}.0").as_bytes()),
        ),
        ("record-json-large", "A number is 2^53.", good.clone().with_part(text, b"9007199254740992")),
        (
            "record-json-surrogate",
            "A text holds half of a surrogate pair.",
            good.clone().with_part(text, b"\"\\ud800\""),
        ),
        ("record-json-not-utf8", "A text is not UTF-8.", good.clone().with_part(text, b"\"\xff\xfe\"")),
        ("record-json-escape", "A letter is written as an escape.", good.clone().with_part(text, b"\"\\u0061\"")),
        ("record-json-deep", "A part is nested nine deep.", good.clone().with_part(text, b"[[[[[[[[1]]]]]]]]")),
        ("record-json-bom", "A head begins with a byte order mark.", bom(good.clone())),
        ("record-json-crlf", "A head ends in CR LF.", crlf(good.clone())),
        ("record-json-spaces", "A part has a space after a comma.", good.clone().with_part(",\"text\"", b", \"text\"")),
        (
            "record-json-unsorted",
            "A head's keys are not in order.",
            good.clone().with_head(&format!("{n},\"of\":[]"), format!("\"of\":[],{n}").as_bytes()),
        ),
    ] {
        next_segment(kit, name, what, &[lines], &[Class::RecordBad]);
    }
    next_segment(
        kit,
        "record-newer",
        "A head has a field that this version does not know.",
        &[good.clone().with_head("\"v\":1", b"\"urgent\":true,\"v\":1")],
        &[Class::FormatNewer],
    );
    let mut wrong = good.clone();
    if let Some(part) = wrong.parts.first_mut() {
        *part = String::from_utf8(part.clone()).unwrap().replace("plain", "other").into_bytes();
    }
    next_segment(
        kit,
        "record-part-changed",
        "A part is not the one that its head names.",
        &[wrong],
        &[Class::RecordBad],
    );
    let mut without = good;
    without.parts.clear();
    next_segment(
        kit,
        "record-part-missing",
        "A part that the head names is not there.",
        &[without],
        &[Class::RecordBad],
    );
}

fn misplaced(kit: &mut Kit) {
    let (log, second) = (kit.log.clone(), kit.second_log.clone());
    let good = kit.next(&log);
    next_segment(
        kit,
        "record-foreign-box",
        "A head names another box.",
        &[good.clone().with_head(log.box_id.as_str(), second.box_id.as_str().as_bytes())],
        &[Class::RecordMisplaced],
    );
    let other = kit.other_writer();
    next_segment(
        kit,
        "record-foreign-writer",
        "A head names another writer.",
        &[good.clone().with_head(log.writer.as_str(), other.as_str().as_bytes())],
        &[Class::RecordMisplaced],
    );
    let n = kit.size(&log);
    next_segment(
        kit,
        "record-other-number",
        "A head has another number than its place.",
        &[good.clone().with_head(&format!("\"n\":{n}"), format!("\"n\":{}", n + 1).as_bytes())],
        &[Class::RecordMisplaced],
    );
    let (new, old) = (salt(&good.head), salt(kit.keyed.records(&log)[3].head_line()));
    next_segment(
        kit,
        "salt-twice",
        "A record uses the salt of an earlier one.",
        &[good.with_head(&new, old.as_bytes())],
        &[Class::RecordBad],
    );
}

fn salt(head: &[u8]) -> String {
    let head: serde_json::Value = serde_json::from_slice(head).unwrap();
    head["salt"].as_str().unwrap().to_owned()
}

fn notes(kit: &mut Kit) {
    let log = kit.log.clone();
    let (size, next, origin) = (kit.size(&log), kit.next(&log), kit.keyed.origin(&log));
    let good = kit.keyed.note_after(&log, size, std::slice::from_ref(&next));
    let (text, signature) = good.split_once("\n\n").map(|(text, rest)| (format!("{text}\n"), rest.to_owned())).unwrap();
    let sign = |text: &str| forge::signed(text, &origin, &kit.keyed.identity.current().signing);
    let stranger = IdentityFile::generate();
    let strange = |name: &str| forge::signature_line(&text, name, &stranger.current().signing);
    let blob = signature.trim_end().rsplit_once(' ').unwrap().1.to_owned();
    let root = text.lines().nth(2).unwrap().to_owned();
    let end = size + 1;
    let other_text = text.replace(&format!("\n{end}\n"), &format!("\n{}\n", end + 1));
    let many: String = (0..16).map(|n| strange(&format!("example.org/{n}"))).collect();
    let rows = [
        ("note-bad-base64", "The signature is not base64.", good.replace(&blob, &blob.replacen(&blob[..1], "*", 1))),
        (
            "note-size-040",
            "The size has a leading zero.",
            sign(&text.replace(&format!("\n{end}\n"), &format!("\n0{end}\n"))),
        ),
        ("note-extension-line", "There is a fourth line.", sign(&format!("{text}an extension\n"))),
        ("note-17-signatures", "There are 17 signatures.", format!("{good}{many}")),
        (
            "note-bad-signature",
            "The signature by the vault's key is over another text.",
            format!("{text}\n{}", sign(&other_text).split_once("\n\n").unwrap().1),
        ),
        ("note-good-and-bad-signature", "A second signature by the vault's key is wrong.", {
            format!("{good}{}", sign(&other_text).split_once("\n\n").unwrap().1)
        }),
        ("note-not-signed", "There is only a stranger's signature.", format!("{text}\n{}", strange(&origin))),
        ("note-short-root", "The root is not 32 bytes.", sign(&text.replace(&root, "AAAA"))),
    ];
    let other_root = sign(&text.replace(&root, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    let other_log = origin.replace(log.box_id.as_str(), kit.second_log.box_id.as_str());
    let foreign_text = text.replace(&origin, &other_log);
    let foreign = forge::signed(&foreign_text, &other_log, &kit.keyed.identity.current().signing);
    let longer = sign(&other_text);
    let extra = format!("{good}{}", strange("example.org/witness"));
    for (name, what, note) in rows {
        placed(kit, name, what, &next, &note, &[Class::SignatureBad]);
    }
    placed(kit, "note-other-root", "The signed root is not the records'.", &next, &other_root, &[Class::RecordBad]);
    placed(kit, "note-other-log", "The note is of another case's log.", &next, &foreign, &[Class::RecordMisplaced]);
    placed(kit, "note-other-size", "The note is for one record more.", &next, &longer, &[Class::RecordMisplaced]);
    placed(
        kit,
        "note-unknown-extra-signature",
        "There is a stranger's signature beside the true one.",
        &next,
        &extra,
        &[],
    );
}

fn placed(kit: &mut Kit, name: &str, what: &str, next: &Lines, note: &str, classes: &[Class]) {
    let log = kit.log.clone();
    let (path, bytes) = kit.keyed.segment_with(&log, kit.size(&log), std::slice::from_ref(next), note);
    kit.vector(name, what).write(&format!("vault/{path}"), &bytes).finds(classes);
}
