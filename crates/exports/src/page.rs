//! The page of a mail reduced to words and simple structure: paragraphs, headings, lists, quotations, and where links lead.
//!
//! A page is a program for a browser. Nothing of it goes on from here but words: no program, no style, no picture, no form,
//! and nothing that would be loaded. Styles are not followed, so what a style would hide is shown.

use crate::markup::{Markup, Piece, Tag, resolve};
use casekeep_model::limits;
use casekeep_model::mail::{BlockKind, LoadKind, MailPage, PageBlock, PageLoad, PageRun, RunKind};

/// The most runs of words of one page.
const RUNS: usize = 20_000;
/// The deepest lists that are told apart; what is deeper stands as deep as this.
const LISTS: usize = 32;
/// A picture with a side of no more pixels than this is not there to be seen.
const UNSEEN: u32 = 2;

/// Reduces a page.
pub(crate) fn reduce(page: &str) -> MailPage {
    let mut reducer = Reducer::default();
    for piece in Markup::new(page) {
        match piece {
            Piece::Words(words) => reducer.words(&resolve(words)),
            Piece::Tag(tag) => reducer.tag(&tag),
            Piece::Raw { name: "style", within } => reducer.style(within),
            Piece::Raw { .. } => {}
        }
        if reducer.is_full() {
            reducer.page.cut = true;
            break;
        }
    }
    reducer.end_link();
    reducer.end_block();
    reducer.page
}

/// What is known of a page so far.
#[derive(Default)]
struct Reducer {
    page: MailPage,
    runs: Vec<PageRun>,
    /// The words of the run that is open.
    open: String,
    /// What the piece that is open is, where it is more than a paragraph.
    kind: Option<BlockKind>,
    number: Option<u32>,
    /// The lists that are open; those that count with the number of their last line.
    lists: Vec<Option<u32>>,
    quoted: u32,
    /// How deep it stands where spaces count.
    plain: u32,
    /// Where the link that is open leads.
    link: Option<String>,
    /// What links that name no place of their own begin at.
    base: Option<String>,
    /// Whether a picture stands in that link.
    pictured: bool,
    all_runs: usize,
    bytes: usize,
    /// Whether no more words are taken.
    full: bool,
}

impl Reducer {
    fn is_full(&self) -> bool {
        self.full || self.page.blocks.len() >= limits::PAGE_BLOCKS || self.all_runs >= RUNS
    }

    fn words(&mut self, words: &str) {
        let before = self.open.len();
        let room = limits::MAIL_TEXT.saturating_sub(self.bytes);
        self.full |= words.len() > room;
        let words = words.get(..words.floor_char_boundary(room)).unwrap_or_default();
        if self.plain > 0 {
            self.open.push_str(words);
        } else {
            for letter in words.chars() {
                // Spaces and line breaks of a page are one space; the space that never breaks is a letter.
                let space = matches!(letter, ' ' | '\t' | '\r' | '\n' | '\u{c}');
                match (space, self.ends_open()) {
                    (false, _) => self.open.push(letter),
                    (true, false) => self.open.push(' '),
                    (true, true) => {}
                }
            }
        }
        self.bytes += self.open.len() - before;
    }

