//! The `message_1.json` of a Facebook or Instagram download, and the file of one conversation that Messenger gives for
//! chats with end-to-end encryption. The newest message stands first.

use crate::clock::of_millis;
use crate::elements::{Element, Elements};
use crate::mend::mend;
use crate::{Read, Teller};
use casekeep_model::messages::{ExportKind, Message, Told, UnreadWhy};
use serde_json::Value;
use std::io::BufRead;

/// The fields under which files of a message stand.
const FILES: [&str; 7] = ["photos", "videos", "audio_files", "files", "gifs", "media", "sticker"];

/// Returns which of the two made a file, where its beginning shows that it is one.
pub(crate) fn kind(head: &str) -> Option<ExportKind> {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let of_thread = head.starts_with('{') && head.contains("\"participants\"") && head.contains("\"messages\"");
    of_thread.then(|| match head.contains("your_instagram_activity") || head.contains("instagram.com") {
        true => ExportKind::Instagram,
        false => ExportKind::Facebook,
    })
}

/// Reads a conversation.
pub(crate) fn read<R: BufRead>(input: &mut R, kind: ExportKind, teller: &mut Teller<'_>) -> Read {
    teller.tell(Told::Begins { kind, dates: None, columns: Vec::new() })?;
    let Some(mut elements) = Elements::find(input, "messages")? else { return Ok(()) };
    let mut n = 0_u32;
    while let Some(element) = elements.next_element()? {
        n = n.saturating_add(1);
        let why = match read_one(n, &element) {
            Ok(message) => {
                teller.message(message)?;
                continue;
            }
            Err(why) => why,
        };
        teller.unread(element.at, element.length, why)?;
    }
    Ok(())
}

fn read_one(n: u32, element: &Element) -> Result<Message, UnreadWhy> {
    if element.cut {
        return Err(UnreadWhy::CutOff);
    }
    let bytes = element.bytes.as_ref().ok_or(UnreadWhy::TooLong)?;
    // The reader refuses what is nested deeper than 128, and does so without using up the stack.
    let value: Value = serde_json::from_slice(bytes).map_err(|_| UnreadWhy::Broken)?;
    if !value.is_object() {
        return Err(UnreadWhy::Broken);
    }
    let text = |name: &str, other: &str| value.get(name).or(value.get(other)).and_then(Value::as_str);
    let millis = value.get("timestamp_ms").or(value.get("timestamp")).and_then(Value::as_i64);
    let mut message = Message {
        n,
        at: element.at,
        length: element.length,
        sender: text("sender_name", "senderName").map(|name| mend(name).unwrap_or_else(|| name.to_owned())),
        shown: millis.map_or_else(String::new, |millis| millis.to_string()),
        time: millis.and_then(of_millis),
        media: files(&value),
        ..Message::default()
    };
    words(&value, text("content", "text").unwrap_or_default(), &mut message);
    if message.sender.is_none() && message.time.is_none() { Err(UnreadWhy::Broken) } else { Ok(message) }
}

/// Puts down the words, mended where they are broken, and what the platform says of the message.
fn words(value: &Value, content: &str, message: &mut Message) {
    let flag = |name: &str, other: &str| value.get(name).or(value.get(other)).and_then(Value::as_bool) == Some(true);
    let mut says = Vec::new();
    if flag("is_unsent", "isUnsent") {
        says.push("unsent".to_owned());
    }
    if let Some(seconds) = value.get("call_duration").and_then(Value::as_i64) {
        says.push(format!("call, {seconds} seconds"));
    }
    let share = value.get("share").into_iter().flat_map(|share| [share.get("link"), share.get("share_text")]);
    for shared in share.flatten().filter_map(Value::as_str).filter(|shared| *shared != content) {
        says.push(format!("shared: {}", mend(shared).unwrap_or_else(|| shared.to_owned())));
    }
    for reaction in value.get("reactions").and_then(Value::as_array).into_iter().flatten().take(100) {
        let said =
            |name: &str| reaction.get(name).and_then(Value::as_str).map(|it| mend(it).unwrap_or_else(|| it.to_owned()));
        if let Some((mark, actor)) = said("reaction").zip(said("actor")) {
            says.push(format!("{mark} by {actor}"));
        }
    }
    message.says = Some(says.join("; ")).filter(|says| !says.is_empty());
    match mend(content) {
        Some(mended) => (message.text, message.written) = (mended, Some(content.to_owned())),
        None => content.clone_into(&mut message.text),
    }
}

fn files(value: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for field in FILES.iter().filter_map(|name| value.get(*name)) {
        let each = field.as_array().map_or(std::slice::from_ref(field), Vec::as_slice);
        let uris = each.iter().filter_map(|file| file.get("uri")?.as_str());
        names.extend(uris.filter_map(|uri| uri.rsplit('/').next()).map(str::to_owned));
    }
    names
}
