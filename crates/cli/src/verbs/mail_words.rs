//! A mail in words, for a terminal. Nothing of it is trusted: what could hide or reverse words is shown as a code.

use casekeep_model::mail::{BlockKind, LoadKind, MailHop, MailPage, MailView, PageBlock, PageRun, RunKind};
use casekeep_model::visible;
use std::fmt::Write as _;

/// Returns a mail in words.
pub(super) fn said(view: &MailView) -> String {
    let (mail, mut lines) = (&view.mail, String::new());
    let mut line = |name: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let _ = writeln!(lines, "{name:<12}{}", visible::escape(text));
        }
    };
    let all = |list: &[String]| Some(list.join(", "));
    line("mail", Some(&format!("{}{}", view.n, if view.next { ", and more follow in the file" } else { "" })));
    line("from", mail.from.as_deref());
    line("answers to", all(&mail.reply_to).as_deref());
    line("to", all(&mail.to).as_deref());
    line("copies to", all(&mail.cc).as_deref());
    line("date", Some(&mail.shown));
    line("in UTC", mail.utc.as_deref());
    line("subject", mail.subject.as_deref());
    line("message id", mail.message_id.as_deref());
    hops(&mut lines, &mail.received);
    for attachment in &mail.attachments {
        let name = attachment.name.as_deref().unwrap_or("no name");
        let whole = if attachment.whole { "" } else { "; it cannot be taken out whole" };
        let _ = writeln!(
            lines,
            "attachment {}: {}, {} by its bytes, {} bytes, part {}{whole}",
            attachment.part,
            visible::escape(name),
            attachment.seen,
            attachment.bytes,
            visible::escape(&attachment.path)
        );
    }
    for note in notes(view) {
        let _ = writeln!(lines, "{note}");
    }
    lines.push('\n');
    match &view.page {
        Some(page) => {
            loads(&mut lines, page);
            page.blocks.iter().for_each(|block| lines.push_str(&block_words(block)));
            if mail.plain {
                let _ = writeln!(lines, "\nThe plain text that came with this page:\n");
                lines.push_str(&visible::escape_lines(&mail.text));
            }
        }
        None => lines.push_str(&visible::escape_lines(&mail.text)),
    }
    lines
}

fn hops(lines: &mut String, received: &[MailHop]) {
    if received.is_empty() {
        return;
    }
    let _ = writeln!(lines, "the way it came, the first server first:");
    for (n, hop) in (1..).zip(received) {
        let from = hop.from.as_deref().or(hop.address.as_deref()).unwrap_or("not said");
        let address = hop.address.as_deref().filter(|address| *address != from).unwrap_or_default();
        let by = hop.by.as_deref().unwrap_or("not said");
        let time = hop.time.as_deref().unwrap_or("no time");
        let utc = hop.utc.as_deref().map(|utc| format!(", {utc} in UTC")).unwrap_or_default();
        let line = format!("from {from} {address} to {by}, by its own clock {time}{utc}");
        let _ = writeln!(lines, "  {n}  {}", visible::escape(&line));
    }
    let _ = writeln!(
        lines,
        "  Only the last line was written by the server that took it in for you. Whoever sent it can have made up every line \
         before."
    );
}

fn notes(view: &MailView) -> Vec<&'static str> {
    let said = [
        (view.cut, "This mail is larger than 64 MB. Only its first 8 MB are read; all of it is in the item."),
        (view.mail.more, "It has more parts, or more mails in it, than are opened. What was read of it is shown."),
        (view.mail.letters_lost, "Some of its bytes are not letters. They are shown as \u{fffd}."),
        (view.text_cut, "This is the beginning of the text. All of it is in the item."),
    ];
    said.into_iter().filter_map(|(holds, note)| holds.then_some(note)).collect()
}

fn loads(lines: &mut String, page: &MailPage) {
    if page.pictures + page.others > 0 {
        let _ = writeln!(
            lines,
            "Not loaded: {} pictures ({} too small to be seen) and {} other things. They would have told the sender that it \
             was opened.",
            page.pictures, page.unseen, page.others
        );
    }
    for load in &page.loads {
        let what = match load.what {
            LoadKind::Picture => "picture",
            LoadKind::Style => "style",
            LoadKind::Other => "other",
        };
        let _ = writeln!(lines, "  {what} {}", visible::escape(&load.address));
    }
    for (count, what) in [(page.scripts, "programs"), (page.forms, "forms")] {
        if count > 0 {
            let _ = writeln!(lines, "Left out: {what}, {count}.");
        }
    }
    if page.cut {
        let _ = writeln!(lines, "This is the beginning of the page. All of it is in the item.");
    }
    lines.push('\n');
}

fn block_words(block: &PageBlock) -> String {
    let words: String = block.runs.iter().map(run_words).collect();
    let indent = "  ".repeat(block.depth as usize);
    let mark = match (block.kind, block.number) {
        (BlockKind::Item, Some(number)) => format!("{number}. "),
        (BlockKind::Item, None) => "- ".to_owned(),
        _ => String::new(),
    };
    let quoted = "> ".repeat(block.quoted as usize);
    let lines = visible::escape_lines(&words).replace('\n', &format!("\n{quoted}{indent}"));
    format!("{quoted}{indent}{mark}{lines}\n")
}

fn run_words(run: &PageRun) -> String {
    let target = run.target.as_deref().unwrap_or_default();
    match (run.kind, target) {
        (RunKind::Picture, _) => format!("[picture: {}]", run.text),
        (_, "") => run.text.clone(),
        _ => format!("{} <{target}>", run.text.trim_end()),
    }
}
