//! Downloads of Facebook and Instagram.

use crate::{Heard, said};
use casekeep_model::messages::{ExportKind, Told, UnreadWhy};

pub(crate) const FACEBOOK: &str = r#"{
  "participants": [{"name": "Sam Carter"}, {"name": "Dr A"}],
  "messages": [
    {"sender_name": "Sam Carter", "timestamp_ms": 1772651760000, "content": "caf\u00c3\u00a9 \u00f0\u009f\u0098\u008a", "reactions": [{"reaction": "\u00e2\u009d\u00a4", "actor": "Dr A"}], "is_geoblocked_for_viewer": false},
    {"sender_name": "Sam Carter", "timestamp_ms": 1772651745000, "photos": [{"uri": "messages/inbox/sam_1/photos/123_n.jpg", "creation_timestamp": 1772651744}]},
    {"sender_name": "Sam Carter", "timestamp_ms": 1772651740000, "is_unsent": true},
    {"sender_name": "Dr A", "timestamp_ms": 1772651730000, "content": "Please do not write to me. [\"]}"}
  ],
  "title": "Sam Carter",
  "thread_path": "inbox/sam_1"
}"#;

#[test]
fn facebook_is_mended_and_both_forms_are_kept() {
    let heard = Heard::of(FACEBOOK);
    assert!(matches!(heard.told[0], Told::Begins { kind: ExportKind::Facebook, dates: None, .. }));
    assert_eq!(
        said(&heard),
        [
            (Some("Sam Carter"), Some("2026-03-04T19:16:00Z"), "café 😊"),
            (Some("Sam Carter"), Some("2026-03-04T19:15:45Z"), ""),
            (Some("Sam Carter"), Some("2026-03-04T19:15:40Z"), ""),
            (Some("Dr A"), Some("2026-03-04T19:15:30Z"), "Please do not write to me. [\"]}"),
        ]
    );
    let messages = heard.messages();
    assert_eq!(messages[0].written.as_deref(), Some("caf\u{c3}\u{a9} \u{f0}\u{9f}\u{98}\u{8a}"));
    assert_eq!(messages[0].says.as_deref(), Some("❤ by Dr A"));
    assert_eq!(messages[1].media, ["123_n.jpg"]);
    assert_eq!(messages[2].says.as_deref(), Some("unsent"));
    let place = &FACEBOOK[messages[3].at as usize..][..messages[3].length as usize];
    assert!(place.starts_with(r#"{"sender_name": "Dr A""#) && place.ends_with('}'), "{place}");
}

#[test]
fn instagram_and_the_chats_of_messenger_are_told_apart() {
    let instagram = FACEBOOK.replace("messages/inbox", "your_instagram_activity/messages/inbox");
    assert!(matches!(Heard::of(instagram).told[0], Told::Begins { kind: ExportKind::Instagram, .. }));
    let messenger = r#"{"participants":["Sam Carter","Dr A"],"threadName":"Sam Carter_1","messages":[
        {"isUnsent":false,"media":[{"uri":"./media/a.jpg"}],"reactions":[],"senderName":"Sam Carter","text":"Grüße","timestamp":1772651730000,"type":"media"}]}"#;
    let heard = Heard::of(messenger);
    assert_eq!(said(&heard), [(Some("Sam Carter"), Some("2026-03-04T19:15:30Z"), "Grüße")]);
    assert_eq!(heard.messages()[0].media, ["a.jpg"]);
    assert_eq!(heard.messages()[0].written, None);
}

#[test]
fn a_broken_message_does_not_keep_the_others_from_being_read() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
    let good = r#"{"sender_name":"Sam","timestamp_ms":0,"content":"hi"}"#;
    let text = format!(
        r#"{{"participants":[],"messages":[{good},{deep},7,{{"sender_name":1}},{{"x" "y"}},{good},{{"sender_name":"#
    );
    let heard = Heard::of(&text);
    assert_eq!(heard.messages().iter().map(|message| message.n).collect::<Vec<_>>(), [1, 6]);
    let why: Vec<_> = heard.unread().into_iter().map(|(_, why)| why).collect();
    use UnreadWhy::{Broken, CutOff};
    assert_eq!(why, [Broken, Broken, Broken, Broken, CutOff]);
}

#[test]
fn nesting_and_length_without_end_take_neither_stack_nor_memory() {
    let deep = format!(r#"{{"participants":[],"messages":[{}"#, "[".repeat(3_000_000));
    let heard = Heard::of(deep);
    assert_eq!(heard.unread().len(), 1);
    let long =
        format!(r#"{{"participants":[],"messages":[{{"sender_name":"Sam","content":"{}"}}]}}"#, "a".repeat(5 << 20));
    let heard = Heard::of(long);
    assert_eq!(heard.unread().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [UnreadWhy::TooLong]);
}
