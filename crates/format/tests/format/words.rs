use casekeep_format::words::{normalise_words, recovery_words, seal_words, six_words, words_of};

#[test]
fn the_published_vectors_come_out() {
    assert_eq!(
        words_of(&[0; 16]).join(" "),
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
    );
    assert_eq!(
        words_of(&[0x7f; 16]).join(" "),
        "legal winner thank year wave sausage worth useful legal winner thank yellow"
    );
    assert_eq!(words_of(&[0xff; 16]).join(" "), "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong");
}

#[test]
fn fresh_words_differ_and_read_back() {
    let (first, second) = (recovery_words(), recovery_words());
    assert_ne!(first, second);
    assert_eq!(first.len(), 12);
    assert_eq!(normalise_words(&first.join(" ")).unwrap().expose(), first.join(" "));
}

#[test]
fn case_and_white_space_do_not_matter_and_everything_else_does() {
    let right = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    let typed = "  Legal WINNER\tthank year\r\nwave  sausage worth\u{a0}useful legal winner thank yellow \n";
    assert_eq!(normalise_words(typed).unwrap().expose(), right);
    for wrong in [
        "",
        "legal",
        "legal winner thank year wave sausage worth useful legal winner thank",
        "legal winner thank year wave sausage worth useful legal winner thank year",
        "legal winner thank year wave sausage worth useful legal winner thank yellow yellow",
        "winner legal thank year wave sausage worth useful legal winner thank yellow",
        "legal winner thank year wave sausage worth useful legal winner thank yelow",
        "legal,winner thank year wave sausage worth useful legal winner thank yellow",
    ] {
        assert!(normalise_words(wrong).is_none(), "{wrong}");
    }
    let twenty_four = [words_of(&[0; 16]), words_of(&[0; 16])].concat().join(" ");
    assert!(normalise_words(&twenty_four).is_none());
}

#[test]
fn six_words_come_from_the_list() {
    let list = bip39::Language::English.word_list();
    let words = six_words();
    assert_eq!(words.len(), 6);
    assert!(words.iter().all(|word| list.contains(&word.as_str())));
    assert_ne!(words, six_words());
}

#[test]
fn a_seal_speaks_for_one_note() {
    assert_eq!(seal_words("a\n").len(), 12);
    assert_eq!(seal_words("a\n"), seal_words("a\n"));
    assert_ne!(seal_words("a\n"), seal_words("b\n"));
}