    /// Returns whether a space would follow nothing, another space or a line break.
    fn ends_open(&self) -> bool {
        let before = self.runs.last().map_or("", |run| run.text.as_str());
        let last = self.open.chars().next_back().or_else(|| before.chars().next_back());
        last.is_none_or(|last| matches!(last, ' ' | '\n'))
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        self.loads(tag);
        match (tag.name.as_str(), tag.closes) {
            ("br", _) => self.open.push('\n'),
            ("a", closes) => {
                self.end_link();
                self.pictured = false;
                self.link = if closes { None } else { tag.get("href").map(|href| self.placed(href)) };
            }
            ("img" | "image", false) => self.picture(tag),
            ("base", false) => self.base = self.base.take().or_else(|| tag.get("href")),
            ("ul" | "ol" | "menu" | "dir", false) => {
                self.end_block();
                if self.lists.len() < LISTS {
                    let first = tag.get("start").and_then(|start| start.parse().ok()).unwrap_or(1_u32);
                    self.lists.push((tag.name == "ol").then_some(first.saturating_sub(1)));
                }
            }
            ("ul" | "ol" | "menu" | "dir", true) => {
                self.end_kind();
                self.lists.pop();
            }
            ("li", true) => self.end_kind(),
            ("li", false) => {
                self.end_kind();
                self.kind = Some(BlockKind::Item);
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number = number.saturating_add(1);
                    self.number = Some(*number);
                }
            }
            ("blockquote", closes) => {
                self.end_block();
                self.quoted = if closes { self.quoted.saturating_sub(1) } else { self.quoted.saturating_add(1) };
            }
            ("pre" | "listing", closes) => {
                self.end_block();
                self.plain = if closes { self.plain.saturating_sub(1) } else { self.plain.saturating_add(1) };
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", closes) => {
                self.end_kind();
                self.kind = (!closes).then_some(BlockKind::Heading);
            }
            ("script", false) => self.page.scripts = self.page.scripts.saturating_add(1),
            ("form", closes) => {
                self.end_block();
                self.page.forms = self.page.forms.saturating_add(u32::from(!closes));
            }
            (name, _) if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    /// Ends the run that is open.
    fn end_run(&mut self, kind: RunKind, target: Option<String>) {
        let text = std::mem::take(&mut self.open);
        if !text.is_empty() || target.is_some() {
            self.push(PageRun { kind, text, target });
        }
    }

    fn push(&mut self, run: PageRun) {
        self.bytes += run.target.as_ref().map_or(0, String::len);
        self.full |= self.bytes > limits::MAIL_TEXT;
        self.all_runs += 1;
        self.runs.push(run);
    }

    /// Ends the words before a link, or a link: where it leads is said unless its words say it.
    fn end_link(&mut self) {
        match self.link.take() {
            Some(target) if self.pictured || !self.open.trim().is_empty() => {
                let told = (!says(&self.open, &target)).then(|| clipped(target));
                self.end_run(RunKind::Link, told);
            }
            _ => self.end_run(RunKind::Words, None),
        }
    }

    /// Ends the piece that is open; what it is goes on where it has no words yet, as with a paragraph in a line of a list.
    fn end_block(&mut self) {
        // A link that goes over the end of a piece goes on in the next.
        let link = self.link.clone();
        self.end_link();
        self.link = link;
        self.pictured = false;
        let mut runs = std::mem::take(&mut self.runs);
        if let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        if runs.iter().all(|run| run.kind != RunKind::Picture && run.text.trim().is_empty() && run.target.is_none()) {
            return;
        }
        let number = self.number.take();
        let kind = self.kind.take().unwrap_or(match self.plain {
            0 => BlockKind::Paragraph,
            _ => BlockKind::Plain,
        });
        let depth = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.page.blocks.push(PageBlock { kind, depth, number, quoted: self.quoted, runs });
    }

    /// Ends the piece that is open, and what it is.
    fn end_kind(&mut self) {
        self.end_block();
        (self.kind, self.number) = (None, None);
    }

    /// Puts words in the place of a picture.
    fn picture(&mut self, tag: &Tag<'_>) {
        let (source, mut text) = (tag.get("src").unwrap_or_default(), tag.get("alt").unwrap_or_default());
        if is_unseen(tag) {
            self.page.unseen = self.page.unseen.saturating_add(u32::from(is_elsewhere(&source)));
            return;
        }
        // The words of a link that a picture stands in go on after it.
        let kind = if self.link.is_some() { RunKind::Link } else { RunKind::Words };
        self.pictured = self.link.is_some();
        self.end_run(kind, None);
        let target = Some(clipped(source)).filter(|source| !source.is_empty() && !source.starts_with("data:"));
        text.truncate(text.floor_char_boundary(limits::PAGE_ADDRESS));
        self.bytes += text.len();
        self.push(PageRun { kind: RunKind::Picture, text, target });
    }

    /// Notes what a tag would load from elsewhere.
    fn loads(&mut self, tag: &Tag<'_>) {
        if tag.closes {
            return;
        }
        let (kind, places): (_, &[&str]) = match tag.name.as_str() {
            "img" | "image" | "input" => (LoadKind::Picture, &["src", "srcset", "href", "xlink:href"]),
            "link" => (LoadKind::Style, &["href"]),
            "iframe" | "frame" | "embed" | "audio" | "video" | "source" | "track" | "script" => {
                (LoadKind::Other, &["src", "srcset", "poster"])
            }
            "object" => (LoadKind::Other, &["data"]),
            _ => (LoadKind::Style, &[]),
        };
        // Of the places where a picture may be named the browser takes one.
        if let Some(address) = places.iter().filter_map(|place| tag.get(place)).find(|address| is_elsewhere(address)) {
            self.load(kind, address);
        }
        if let Some(address) = tag.get("background").filter(|address| is_elsewhere(address)) {
            self.load(LoadKind::Style, address);
        }
        if let Some(style) = tag.get("style") {
            self.style(&style);
        }
        let refresh = || tag.get("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
        if tag.name == "meta" && refresh() {
            let address = tag.get("content").unwrap_or_default();
            self.load(LoadKind::Other, address);
        }
    }

    /// Notes what a style would load from elsewhere.
    fn style(&mut self, style: &str) {
        let small = style.to_ascii_lowercase();
        let signs = small.match_indices("url(").map(|(at, sign)| (at, sign.len()));
        let imports = small.match_indices("@import").map(|(at, sign)| (at, sign.len()));
        for (at, length) in signs.chain(imports).take(limits::PAGE_LOADS * 4) {
            let rest = style.get(at + length..).unwrap_or_default();
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
            let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | ')' | ';'));
            let address = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            if is_elsewhere(address) {
                self.load(LoadKind::Style, address.to_owned());
            }
        }
    }

