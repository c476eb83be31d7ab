use casekeep_format::inbox::{InboxHeader, read_header, write_header};
use casekeep_model::{Acquisition, Class, SetPlace, Timestamp};
use std::io::Read;

fn header(name: &str, size: Option<u64>) -> InboxHeader {
    InboxHeader {
        at: Timestamp::from_millis(1_764_000_000_123),
        kind: Acquisition::ScreenCapture,
        name: name.to_owned(),
        size,
        set: None,
    }
}

#[test]
fn the_header_reads_back_and_the_bytes_after_it_are_untouched() {
    for header in [header("capture.png", Some(3)), header("", None), header("a\nb\"\u{202e}gnp.exe\u{7f}", Some(0))] {
        let mut file = Vec::new();
        write_header(&header, &mut file).unwrap();
        file.extend_from_slice(b"\n\x00\xff");
        let mut rest = file.as_slice();
        assert_eq!(read_header(&mut rest).unwrap(), header);
        let mut bytes = Vec::new();
        rest.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"\n\x00\xff");
    }
}

#[test]
fn the_line_is_the_documented_one() {
    let mut line = Vec::new();
    write_header(&header("capture.png", Some(3)), &mut line).unwrap();
    let expected =
        "{\"at\":\"2025-11-24T16:00:00.123Z\",\"kind\":\"screen_capture\",\"name\":\"capture.png\",\"size\":3}\n";
    assert_eq!(String::from_utf8(line).unwrap(), expected);
}

#[test]
fn a_shot_says_its_place_in_its_set() {
    let set = SetPlace { id: "abcdefghijklmno2".parse().unwrap(), n: 2, overlap: Some(412) };
    let shot = InboxHeader { set: Some(set), ..header("capture.png", Some(3)) };
    let mut line = Vec::new();
    write_header(&shot, &mut line).unwrap();
    let text = String::from_utf8(line.clone()).unwrap();
    let expected = "\"set\":{\"id\":\"abcdefghijklmno2\",\"n\":2,\"overlap\":412},\"size\":3}\n";
    assert!(text.ends_with(expected), "{text}");
    assert_eq!(read_header(&mut line.as_slice()).unwrap(), shot);
    for (from, to) in [("\"n\":2", "\"n\":-2"), ("no2\"", "no1\""), (",\"overlap\":412", ",\"overlap\":412,\"z\":1")] {
        assert!(read_header(&mut text.replace(from, to).as_bytes()).is_err(), "{to}");
    }
    assert!(read_header(&mut text.replace("\"size\":3", "\"size\":3,\"z\":1").as_bytes()).is_err());
}

#[test]
fn other_lines_are_refused() {
    let good = "{\"at\":\"2025-11-24T16:00:00.123Z\",\"kind\":\"file\",\"name\":\"x\",\"size\":3}\n";
    assert!(read_header(&mut good.as_bytes()).is_ok());
    for bad in [
        String::new(),
        "\n".to_owned(),
        good.trim_end().to_owned(),
        good.replace("file", "telepathy"),
        good.replace("\"size\":3", "\"size\":-3"),
        good.replace("\"size\":3", "\"size\":3.0"),
        good.replace(",\"size\":3", ""),
        good.replace("\"size\":3", "\"size\":3,\"z\":1"),
        good.replace(".123Z", "Z"),
        good.replace("\"x\"", &format!("\"{}\"", "x".repeat(1025))),
        "x".repeat(1 << 20),
    ] {
        let refused = read_header(&mut bad.as_bytes()).err().and_then(|e| e.class());
        assert_eq!(refused, Some(Class::RecordBad), "{bad:.80}");
    }
    assert!(write_header(&header(&"x".repeat(1025), None), &mut Vec::new()).is_err());
    assert!(write_header(&header("x", Some(1 << 53)), &mut Vec::new()).is_err());
}
