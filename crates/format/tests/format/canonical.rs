use casekeep_format::canonical::{parse, write};
use casekeep_model::Class;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// Pairs of lines: a value in plain ASCII JSON, then what Python's `json.dumps(v, sort_keys=True,
/// separators=(',', ':'), ensure_ascii=False)` writes for it.
const PYTHON: &str = include_str!("data/canonical.jsonl");

#[test]
fn writes_the_bytes_that_python_writes() {
    let lines: Vec<&str> = PYTHON.strip_suffix('\n').unwrap().split('\n').collect();
    assert_eq!(lines.len(), 160);
    for pair in lines.chunks_exact(2) {
        let value: Value = serde_json::from_str(pair[0]).unwrap();
        assert_eq!(String::from_utf8(write(&value).unwrap()).unwrap(), pair[1]);
        assert_eq!(parse(pair[1].as_bytes()).unwrap(), value);
    }
}

#[test]
fn every_other_text_is_refused() {
    let hostile: &[&[u8]] = &[
        b"",
        b" ",
        br#"{"a":1,"a":2}"#,
        br#"{"a":1,"a":1}"#,
        br#"{"a":1.0}"#,
        br#"{"a":1e2}"#,
        br#"{"a":-0}"#,
        br#"{"a":01}"#,
        br#"{"a":9007199254740992}"#,
        br#"{"a":-9007199254740992}"#,
        br#"{"a":18446744073709551615}"#,
        br#"{"a":99999999999999999999999999}"#,
        br#"{"a":NaN}"#,
        br#"{"a":"\ud800"}"#,
        b"{\"a\":\"\xed\xa0\x80\"}",
        b"{\"a\":\"\xff\"}",
        b"\xef\xbb\xbf{\"a\":1}",
        b"{\"a\":1}\r",
        b"{\"a\":1}\n",
        b"{\"a\": 1}",
        b"{ \"a\":1}",
        b"{\"b\":1,\"a\":2}",
        b"{\"A\":1}",
        b"{\"a-b\":1}",
        b"{\"\":1}",
        br#"{"a":"\u0041"}"#,
        br#"{"a":"\/"}"#,
        br#"{"a":"\u000A"}"#,
        br#"{"a":"\u000a"}"#,
        br#"{"a":"\u001F"}"#,
        br#"{"a":"\u007f"}"#,
        br#"{"a":"\ud83d\ude42"}"#,
        b"{\"a\":\"\t\"}",
        b"[1,]",
        b"[1] [2]",
        b"[[[[[[[[[1]]]]]]]]]",
        b"{\"a\":1",
        b"'a'",
    ];
    for bytes in hostile {
        let refused = parse(bytes).map_err(|e| e.class());
        assert_eq!(refused, Err(Some(Class::RecordBad)), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn values_outside_the_form_are_not_written() {
    for value in [json!(0.5), json!(9_007_199_254_740_992_u64), json!(u64::MAX), json!({ "Key": 1 }), json!({ "": 1 })]
    {
        assert!(write(&value).is_err(), "{value}");
    }
}

#[test]
fn eight_levels_are_the_deepest() {
    let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert!(parse(nested(8).as_bytes()).is_ok());
    assert!(parse(nested(9).as_bytes()).is_err());
    assert!(parse(nested(100_000).as_bytes()).is_err());
}

/// What section 4 of the format says of each line.
const DUMPS: &str = "import json, sys
for line in sys.stdin.buffer.read().splitlines():
    text = json.dumps(json.loads(line), sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    sys.stdout.buffer.write(text.encode() + b'\\n')
";

/// Any value that the format allows; the outermost is a list, so that the deepest is 8 deep.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::collection::vec(prop::char::range('\0', '\u{a0}'), 0..12)
            .prop_map(|letters| letters.into_iter().collect::<String>().into()),
    ];
    let nested = leaf.prop_recursive(7, 40, 6, |inner| {
        let map = prop::collection::btree_map("[a-z0-9_]{1,6}", inner.clone(), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            map.prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
        ]
    });
    prop::collection::vec(nested, 0..4).prop_map(Value::from)
}

#[test]
fn python_writes_the_same_bytes_for_any_value() {
    let mut runner = TestRunner::default();
    let all: Vec<Value> = (0..2_000).map(|_| values().new_tree(&mut runner).unwrap().current()).collect();
    let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
    let mut python = Command::new("python3")
        .args(["-c", DUMPS])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is among the packages that the tests need");
    // Python writes nothing before it has read all.
    python.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let written: Vec<&[u8]> = output.stdout.strip_suffix(b"\n").unwrap().split(|b| *b == b'\n').collect();
    assert_eq!(written.len(), all.len());
    for (value, text) in all.iter().zip(written) {
        assert_eq!(write(value).unwrap(), text, "{value}");
        assert_eq!(parse(text).as_ref().ok(), Some(value));
    }
}
