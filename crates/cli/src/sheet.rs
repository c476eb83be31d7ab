//! The sheet of a seal, as text to print: what it covers, its words, the whole checkpoint, and lines to sign on.

use casekeep_model::keeping::Seal;

const RULE: &str = "______________________________________________";

/// Writes the sheet.
pub fn write(seal: &Seal, fingerprint: &str, fingerprint_words: &[String]) -> String {
    let day = seal.at.to_chrono().format("%-d %B %Y, %H:%M UTC");
    let checkpoint: String = seal.checkpoint.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "CASEKEEP SEAL\n\
         \n\
         Made on {day}, by the clock of the computer.\n\
         \n\
         What it covers\n\
         \n\
         \x20   cases     {}\n\
         \x20   contacts  {}\n\
         \x20   items     {}\n\
         \x20   records   {}\n\
         \n\
         The twelve words of the seal\n\
         \n\
         {}\n\
         \n\
         The whole checkpoint. The words stand for it; this is what counts.\n\
         \n\
         {checkpoint}\n\
         The vault that it is of\n\
         \n\
         \x20   {fingerprint}\n\
         {}\n\
         \n\
         For the person who keeps this sheet\n\
         \n\
         You need not know what is in the vault, and this sheet does not tell you.\n\
         With it, it can be seen later whether what the vault held on this day was\n\
         changed, taken out or put in another order since. It does not show that an\n\
         entry is true, or that everything was written down.\n\
         \n\
         I received this sheet on the day that I write here.\n\
         \n\
         \x20   Name       {RULE}\n\
         \n\
         \x20   Signature  {RULE}\n\
         \n\
         \x20   Date       {RULE}\n\
         \n\
         To check it later\n\
         \n\
         \x20   casekeep verify --seal \"the twelve words\"\n\
         \x20   casekeep verify --seal-file FILE     (a file with the checkpoint, or this sheet)\n",
        seal.cases,
        seal.contacts,
        seal.items,
        seal.records,
        twelve(&seal.words),
        twelve(fingerprint_words),
    )
}

/// Writes words in rows of four.
fn twelve(words: &[String]) -> String {
    let rows = words.chunks(4).map(|row| format!("    {}", row.join(" ")));
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_format::find_note;
    use casekeep_model::Timestamp;

    #[test]
    fn a_sheet_holds_the_checkpoint_as_it_was_signed() {
        let note = "casekeep/v1/a/b/c\n7\ncm9vdA==\n\n— casekeep/v1/a/b/c c2lnbmF0dXJl\n";
        let words: Vec<String> = (1..=12).map(|n| format!("word{n}")).collect();
        let seal = Seal {
            at: Timestamp::from_millis(1_794_000_000_000),
            words: words.clone(),
            checkpoint: note.to_owned(),
            size: 7,
            root: "cm9vdA==".to_owned(),
            cases: 2,
            contacts: 41,
            items: 13,
            records: 99,
            stamped: None,
            stamped_by: None,
        };
        let sheet = write(&seal, "SHA256:abc", &words);
        assert_eq!(find_note(&sheet).as_deref(), Some(note));
        for needle in
            ["contacts  41", "items     13", "records   99", "word5 word6 word7 word8", "SHA256:abc", "Signature"]
        {
            assert!(sheet.contains(needle), "{needle}\n{sheet}");
        }
    }
}
