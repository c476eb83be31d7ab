//! Words of the BIP39 English list: recovery words, fingerprints, seals, and bundle passphrases.
//!
//! Recovery words are a passphrase, never a key derivation: stock `age` opens the recovery file with them.

use crate::v1::random;
use bip39::{Language, Mnemonic};
use casekeep_model::Secret;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const SEAL_CONTEXT: &[u8] = b"casekeep.v1/seal\n";
/// How many words stand for 128 bits.
const WORDS: usize = 12;

/// Returns the twelve words of 128 bits, the last one with the BIP39 checksum.
#[must_use]
pub fn words_of(bytes: &[u8; 16]) -> Vec<String> {
    let mnemonic = Mnemonic::from_entropy(bytes).expect("128 bits are one of the five lengths of BIP39");
    mnemonic.words().map(str::to_owned).collect()
}

/// Returns the twelve words of the first 16 bytes of a hash.
#[must_use]
pub fn words_of_hash(hash: &[u8; 32]) -> Vec<String> {
    words_of(hash.first_chunk().expect("32 bytes hold 16"))
}

/// Returns twelve fresh recovery words.
#[must_use]
pub fn recovery_words() -> Vec<String> {
    words_of(&random::bytes())
}

/// Returns what a person typed as recovery words in the one form that opens the recovery file.
///
/// Case and white space do not matter; `None` unless there are twelve words of the list with the right checksum.
#[must_use]
pub fn normalise_words(typed: &str) -> Option<Secret> {
    let lower = Zeroizing::new(typed.to_lowercase());
    let words: Vec<&str> = lower.split_whitespace().collect();
    let joined = Zeroizing::new(words.join(" "));
    let valid = words.len() == WORDS && Mnemonic::parse_in_normalized(Language::English, &joined).is_ok();
    valid.then(|| Secret::new(joined.as_str().to_owned()))
}

/// Returns six fresh words for a bundle's passphrase: 66 random bits.
#[must_use]
pub fn six_words() -> Vec<String> {
    let list = Language::English.word_list();
    let bytes = random::bytes::<12>();
    // 2,048 words divide 65,536 evenly, so no word is likelier than another.
    bytes.chunks_exact(2).map(|b| list[usize::from(u16::from_le_bytes([b[0], b[1]])) % list.len()].to_owned()).collect()
}

/// Returns the twelve seal words of a signed note's whole text.
#[must_use]
pub fn seal_words(note: &str) -> Vec<String> {
    words_of_hash(&Sha256::new().chain_update(SEAL_CONTEXT).chain_update(note).finalize().into())
}
