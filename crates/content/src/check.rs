//! What a content file must keep to beyond its shape: nothing refers to nothing, and nothing hides.

use casekeep_model::Details;
use casekeep_model::Fields;
use casekeep_model::guidance::{Condition, Fact, Guidance};
use casekeep_model::visible::is_hidden;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What the text of a letter may ask to be filled in from the case.
pub(crate) const FILLED: &[&str] = &[
    "date",
    "you",
    "person",
    "contacts",
    "gifts",
    "things",
    "steps",
    "summary",
    "mdo",
    "mdo_reference",
    "police",
    "police_references",
];
/// The counts that the sentence of a rule may name.
pub(crate) const COUNTED: &[&str] = &["contacts", "items", "gifts", "after_asked"];

/// Checks a file; says what is wrong with it, in a few words.
pub(crate) fn check(guidance: &Guidance) -> Result<(), String> {
    if guidance.format != crate::FORMAT {
        return Err("its form".to_owned());
    }
    if !is_day(&guidance.issued) {
        return Err("its date of issue".to_owned());
    }
    let sources = unique("sources", guidance.sources.iter().map(|source| source.id.as_str()))?;
    each_fact(guidance, &mut |fact| check_said(&fact.sources, &fact.as_at, &fact.text, &sources))?;
    for number in &guidance.numbers {
        check_said(&number.sources, &number.as_at, &number.number, &sources)?;
        if !number.number.chars().all(|c| c.is_ascii_digit() || c == ' ') {
            return Err(format!("the number of {}", number.id));
        }
    }
    unique("numbers", guidance.numbers.iter().map(|number| number.id.as_str()))?;
    check_lists(guidance, &sources)?;
    check_plan(guidance)?;
    check_letters(guidance, &sources)?;
    unique("looked_for", guidance.looked_for.iter().map(|looked| looked.what.word()))?;
    unique("platforms", guidance.platforms.iter().map(|platform| platform.id.as_str()))?;
    no_hidden_characters(guidance)
}

fn check_lists(guidance: &Guidance, sources: &BTreeSet<&str>) -> Result<(), String> {
    unique("checklists", guidance.checklists.iter().map(|list| list.id.as_str()))?;
    unique("conflicts", guidance.conflicts.iter().map(|conflict| conflict.id.as_str()))?;
    unique("reminders", guidance.reminders.iter().map(|reminder| reminder.id.as_str()))?;
    for list in &guidance.checklists {
        unique(&list.id, list.points.iter().map(|point| point.id.as_str()))?;
        for point in &list.points {
            check_said(&point.sources, &point.as_at, &point.text, sources)?;
        }
    }
    let lonely = guidance.conflicts.iter().find(|conflict| conflict.views.len() < 2);
    lonely.map_or(Ok(()), |conflict| Err(format!("{} has one view only", conflict.id)))
}

fn check_plan(guidance: &Guidance) -> Result<(), String> {
    let steps = unique("plan", guidance.plan.iter().map(|step| step.id.as_str()))?;
    for step in &guidance.plan {
        let list = step.checklist.as_ref().is_none_or(|id| guidance.checklists.iter().any(|list| list.id == *id));
        let letter = step.outline.as_ref().is_none_or(|id| guidance.letters.iter().any(|letter| letter.id == *id));
        let conflict = step.conflict.as_ref().is_none_or(|id| guidance.conflicts.iter().any(|one| one.id == *id));
        if !(list && letter && conflict) {
            return Err(format!("the step {} refers to nothing", step.id));
        }
    }
    for rule in &guidance.next {
        let named = |field: &str| Details::has_field(field);
        let known = rule.all.iter().all(|condition| match condition {
            Condition::DetailPresent { field }
            | Condition::DetailMissing { field }
            | Condition::DetailIs { field, .. } => named(field),
            _ => true,
        });
        if !steps.contains(rule.step.as_str()) || rule.all.is_empty() || !known || !fills(&rule.because, COUNTED) {
            return Err(format!("the rule for {}", rule.step));
        }
    }
    Ok(())
}

fn check_letters(guidance: &Guidance, sources: &BTreeSet<&str>) -> Result<(), String> {
    unique("letters", guidance.letters.iter().map(|letter| letter.id.as_str()))?;
    for letter in &guidance.letters {
        check_said(&letter.sources, &letter.as_at, &letter.text, sources)?;
        if !fills(&letter.text, FILLED) {
            return Err(format!("the text of {}", letter.id));
        }
    }
    Ok(())
}

/// Returns whether every `{…}` of a text is one of these names.
fn fills(text: &str, names: &[&str]) -> bool {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default();
    !first.contains('}')
        && parts
            .all(|part| part.split_once('}').is_some_and(|(name, rest)| names.contains(&name) && !rest.contains('}')))
}

fn each_fact(guidance: &Guidance, check: &mut dyn FnMut(&Fact) -> Result<(), String>) -> Result<(), String> {
    check(&guidance.emergency)?;
    check(&guidance.self_harm)?;
    let plan = guidance.plan.iter().flat_map(|step| std::iter::once(&step.why).chain(&step.how));
    let views = guidance.conflicts.iter().flat_map(|conflict| &conflict.views);
    let reminders = guidance.reminders.iter().map(|reminder| &reminder.fact);
    let gate = guidance.gate.iter().map(|question| &question.fact);
    let lists = guidance.today.iter().chain(&guidance.writing);
    let looked_for = guidance.looked_for.iter().map(|looked| &looked.why);
    let platforms = guidance.platforms.iter().flat_map(|one| [&one.address, &one.user_id, &one.date, &one.tells]);
    let captures = looked_for.chain(platforms.flatten());
    lists.chain(plan).chain(views).chain(reminders).chain(gate).chain(captures).try_for_each(check)
}

/// Checks that something is said, by somebody who is listed, and when that was read.
fn check_said(by: &[String], as_at: &str, text: &str, sources: &BTreeSet<&str>) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("a fact without words".to_owned());
    }
    if by.is_empty() || by.iter().any(|id| !sources.contains(id.as_str())) {
        return Err(format!("the source of {text:.40?}"));
    }
    if is_day(&format!("{as_at}-01")) { Ok(()) } else { Err(format!("the date of {text:.40?}")) }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<BTreeSet<&'a str>, String> {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() || !seen.insert(name) {
            return Err(format!("a name in {what} twice"));
        }
    }
    if seen.is_empty() { Err(format!("no {what}")) } else { Ok(seen) }
}

fn no_hidden_characters(guidance: &Guidance) -> Result<(), String> {
    let text = serde_json::to_value(guidance).map_err(|_| "its text".to_owned())?;
    if hides(&text) { Err("a character that does not show".to_owned()) } else { Ok(()) }
}

fn hides(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => text.chars().any(|c| is_hidden(c) && c != '\n'),
        serde_json::Value::Array(all) => all.iter().any(hides),
        serde_json::Value::Object(all) => all.values().any(hides),
        _ => false,
    }
}
