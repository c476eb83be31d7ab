//! The passphrase or the words that the page sends before a key changes, moved into wiped memory at once.

use casekeep_model::Secret;
use casekeep_model::window::Proof;
use casekeep_vault::UnlockWith;

/// A proof, moved into wiped memory.
pub enum Proven {
    /// The passphrase.
    Passphrase(Secret),
    /// The twelve words.
    Words(Secret),
}

impl Proven {
    /// Takes it over from what the page sent.
    pub fn new(proof: Proof) -> Self {
        match proof {
            Proof::Passphrase { passphrase } => Self::Passphrase(Secret::new(passphrase)),
            Proof::Words { words } => Self::Words(Secret::new(words)),
        }
    }

    /// Returns it as the engine asks for it.
    pub fn with(&self) -> UnlockWith<'_> {
        match self {
            Self::Passphrase(passphrase) => UnlockWith::Passphrase(passphrase),
            Self::Words(words) => UnlockWith::Recovery(words),
        }
    }
}
