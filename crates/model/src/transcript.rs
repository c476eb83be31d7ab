//! Transcripts: what a recording says or a picture shows, in words, written by a person or read by a machine.

word_enum! {
    /// Who put an item into words.
    TranscribedBy {
        /// A person, who heard or read it.
        Person = "person", "Written by a person";
        /// A program. It makes mistakes, so whoever relies on it compares it with the item.
        Machine = "machine", "Read by machine, check against the image";
    }
}

entry! {
    /// What an item says or shows, in words; it stays with its item.
    pub struct Transcript {
        needed {
            /// The item, by number.
            item: u32 = "Item";
            /// The words.
            text: String = "In words";
            /// Who put it into words.
            made_by: TranscribedBy = "How it was made";
        }
        may {
            /// Who wrote it.
            who: String = "By";
            /// The program that read it, with its version.
            program: String = "Program";
            /// The language that it is in.
            language: String = "Language";
            /// Whether a person compared it with the item.
            checked: bool = "Compared with the item";
            /// What is uncertain: passages that are not clear, what was left out.
            note: String = "Not clear";
        }
        lists {}
    }
}

impl Transcript {
    /// Returns how far it can be relied on, in words for a person.
    #[must_use]
    pub fn standing(&self) -> &'static str {
        match (self.made_by, self.checked == Some(true)) {
            (TranscribedBy::Person, _) => TranscribedBy::Person.label(),
            (TranscribedBy::Machine, false) => TranscribedBy::Machine.label(),
            (TranscribedBy::Machine, true) => "Read by machine, compared with the item by a person",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_by_machine_says_so_even_after_a_person_compared_it() {
        let mut read = Transcript::new(3, "See you Thursday".to_owned(), TranscribedBy::Machine);
        assert_eq!(read.standing(), "Read by machine, check against the image");
        read.checked = Some(true);
        assert_eq!(read.standing(), "Read by machine, compared with the item by a person");
        read.made_by = TranscribedBy::Person;
        assert_eq!(read.standing(), "Written by a person");
    }
}
