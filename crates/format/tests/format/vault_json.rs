use crate::samples::vault;
use casekeep_format::{FormatError, Identity, VaultJson, canonical};
use casekeep_model::Class;

fn label() -> VaultJson {
    VaultJson { epoch: 1, format: 1, inbox: Identity::generate().to_recipient(), vault: vault() }
}

fn class(result: Result<VaultJson, FormatError>) -> Option<Class> {
    result.err().and_then(|e| e.class())
}

#[test]
fn the_label_reads_back_and_is_canonical() {
    let label = label();
    let bytes = label.write();
    assert_eq!(VaultJson::parse(&bytes).unwrap(), label);
    let line = bytes.strip_suffix(b"\n").unwrap();
    let keys: Vec<String> = canonical::parse(line).unwrap().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["epoch", "format", "inbox", "note", "vault"]);
}

#[test]
fn a_newer_format_is_said_to_be_newer_whatever_else_there_is() {
    let text = String::from_utf8(label().write()).unwrap();
    for newer in [text.replace("\"format\":1", "\"format\":2"), "{ \"format\": 7, \"else\": [1.5] }".to_owned()] {
        assert_eq!(class(VaultJson::parse(newer.as_bytes())), Some(Class::FormatNewer));
    }
}

#[test]
fn any_other_form_is_refused() {
    let text = String::from_utf8(label().write()).unwrap();
    for bad in [
        String::new(),
        "{}\n".to_owned(),
        "[]\n".to_owned(),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        format!(" {text}"),
        format!("\u{feff}{text}"),
        text.replace("\"format\":1", "\"format\":0"),
        text.replace("\"format\":1", "\"format\":1.0"),
        text.replace("\"format\":1", "\"format\":\"1\""),
        text.replace("\"epoch\":1", "\"epoch\":0"),
        text.replace("\"epoch\":1", "\"epoch\":4294967296"),
        text.replace("\"epoch\":1", "\"epoch\":1,\"extra\":1"),
        text.replace("age1", "AGE1"),
        text.replace("\"inbox\":\"age1", "\"inbox\":\"age1x"),
        text.replace(vault().as_str(), "short"),
        text.replacen("\"vault\"", "\"vaulu\"", 1),
        text.replace("This folder", &"x".repeat(70_000)),
    ] {
        assert_eq!(class(VaultJson::parse(bad.as_bytes())), Some(Class::VaultJsonChanged), "{bad:.80}");
    }
}
