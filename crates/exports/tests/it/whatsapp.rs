//! WhatsApp chats of both phones.

use crate::{Heard, check_places, said};
use casekeep_model::messages::{DateOrder, DateRun, ExportKind, NoMessages, Reading, Told, UnreadWhy};

pub(crate) const ANDROID: &str = "\
25/03/2026, 19:15 - Messages and calls are end-to-end encrypted. Only people in this chat can read them.
25/03/2026, 19:15 - Sam Carter: Hello doctor
25/03/2026, 19:16 - Dr A: Please do not write to me here.
Write to the surgery.

Thank you.
25/03/2026, 19:17 - Sam Carter: IMG-20260325-WA0003.jpg (file attached)
outside your house
25/03/2026, 19:18 - Sam Carter: <Media omitted>
26/03/2026, 07:01 - Sam Carter: This message was deleted
26/03/2026, 07:02 - Sam Carter: Why: tell me why <This message was edited>
26/03/2026, 07:03 - +44 7700 900123: https://example.org/a: b
";

#[test]
fn android_is_read_word_for_word() {
    let heard = Heard::of(ANDROID);
    check_places(ANDROID.as_bytes(), &heard);
    assert_eq!(
        said(&heard),
        [
            (None, Some("2026-03-25T19:15"), ""),
            (Some("Sam Carter"), Some("2026-03-25T19:15"), "Hello doctor"),
            (
                Some("Dr A"),
                Some("2026-03-25T19:16"),
                "Please do not write to me here.\nWrite to the surgery.\n\nThank you."
            ),
            (Some("Sam Carter"), Some("2026-03-25T19:17"), "outside your house"),
            (Some("Sam Carter"), Some("2026-03-25T19:18"), ""),
            (Some("Sam Carter"), Some("2026-03-26T07:01"), ""),
            (Some("Sam Carter"), Some("2026-03-26T07:02"), "Why: tell me why"),
            (Some("+44 7700 900123"), Some("2026-03-26T07:03"), "https://example.org/a: b"),
        ]
    );
    let messages = heard.messages();
    assert_eq!(messages[3].media, ["IMG-20260325-WA0003.jpg"]);
    assert_eq!((messages[4].omitted, messages[4].says.as_deref()), (1, Some("<Media omitted>")));
    assert_eq!(messages[5].says.as_deref(), Some("This message was deleted"));
    assert_eq!(messages[6].says.as_deref(), Some("This message was edited"));
    assert_eq!(messages[1].shown, "25/03/2026, 19:15");
    assert_eq!(messages.iter().map(|message| message.n).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    assert_eq!(heard.unread(), []);
}

pub(crate) const IOS: &str = "\u{200e}[25/03/2026, 7:15:30\u{202f}PM] Sam Carter: \u{200e}Messages and calls are end-to-end encrypted.\r
[25/03/2026, 7:15:31\u{202f}PM] ~\u{202f}Sam Carter: Hello\u{202e} doctor\r
[25/03/2026, 7:16:00\u{202f}PM] Dr A: No.\nStop.\r
\u{200e}[25/03/2026, 7:17:00\u{202f}PM] \u{202a}+44 7700 900123\u{202c}: \u{200e}<attached: 00000012-PHOTO-2026-03-25-19-17-00.jpg>\r
\u{200e}[25/03/2026, 7:18:00\u{202f}PM] Sam Carter: \u{200e}image omitted\r
\u{200e}[25/03/2026, 7:18:30\u{202f}PM] Sam Carter: plan.pdf \u{2022} \u{200e}2 pages \u{200e}document omitted\r
\u{200e}[25/03/2026, 7:19:00\u{202f}PM] Sam Carter: \u{200e}Missed voice call\r
";

#[test]
fn ios_is_read_with_its_marks_and_spaces() {
    let heard = Heard::of(IOS);
    check_places(IOS.as_bytes(), &heard);
    assert_eq!(
        said(&heard),
        [
            (None, Some("2026-03-25T19:15:30"), ""),
            (Some("~\u{202f}Sam Carter"), Some("2026-03-25T19:15:31"), "Hello\u{202e} doctor"),
            (Some("Dr A"), Some("2026-03-25T19:16:00"), "No.\nStop."),
            (Some("+44 7700 900123"), Some("2026-03-25T19:17:00"), ""),
            (Some("Sam Carter"), Some("2026-03-25T19:18:00"), ""),
            (Some("Sam Carter"), Some("2026-03-25T19:18:30"), ""),
            (Some("Sam Carter"), Some("2026-03-25T19:19:00"), ""),
        ]
    );
    let messages = heard.messages();
    assert_eq!(messages[3].media, ["00000012-PHOTO-2026-03-25-19-17-00.jpg"]);
    assert_eq!([messages[4].omitted, messages[5].omitted, messages[6].omitted], [1, 1, 0]);
    assert_eq!(messages[6].says.as_deref(), Some("Missed voice call"));
    assert_eq!(messages[1].shown, "25/03/2026, 7:15:31\u{202f}PM");
}

fn order(text: &str, order: Option<DateOrder>) -> Vec<Option<String>> {
    let heard = Heard::with(text, &Reading { order, columns: None });
    heard.messages().iter().map(|message| message.time.clone()).collect()
}

#[test]
fn the_order_of_dates_is_what_the_person_says() {
    let chat = "03/04/2026, 10:00 - Sam: a\n04/04/2026, 10:00 - Sam: b\n";
    let day = |text: &str| Some(format!("2026-{text}T10:00"));
    assert_eq!(order(chat, Some(DateOrder::DayFirst)), [day("04-03"), day("04-04")]);
    assert_eq!(order(chat, Some(DateOrder::MonthFirst)), [day("03-04"), day("04-04")]);
    assert_eq!(order(chat, Some(DateOrder::YearFirst)), [None, None], "a time that is none is kept as shown only");
}

#[test]
fn an_export_that_changes_its_order_midway_says_so() {
    let chat = "30/04/2026, 10:00 - Sam: a\n02/05/2026, 10:00 - Sam: b\n05/04/2026, 10:00 - Sam: c\n05/25/2026, 10:00 - Sam: d\n";
    let heard = Heard::of(chat);
    let Told::Begins { kind: ExportKind::Whatsapp, dates: Some(dates), .. } = &heard.told[0] else {
        panic!("the first thing told is what it is");
    };
    let run = |from, order| DateRun { from, order };
    assert_eq!(dates.runs, [run(1, DateOrder::DayFirst), run(3, DateOrder::MonthFirst)]);
    assert_eq!((dates.day_first, dates.month_first, dates.either), (1, 1, 2));
    let read: Vec<_> = order(chat, Some(DateOrder::AsFound)).into_iter().flatten().collect();
    assert_eq!(read, ["2026-04-30T10:00", "2026-05-02T10:00", "2026-05-04T10:00", "2026-05-25T10:00"]);
    // Said to be one order throughout, a date that is none in it has no time, and is there.
    assert_eq!(order(chat, Some(DateOrder::DayFirst))[3], None);
    assert_eq!(heard.messages().len(), 4);
}

#[test]
fn a_beginning_whose_date_is_none_is_told_and_its_words_are_kept() {
    let chat = "25/03/2026, 10:00 - Sam: a\n25/03/2026, 25:99 - Sam: b\n26/03/2026, 10:00 - Sam: c\n";
    let heard = Heard::of(chat);
    assert_eq!(heard.unread(), [(27, UnreadWhy::Date)]);
    assert_eq!(said(&heard)[0].2, "a\n25/03/2026, 25:99 - Sam: b");
}

#[test]
fn a_date_that_is_none_is_kept_as_shown() {
    let heard = Heard::of("25/03/2026, 10:00 - Sam: a\n99/99/2026, 10:01 - Sam: b\n");
    assert_eq!(said(&heard)[1], (Some("Sam"), None, "b"));
    assert_eq!(heard.messages()[1].shown, "99/99/2026, 10:01");
}

#[test]
fn words_that_only_resemble_those_of_the_program_are_a_message() {
    let chat =
        "[25/03/2026, 10:00:00] Sam: \u{200e}Messages and calls are end-to-end encrypted. I left you a present\n";
    assert_eq!(said(&Heard::of(chat))[0].0, Some("Sam"));
}

#[test]
fn what_stands_before_the_first_message_is_told() {
    let heard = Heard::of("my chat\n25/03/2026, 10:00 - Sam: a\n");
    assert_eq!(heard.unread(), [(0, UnreadWhy::Before)]);
    assert_eq!(heard.messages().len(), 1);
}

#[test]
fn letters_that_are_none_and_words_without_end_are_told() {
    let heard = Heard::of(b"25/03/2026, 10:00 - Sam: caf\xe9\n");
    assert_eq!(heard.unread(), [(0, UnreadWhy::Letters)]);
    assert_eq!(said(&heard)[0].2, "caf\u{fffd}");
    let long = format!("25/03/2026, 10:00 - Sam: {}\n25/03/2026, 10:01 - Sam: b\n", "é".repeat(700_000));
    let heard = Heard::of(&long);
    assert_eq!(heard.unread(), [(0, UnreadWhy::TooLong)]);
    assert!(said(&heard)[0].2.len() <= 1 << 20);
    assert_eq!(said(&heard)[1].2, "b");
}

#[test]
fn in_a_chat_of_one_phone_the_layout_of_the_other_is_words() {
    let chat = "[25/03/2026, 10:00:00] Sam: a\n25/03/2026, 10:01 - Dr A: I love you\n";
    let heard = Heard::of(chat);
    assert_eq!(said(&heard), [(Some("Sam"), Some("2026-03-25T10:00:00"), "a\n25/03/2026, 10:01 - Dr A: I love you")]);
}

#[test]
fn a_file_of_beginnings_that_are_none_has_no_message() {
    let heard = Heard::of("25/03/2026, 25:99 - Sam: b\n");
    assert_eq!(heard.none(), Some(NoMessages::NoneInIt));
}
