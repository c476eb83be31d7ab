use casekeep_format::canonical::{parse, write};
use casekeep_model::Class;
use serde_json::{Value, json};

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
