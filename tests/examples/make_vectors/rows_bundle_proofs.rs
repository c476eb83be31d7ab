//! Bundles whose lists and signature are right, and whose records, proofs or accounting are not.

use crate::rows_bundles::{Rows, put, replace};
use casekeep_bundle::layout::{self, ACCOUNTING, INCLUSION, RECORDS};
use casekeep_bundle::proof::Inclusion;
use casekeep_model::Class;
use casekeep_tests::vectors::bundle::Bag;

impl Rows<'_> {
    pub fn records(&self) {
        let bad = [Class::RecordBad];
        self.signed(
            "part-altered",
            "A part's text is another.",
            |bag| {
                replace(bag, RECORDS, "He waited in the car park.", "He waved in the car park.");
            },
            &bad,
        );
        self.signed(
            "part-moved",
            "Two records exchange a part.",
            |bag| {
                let text = bag.text(RECORDS);
                let line = |said: &str| text.lines().find(|line| line.contains(said)).unwrap().to_owned();
                let (one, other) = (line("He waited in the car park."), line("A letter came to the surgery."));
                put(bag, RECORDS, &text.replacen(&one, "*", 1).replacen(&other, &one, 1).replacen('*', &other, 1));
            },
            &bad,
        );
        self.signed(
            "head-altered",
            "A head's time is another.",
            |bag| {
                replace(bag, RECORDS, "\"at\":\"2026-", "\"at\":\"2025-");
            },
            &[Class::ProofBad],
        );
        self.signed(
            "record-twice",
            "A record is there twice.",
            |bag| {
                let text = bag.text(RECORDS);
                let end = text.find("\n{").unwrap() + 1;
                put(bag, RECORDS, &format!("{text}{}", &text[..end]));
            },
            &[Class::RecordBad],
        );
        self.signed(
            "records-cut",
            "The last line of the records has no end.",
            |bag| {
                let text = bag.text(RECORDS);
                put(bag, RECORDS, text.trim_end());
            },
            &[Class::RecordBad],
        );
        self.signed(
            "amendment-withheld",
            "An amendment is left out and accounted as withheld: no check can tell.",
            |bag| {
                withhold(bag, "I remembered where it was");
            },
            &[],
        );
        self.signed(
            "amended-withheld-noted",
            "A record is left out of which an amendment is there.",
            |bag| {
                withhold(bag, "He waited at the surgery door.");
            },
            &[],
        );
    }

    pub fn proofs(&self) {
        let bad = [Class::ProofBad];
        let edit = |change: &dyn Fn(&mut Vec<Inclusion>)| {
            let mut list: Vec<Inclusion> = serde_json::from_slice(&self.base.files[INCLUSION]).unwrap();
            change(&mut list);
            let text = serde_json::to_string(&list).unwrap() + "\n";
            move |bag: &mut Bag| put(bag, INCLUSION, &text)
        };
        let last = |list: &Vec<Inclusion>| list.len() - 1;
        self.signed(
            "proof-of-next",
            "A record has the path of the one after it.",
            edit(&|list| {
                let at = last(list) - 1;
                list[at].path = list[at + 1].path.clone();
            }),
            &bad,
        );
        self.signed(
            "proof-of-previous",
            "A record has the path of the one before it.",
            edit(&|list| {
                let at = last(list);
                list[at].path = list[at - 1].path.clone();
            }),
            &bad,
        );
        self.signed(
            "proof-leaf-as-node",
            "A path begins one level up.",
            edit(&|list| drop(list[0].path.remove(0))),
            &bad,
        );
        self.signed("proof-other-size", "A path is of a tree of another size.", edit(&|list| list[0].size += 1), &bad);
        self.signed("proof-missing", "A record has no path.", edit(&|list| drop(list.remove(0))), &bad);
        self.signed("proof-twice", "A record has two paths.", edit(&|list| list.push(list[0].clone())), &bad);
        self.signed(
            "proof-numbers-exchanged",
            "Two records exchange their numbers.",
            edit(&|list| {
                let at = last(list);
                let n = list[at].n;
                list[at].n = list[at - 1].n;
                list[at - 1].n = n;
            }),
            &bad,
        );
    }

    pub fn accounts(&self) {
        let gap = [Class::AccountingGap];
        let changed = |from: &'static str, to: &'static str| move |bag: &mut Bag| replace(bag, ACCOUNTING, from, to);
        self.signed(
            "accounting-hole",
            "The accounting leaves a number out.",
            changed("2 1 withheld (structural)\n", ""),
            &gap,
        );
        self.signed(
            "accounting-end",
            "The accounting stops before the end, and says a smaller size.",
            |bag| {
                let text = bag.text(ACCOUNTING);
                let line = text.trim_end().rsplit('\n').next().unwrap().to_owned() + "\n";
                let size: u64 = line.split(' ').nth(1).unwrap().parse().unwrap();
                let text = text.replacen(&line, "", 1);
                put(
                    bag,
                    ACCOUNTING,
                    &text.replacen(&format!("log 2 size {}", size + 1), &format!("log 2 size {size}"), 1),
                );
            },
            &gap,
        );
        self.signed(
            "accounting-of-one-log",
            "The accounting is of one log only.",
            |bag| {
                let text = bag.text(ACCOUNTING);
                put(bag, ACCOUNTING, text.split("\nlog 2").next().unwrap());
            },
            &gap,
        );
        self.signed(
            "accounting-says-disclosed",
            "The accounting says disclosed of what is withheld.",
            changed("2 0 withheld (structural)", "2 0 disclosed"),
            &gap,
        );
        self.signed(
            "accounting-says-withheld",
            "The accounting says withheld of what is there.",
            changed("2 4 disclosed in part", "2 4 withheld (not selected)"),
            &gap,
        );
    }
}

/// Takes the record with this text out of the bundle and says in the accounting that it was withheld.
fn withhold(bag: &mut Bag, said: &str) {
    let text = bag.text(RECORDS);
    let at = text.find(said).unwrap();
    let start = text[..at].rfind("\n{").unwrap() + 1;
    let end = text[at..].find("\n{").map_or(text.len(), |end| at + end + 1);
    let head: serde_json::Value = serde_json::from_str(text[start..end].lines().next().unwrap()).unwrap();
    let (n, writer) = (head["n"].as_u64().unwrap(), head["w"].as_str().unwrap());
    let k = (1..=2).find(|k| bag.text(&layout::checkpoint(*k)).contains(writer)).unwrap();
    put(bag, RECORDS, &format!("{}{}", &text[..start], &text[end..]));
    let mut list: Vec<Inclusion> = serde_json::from_slice(&bag.files[INCLUSION]).unwrap();
    list.retain(|one| (one.k, one.n) != (k, n));
    put(bag, INCLUSION, &(serde_json::to_string(&list).unwrap() + "\n"));
    replace(bag, ACCOUNTING, &format!("{k} {n} disclosed in part\n"), &format!("{k} {n} withheld (not selected)\n"));
}
