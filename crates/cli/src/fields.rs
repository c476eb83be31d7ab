//! Fields as people write them on the command line: `FIELD=VALUE`, read as what the field can say.

use crate::failure::{Failure, bad_input};
use casekeep_model::received::Pence;
use casekeep_model::{
    Contact, Details, Disclosing, Fields, Moment, Patch, Receipt, Register, RegisterEntry, moment, visible,
};
use serde_json::{Map, Value, json};

/// What fields are read for.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// A contact.
    Contact,
    /// The details of a case.
    Details,
    /// An entry of a register.
    Listed(Register),
    /// For whom a bundle is made, and why.
    Disclosing,
    /// What became of a bundle.
    Receipt,
}

impl Of {
    /// Returns every field with the words that a person reads.
    pub fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Contact => Contact::FIELDS,
            Self::Details => Details::FIELDS,
            Self::Listed(register) => register.fields(),
            Self::Disclosing => Disclosing::FIELDS,
            Self::Receipt => Receipt::FIELDS,
        }
    }

    /// Returns fields that make a whole one, to try others with.
    fn blank(self) -> Map<String, Value> {
        let unknown = json!(Moment::unknown());
        let blank = match self {
            Self::Contact => json!({ "occurred": unknown, "channel": "other", "direction": "from_them", "what": "x" }),
            Self::Details | Self::Disclosing => json!({}),
            Self::Receipt => json!({ "event": "given" }),
            Self::Listed(Register::Person) => json!({ "display": "x", "role": "subject" }),
            Self::Listed(Register::Gift) => json!({ "when": unknown, "what": "x" }),
            Self::Listed(Register::Thing) => json!({ "label": "x", "what": "x" }),
            Self::Listed(Register::Letter) => json!({ "purpose": "other" }),
            Self::Listed(Register::Step) => json!({ "kind": "other" }),
            Self::Listed(Register::Chaperone) => json!({ "when": unknown, "offered": "accepted" }),
            Self::Listed(Register::Review) => json!({ "when": unknown }),
            Self::Listed(Register::Transcript) => json!({ "item": 1, "text": "x", "made_by": "person" }),
        };
        if let Value::Object(fields) = blank { fields } else { Map::new() }
    }

    fn takes(self, fields: &Map<String, Value>) -> bool {
        match self {
            Self::Contact => Contact::from_fields(fields).is_some(),
            Self::Details => Details::from_fields(fields).is_some(),
            Self::Listed(register) => RegisterEntry::from_fields(register, fields).is_some(),
            Self::Disclosing => Disclosing::from_fields(fields).is_some(),
            Self::Receipt => Receipt::from_fields(fields).is_some(),
        }
    }

    /// Returns what a text means as the value of a field; an empty text takes the field away.
    fn read(self, field: &str, text: &str) -> Option<Value> {
        if text.is_empty() {
            return Some(Value::Null);
        }
        if field == "value" && matches!(self, Self::Listed(Register::Gift)) {
            return Pence::from_pounds(text).map(|pence| json!(pence));
        }
        let mut fields = self.blank();
        meanings(text).into_iter().find(|meaning| {
            fields.insert(field.to_owned(), meaning.clone());
            self.takes(&fields)
        })
    }
}

/// Returns everything that a text can mean, what is most its own first.
fn meanings(text: &str) -> Vec<Value> {
    let listed =
        |one: &dyn Fn(&str) -> Option<Value>| text.split(',').map(|part| one(part.trim())).collect::<Option<Vec<_>>>();
    let number = |part: &str| part.parse::<u32>().ok().map(|number| json!(number));
    let mut meanings = vec![json!(text), json!(text.replace('-', "_"))];
    meanings.extend(Moment::parse(text, moment::DEFAULT_ZONE).ok().map(|moment| json!(moment)));
    meanings.extend(number(text));
    meanings.extend(match text {
        "yes" | "true" => Some(json!(true)),
        "no" | "false" => Some(json!(false)),
        _ => None,
    });
    meanings.extend(listed(&number).map(Value::Array));
    meanings.extend(listed(&|part| Some(json!(part.replace('-', "_")))).map(Value::Array));
    meanings.extend(serde_json::from_str::<Value>(text).ok().filter(|value| value.is_array() || value.is_object()));
    meanings
}