    fn load(&mut self, what: LoadKind, address: String) {
        let count = if what == LoadKind::Picture { &mut self.page.pictures } else { &mut self.page.others };
        *count = count.saturating_add(1);
        if self.page.loads.len() < limits::PAGE_LOADS {
            self.page.loads.push(PageLoad { what, address: clipped(address) });
        }
    }

    /// Returns where a link leads; of one that names no place of its own, also what the page says it begins at.
    fn placed(&self, href: String) -> String {
        let named = href.starts_with("//") || href.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme));
        match &self.base {
            Some(base) if !named => format!("{href} at {base}"),
            _ => href,
        }
    }
}

/// Returns whether elements of this name begin a new piece.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 30] = [
        "p", "div", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "section", "article", "header",
        "footer", "nav", "aside", "main", "hr", "center", "dl", "dt", "dd", "li", "address", "body", "html", "head",
        "fieldset", "figure", "option",
    ];
    BLOCKS.contains(&name)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Returns whether an address leads out of the mail. Tabs and line breaks in it count for nothing.
fn is_elsewhere(address: &str) -> bool {
    let plain: String = address.chars().filter(|c| !c.is_ascii_control()).take(16).collect();
    let small = plain.trim_start().to_ascii_lowercase();
    ["http:", "https:", "ftp:", "//", "\\\\", "file:"].iter().any(|start| small.starts_with(start))
}

/// Returns whether a picture is not there to be seen: a pixel, or hidden.
fn is_unseen(tag: &Tag<'_>) -> bool {
    let side = |name| tag.get(name).and_then(|side| side.trim_end_matches("px").trim().parse::<u32>().ok());
    let style = tag.get("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    let small = |name: &str| {
        let value = style.split(';').find_map(|one| one.strip_prefix(name));
        value.and_then(|value| value.trim_end_matches("px").parse::<u32>().ok())
    };
    let sides = [side("width"), side("height"), small("width:"), small("height:")];
    sides.into_iter().flatten().any(|side| side <= UNSEEN) || style.contains("display:none")
}

/// Returns whether the words of a link are where it leads, with or without what stands before and after it.
fn says(words: &str, target: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim();
        let text =
            ["https://", "http://", "mailto:", "tel:"].iter().find_map(|it| text.strip_prefix(it)).unwrap_or(text);
        text.strip_suffix('/').unwrap_or(text).to_owned()
    };
    target.is_empty() || bare(words) == bare(target)
}

