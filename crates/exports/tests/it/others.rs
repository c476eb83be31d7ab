//! iMessage exporter's two forms, and tables.

use crate::{Heard, check_places, said};
use casekeep_model::messages::{Columns, DateOrder, ExportKind, Reading, Told, UnreadWhy};

pub(crate) const TEXT: &str = "\
Mar 04, 2026  7:15:30 PM
+447700900123
I am outside
now

Mar 04, 2026  7:16:30 PM (Read by them after 5 seconds)
Me
Please stop.
Tapbacks:
Loved by +447700900123

Mar 04, 2026  7:17:30 PM
+447700900123
/Users/a/Library/Messages/Attachments/ab/IMG_2031.HEIC
Reply below
    Mar 04, 2026  7:18:30 PM
    Me
    No.

Mar 04, 2026  7:18:30 PM
Me
No.
This message responded to an earlier message.

Mar 05, 2026  7:00:00 AM You named the conversation Surgery
";

#[test]
fn the_text_of_imessage_exporter_is_read() {
    let heard = Heard::of(TEXT);
    check_places(TEXT.as_bytes(), &heard);
    assert!(matches!(heard.told[0], Told::Begins { kind: ExportKind::ImessageText, .. }));
    let them = Some("+447700900123");
    assert_eq!(
        said(&heard),
        [
            (them, Some("2026-03-04T19:15:30"), "I am outside\nnow"),
            (Some("Me"), Some("2026-03-04T19:16:30"), "Please stop."),
            (them, Some("2026-03-04T19:17:30"), "Reply below"),
            (Some("Me"), Some("2026-03-04T19:18:30"), "No."),
            (None, Some("2026-03-05T07:00:00"), ""),
        ]
    );
    let messages = heard.messages();
    assert_eq!((messages[1].own, messages[0].own), (Some(true), Some(false)));
    assert_eq!(messages[2].media, ["IMG_2031.HEIC"]);
    assert_eq!(messages[4].says.as_deref(), Some("You named the conversation Surgery"));
}

pub(crate) const PAGE: &str = r#"<html><head><meta charset="UTF-8"><style>.message { color: red }</style></head><body>
<div class="message">
<div class="received">
<p><span class="timestamp"><a title="Reveal in Messages app" href="sms://open?message-guid=1">Mar 04, 2026  7:15:30 PM</a></span>
<span class="sender">+447700900123</span></p>
<hr><div class="message_part"><span class="bubble">I am &lt;b&gt;outside&lt;/b&gt;<br>now &#128522;</span></div>
<div class="message_part"><div class="attachment"><img src="attachments/1/IMG_2031.jpeg" loading="lazy"></div></div>
<div class="replies"><div class="reply"><div class="message"><div class="sent iMessage"><p><span class="timestamp">Mar 04, 2026  7:18:30 PM</span>
<span class="sender">Me</span></p><div class="message_part"><span class="bubble">No.</span></div></div></div></div></div>
</div>
</div>
<div class="message">
<div class="sent iMessage">
<p><span class="timestamp">Mar 04, 2026  7:18:30 PM</span><span class="sender">Me</span></p>
<div class="message_part"><span class="bubble">No.</span></div>
</div>
</div>
</body></html>"#;

#[test]
fn the_page_of_imessage_exporter_is_read() {
    let heard = Heard::of(PAGE);
    assert!(matches!(heard.told[0], Told::Begins { kind: ExportKind::ImessagePage, .. }));
    assert_eq!(
        said(&heard),
        [
            (Some("+447700900123"), Some("2026-03-04T19:15:30"), "I am <b>outside</b>\nnow 😊"),
            (Some("Me"), Some("2026-03-04T19:18:30"), "No."),
        ]
    );
    let messages = heard.messages();
    assert_eq!(messages[0].media, ["IMG_2031.jpeg"]);
    assert_eq!((messages[0].own, messages[1].own), (Some(false), Some(true)));
    for message in messages {
        assert!(PAGE[message.at as usize..].starts_with("<div class=\"message\">"));
    }
}

#[test]
fn a_page_without_ends_is_read_as_far_as_it_goes() {
    let open = "<div class=\"message\"><span class=\"timestamp\">".repeat(50_000);
    let heard = Heard::of(format!("<html>{open}"));
    assert_eq!(heard.messages().len(), 50_000);
    let heard = Heard::of("<html><div class=\"message\"><span class=\"timestamp\">x</span><div class=\"y");
    assert_eq!(heard.unread().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [UnreadWhy::CutOff]);
}

pub(crate) const TABLE: &str = "Date,From,Text\r\n25/03/2026 19:15,Sam,\"Hello, \"\"doctor\"\"\nagain\"\r\n26/03/2026 07:01,Dr A,No\r\n1772651730000,Sam,ms\r\n2026-03-04T19:15:30.5+01:00,Sam,iso\r\nx,Sam\r\n";

fn table(order: Option<DateOrder>) -> Heard {
    Heard::with(TABLE, &Reading { order, columns: Some(Columns { time: 0, sender: 1, text: 2 }) })
}

#[test]
fn a_table_is_asked_about_before_it_is_read() {
    let heard = Heard::of(TABLE);
    let [Told::Begins { kind: ExportKind::Table, columns, .. }] = heard.told.as_slice() else {
        panic!("{:?}", heard.told)
    };
    assert_eq!(columns, &["Date", "From", "Text"]);
}

#[test]
fn a_table_is_read_by_its_columns() {
    let heard = table(Some(DateOrder::DayFirst));
    assert_eq!(
        said(&heard),
        [
            (Some("Sam"), Some("2026-03-25T19:15"), "Hello, \"doctor\"\nagain"),
            (Some("Dr A"), Some("2026-03-26T07:01"), "No"),
            (Some("Sam"), Some("2026-03-04T19:15:30Z"), "ms"),
            (Some("Sam"), None, "iso"),
        ]
    );
    assert_eq!(said(&table(Some(DateOrder::AsFound)))[3].1, Some("2026-03-04T19:15:30+01:00"));
    assert_eq!(heard.unread().iter().map(|(_, why)| *why).collect::<Vec<_>>(), [UnreadWhy::Broken]);
    let first = heard.messages()[0];
    assert!(TABLE[first.at as usize..][..first.length as usize].starts_with("25/03/2026 19:15,Sam,"));
}