/// Reads `FIELD=VALUE` texts.
///
/// # Errors
/// Names the field that there is not, or the value that it cannot say.
pub fn read(of: Of, set: &[String]) -> Result<Patch, Failure> {
    let mut patch = Patch::default();
    for pair in set {
        let known = || of.fields().iter().map(|(field, _)| *field).collect::<Vec<_>>().join(", ");
        let Some((field, text)) = pair.split_once('=') else {
            return Err(bad_input(
                format!("“{}” is not FIELD=VALUE.", visible::escape(pair)),
                &format!("The fields are: {}.", known()),
            ));
        };
        if !of.fields().iter().any(|(name, _)| *name == field) {
            return Err(bad_input(
                format!("There is no field “{}” here.", visible::escape(field)),
                &format!("The fields are: {}.", known()),
            ));
        }
        let value = of.read(field, text).ok_or_else(|| {
            bad_input(
                format!("“{}” is nothing that {field} can say.", visible::escape(text)),
                "Use a word that docs/format.md lists for it, a date, a number, yes or no; amounts are from £0 to £1,000,000,000.",
            )
        })?;
        patch = patch.with(field, value);
    }
    Ok(patch)
}

/// Returns a register for its word.
///
/// # Errors
/// Says which there are.
pub fn register(word: &str) -> Result<Register, Failure> {
    Register::from_word(word).ok_or_else(|| {
        let known: Vec<_> = Register::ALL.iter().map(|register| register.word()).collect();
        bad_input(
            format!("“{}” is not a register.", visible::escape(word)),
            &format!("Use one of: {}.", known.join(", ")),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(of: Of, pair: &str) -> Option<Value> {
        read(of, &[pair.to_owned()]).ok().and_then(|patch| patch.0.values().next().cloned())
    }

    #[test]
    fn a_value_is_read_as_what_its_field_can_say() {
        let gift = Of::Listed(Register::Gift);
        for (of, pair, value) in [
            (gift, "what=2026", json!("2026")),
            (gift, "when=2026-03-04", json!(Moment::parse("2026-03-04", "Europe/London").expect("a day"))),
            (gift, "value=£1,250.50", json!(125_050)),
            (gift, "value=12", json!(1200)),
            (gift, "cash_or_voucher=yes", json!(true)),
            (gift, "decision=kept-for-police", json!("kept_for_police")),
            (gift, "items=3, 4", json!([3, 4])),
            (gift, "items=3", json!([3])),
            (gift, "message=", Value::Null),
            (Of::Contact, "behaviours=threat,turned-up-at-home", json!(["threat", "turned_up_at_home"])),
            (Of::Contact, "told_in=3", json!(3)),
            (Of::Details, "police_crime=4471", json!("4471")),
            (
                Of::Listed(Register::Person),
                r#"identifiers=[{"kind":"phone","value":"1"}]"#,
                json!([{ "kind": "phone", "value": "1" }]),
            ),
        ] {
            assert_eq!(said(of, pair), Some(value), "{pair}");
        }
        for pair in
            ["value=-5", "value=1000000000000", "when=soon", "decision=burnt", "colour=red", "what", "items=three"]
        {
            assert_eq!(said(gift, pair), None, "{pair}");
        }
    }

    #[test]
    fn every_blank_is_whole() {
        let all = Register::ALL.iter().map(|register| Of::Listed(*register)).chain([
            Of::Contact,
            Of::Details,
            Of::Disclosing,
            Of::Receipt,
        ]);
        assert!(all.into_iter().all(|of| of.takes(&of.blank())));
    }
}