fn clipped(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(limits::PAGE_ADDRESS));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page in short: each piece on a line, its kind before it, links and pictures in brackets.
    fn told(page: &str) -> Vec<String> {
        let page = reduce(page);
        let lines = page.blocks.iter().map(|block| {
            let runs = block.runs.iter().map(|run| match (run.kind, &run.target) {
                (RunKind::Words, _) => run.text.clone(),
                (kind, None) => format!("[{} {}]", kind.word(), run.text),
                (kind, Some(target)) => format!("[{} {} -> {target}]", kind.word(), run.text),
            });
            let mark = match block.kind {
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Heading => "h".to_owned(),
                BlockKind::Plain => "pre".to_owned(),
                BlockKind::Item => format!("li{}", block.number.map(|number| format!("{number}")).unwrap_or_default()),
            };
            let runs = runs.collect::<String>();
            format!("{}{mark} {}: {runs}", ">".repeat(block.quoted as usize), block.depth)
        });
        lines.collect()
    }

    #[test]
    fn paragraphs_lists_headings_and_quotations_stay() {
        let page = "<html><head><title>no</title></head><body><h1>Your\n  car</h1><p>I saw&nbsp;it <b>again</b>.<br> Today. </p>
            <ul><li>one<ol start=3><li>three<li>four</ol></ul>after<blockquote>quoted<pre>a  b\n c</pre></blockquote>
            <table><tr><td>cell</td><td>next</td></tr></table>";
        assert_eq!(
            told(page),
            [
                "h 0: Your car",
                "p 0: I saw\u{a0}it again.\nToday.",
                "li 1: one",
                "li3 2: three",
                "li4 2: four",
                "p 0: after",
                ">p 0: quoted",
                ">pre 0: a  b\n c",
                "p 0: cell",
                "p 0: next"
            ]
        );
    }

    #[test]
    fn where_a_link_leads_is_said_unless_its_words_say_it() {
        for (page, expected) in [
            (
                "<a href='https://bank.example.evil.example/'>bank.example</a>",
                "p 0: [link bank.example -> https://bank.example.evil.example/]",
            ),
            ("<a href='https://bank.example/'>bank.example</a>", "p 0: [link bank.example]"),
            ("<a href='mailto:a@b.example'>a@b.example</a> x", "p 0: [link a@b.example] x"),
            ("see <a href=\"javascript:alert(1)\">this</a>", "p 0: see [link this -> javascript:alert(1)]"),
            (
                "<base href='http://e.example/'><a href='/in'>bank.example/in</a>",
                "p 0: [link bank.example/in -> /in at http://e.example/]",
            ),
            (
                "<a href='http://e.example'><img src='cid:logo' alt='Bank'></a>",
                "p 0: [picture Bank -> cid:logo][link  -> http://e.example]",
            ),
            (
                "<a href='http://e.example'>one<a href='http://f.example'>two",
                "p 0: [link one -> http://e.example][link two -> http://f.example]",
            ),
        ] {
            assert_eq!(told(page), [expected], "{page}");
        }
    }

    #[test]
    fn a_link_over_two_pieces_leads_from_both() {
        assert_eq!(
            told("<a href='http://e.example'><p>one</p><p>two</p></a>three"),
            ["p 0: [link one -> http://e.example]", "p 0: [link two -> http://e.example]", "p 0: three"]
        );
    }

    #[test]
    fn nothing_that_runs_or_loads_goes_on_and_all_of_it_is_counted() {
        let page = reduce(
            "<script src=https://e.example/s.js>alert(1)</script><style>@import 'https://e.example/a.css'; p{background:url(//e.example/b)}</style>
             <img src='https://t.example/open?id=7' width=1 height=1><img src=\"http://p.example/cat.jpg\" alt='A cat'>
             <img src='data:image/png;base64,AAAA' alt='Inline'><img src='cid:x'><body background='http://p.example/bg'>
             <form action='https://e.example/steal'><input name=pass><button>Go</button></form><iframe src='https://e.example/f'>no</iframe>
             <link rel=stylesheet href='https://e.example/c.css'><p onclick='alert(2)' style='background:url(\"http://p.example/d\")'>Words</p>
             <meta http-equiv=refresh content='0;url=http://e.example'><object data='http://e.example/o'></object><video poster='https://e.example/v'></video>",
        );
        assert_eq!((page.scripts, page.forms, page.pictures, page.unseen), (1, 1, 2, 1));
        let style = |load: &&PageLoad| load.what == LoadKind::Style;
        assert_eq!(page.loads.iter().filter(style).count(), 5, "{:#?}", page.loads);
        assert_eq!((page.others, page.loads.len()), (10, 12), "{:#?}", page.loads);
        assert!(page.loads.iter().any(|load| load.address == "https://t.example/open?id=7"));
        let runs = page.blocks.iter().flat_map(|block| &block.runs);
        let said = runs.filter(|run| run.kind == RunKind::Picture || !run.text.trim().is_empty());
        let words: Vec<_> = said.map(|run| run.text.as_str()).collect();
        assert_eq!(words, ["A cat", "Inline", "", "Go", "Words"]);
    }

    #[test]
    fn words_that_a_style_would_hide_are_shown() {
        assert_eq!(told("<div style='display:none'>hidden</div><p>seen"), ["p 0: hidden", "p 0: seen"]);
    }

    #[test]
    fn a_page_that_never_ends_is_cut() {
        for piece in
            ["<p>x", "<a href=x>y", "<ul><li>z", "word ", "<blockquote>q", "<img src=http://e.example/x alt=w>"]
        {
            let page = reduce(&piece.repeat(300_000));
            assert!(page.cut, "{piece}");
            assert!(page.blocks.len() <= limits::PAGE_BLOCKS && page.loads.len() <= limits::PAGE_LOADS);
            let bytes: usize = page.blocks.iter().flat_map(|block| &block.runs).map(|run| run.text.len()).sum();
            assert!(bytes <= 2 * limits::MAIL_TEXT, "{piece}: {bytes}");
        }
    }
}
