//! Understanding a case by keyboard alone: bars and their table, filters, a kept view, what was found, the calendar, a date.
//!
//! Each screen on the way is judged by axe-core, in light and in dark.

use crate::desk::Desk;
use crate::hands::Hands;
use crate::page::Role;

#[test]
fn a_case_is_looked_through_by_keyboard_alone() {
    let desk = Desk::new("looking");
    desk.makes_a_vault();
    desk.adds_a_letter();
    let hands = Hands::new(&desk.screen, &desk.window);
    for (n, (letter, day, what)) in [
        ("p", "3 September 2026", "A silent call."),
        ("p", "20 October 2026", "Another call."),
        ("l", "21 October 2026", "A card."),
    ]
    .into_iter()
    .enumerate()
    {
        writes_a_contact(&desk, &hands, letter, day, what);
        desk.window.see(&format!("Saved as contact {}", n + 1));
    }
    reads_the_pattern(&desk, &hands);
    filters_and_keeps_the_view(&desk, &hands);
    finds_words(&desk, &hands);
    goes_to_a_date(&desk, &hands);
    covers_and_selects(&desk, &hands);
}

fn writes_a_contact(desk: &Desk, hands: &Hands<'_>, channel: &str, day: &str, what: &str) {
    hands.keys(&["n"]);
    desk.window.find(Role::Heading, "New contact");
    hands.keys(&[channel]);
    hands.choose("When?", "A date");
    hands.write("Date", day);
    hands.write("What happened", what);
    hands.keys(&["ctrl+Return"]);
}

fn reads_the_pattern(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("Overview");
    window.see("3 contacts");
    window.see("These are counts, not a legal finding");
    desk.look("overview");
    hands.press("Timeline");
    window.find(Role::Textbox, "Find words, names, items");
}

fn filters_and_keeps_the_view(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.press("How");
    hands.tick("Phone call");
    hands.keys(&["Escape"]);
    window.wait("two lines", || (lines(desk) == 2).then_some(()));
    hands.press("Views");
    hands.write("Keep this view as", "Calls");
    desk.look("views");
    hands.press("Keep the view");
    window.find(Role::Button, "View: Calls");
    desk.look("filtered");
    hands.press("Show everything");
    window.wait("all lines", || (lines(desk) == 4).then_some(()));
    hands.press("Views");
    hands.press("Calls");
    window.wait("the view again", || (lines(desk) == 2).then_some(()));
    hands.press("Show everything");
}

fn finds_words(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.keys(&["slash"]);
    hands.types("silent");
    window.wait("one line found", || (lines(desk) == 1).then_some(()));
    hands.press("Among everything");
    window.wait("the others beside it", || (lines(desk) == 4).then_some(()));
    desk.look("found-among-everything");
    hands.press("Show everything");
    window.wait("an empty field", || window.value_of("Find words, names, items").is_empty().then_some(()));
}

fn goes_to_a_date(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.keys(&["g"]);
    window.find(Role::Textbox, "Date");
    desk.look("calendar");
    hands.types("3/9/2026");
    hands.keys(&["Return"]);
    window.gone(Role::Textbox, "Date");
    window.wait("the line of that day", || selected(desk).contains("A silent call").then_some(()));
}

fn covers_and_selects(desk: &Desk, hands: &Hands<'_>) {
    let window = &desk.window;
    hands.keys(&["shift+j"]);
    window.see("2 lines");
    desk.look("range");
    hands.keys(&["shift+c"]);
    window.find(Role::Button, "Covered");
    desk.look("covered");
    hands.keys(&["question"]);
    window.find(Role::Dialog, "Keys");
    desk.look("keys");
    hands.keys(&["Escape"]);
    window.gone(Role::Dialog, "Keys");
}

fn lines(desk: &Desk) -> u64 {
    let count = "return document.querySelectorAll('button.entry').length;";
    desk.window.run(count, vec![]).as_u64().unwrap_or(0)
}

fn selected(desk: &Desk) -> String {
    let text = "return document.querySelector('.ledger [aria-current=true]')?.innerText ?? '';";
    desk.window.run(text, vec![]).as_str().unwrap_or_default().to_owned()
}
