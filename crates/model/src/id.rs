//! Identifiers and digests, each its own type so that one cannot stand where another belongs.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Text that is not a valid id or digest of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct IdError(pub &'static str);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $length:literal, $bytes:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Number of characters of the text form.
            pub const LENGTH: usize = $length;
            /// Number of random bytes behind a fresh id.
            pub const BYTES: usize = $bytes;

            /// Returns the id made of these random bytes (base32, lower case, no padding).
            #[must_use]
            pub fn from_bytes(bytes: [u8; $bytes]) -> Self {
                let mut text = BASE32_NOPAD.encode(&bytes).to_ascii_lowercase();
                text.truncate($length);
                Self(text)
            }

            /// Returns the text form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let base32 = |b: u8| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b);
                if text.len() == $length && text.bytes().all(base32) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError($what))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

text_id!(
    /// The name of a box: 26 characters of lower-case base32 (128 bits).
    BoxId, 26, 16, "box id"
);
text_id!(
    /// The name of one installation's log: 16 characters of lower-case base32 (80 bits).
    WriterId, 16, 10, "writer id"
);
text_id!(
    /// The name of a set of captures: 16 characters of lower-case base32 (80 random bits).
    SetId, 16, 10, "set id"
);
text_id!(
    /// The name of a vault: the first 26 characters of base32 of a SHA-256 over its first signing key.
    VaultId, 26, 32, "vault id"
);

macro_rules! digest {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; 32]);

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| IdError($what))?;
                Ok(Self(bytes.try_into().map_err(|_| IdError($what))?))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(digest: $name) -> String {
                digest.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

digest!(
    /// The SHA-256 of a file's plaintext; 64 lower-case hex digits.
    Sha256Digest, "SHA-256"
);
digest!(
    /// The name of a sealed object: the BLAKE3 of its ciphertext; 64 lower-case hex digits.
    ObjectName, "object name"
);
digest!(
    /// The RFC 6962 leaf hash of a record's head line; 64 lower-case hex digits.
    LeafHash, "leaf hash"
);
digest!(
    /// The hash of a record's part line; 64 lower-case hex digits.
    PartHash, "part hash"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_alphabet_and_length() {
        let id = BoxId::from_bytes([0xff; 16]);
        assert_eq!(id.as_str().len(), 26);
        assert_eq!(id.to_string().parse::<BoxId>(), Ok(id));
        assert_eq!(WriterId::from_bytes([7; 10]).as_str().len(), 16);
        assert_eq!(VaultId::from_bytes([7; 32]).as_str().len(), 26);
        for bad in ["", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "../../../../../../../../..", "abcdefghijklmnopqrstuvwxy1"] {
            assert!(bad.parse::<BoxId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn digests_are_lower_case_hex() {
        let digest = Sha256Digest([0xab; 32]);
        assert_eq!(digest.to_string().parse::<Sha256Digest>(), Ok(digest));
        assert!(digest.to_string().to_uppercase().parse::<Sha256Digest>().is_err());
        assert!("ab".parse::<Sha256Digest>().is_err());
    }
}
