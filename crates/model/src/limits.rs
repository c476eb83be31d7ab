//! Every limit of the format and the engine, in one place; sizes in bytes.

/// The longest head line of a record.
pub const HEAD: usize = 64 << 10;
/// The longest part line of a record.
pub const PART: usize = 4 << 20;
/// The longest plaintext of a segment.
pub const SEGMENT: usize = 64 << 20;
/// The largest segment that several are joined to.
pub const PACK: u64 = 16 << 20;
/// The most parts that one record may have.
pub const PARTS: usize = 512;
/// The deepest nesting of canonical JSON.
pub const JSON_DEPTH: usize = 8;
/// The largest magnitude of an integer in canonical JSON (2^53 − 1).
pub const JSON_INTEGER: i64 = (1 << 53) - 1;
/// The largest `vault.json`.
pub const VAULT_JSON: u64 = 64 << 10;
/// The largest identity file, opened.
pub const IDENTITY: usize = 64 << 10;
/// The largest key file, sealed.
pub const KEY_FILE: u64 = 128 << 10;
/// The scrypt work factor (log2) of every key file and bundle that is written.
pub const SCRYPT_WRITE: u8 = 18;
/// The highest scrypt work factor accepted in a vault's key file.
pub const SCRYPT_READ: u8 = 20;
/// The highest scrypt work factor accepted in a bundle.
pub const SCRYPT_BUNDLE: u8 = 22;
/// The most signatures in one signed note.
pub const NOTE_SIGNATURES: usize = 16;
/// The longest text a person may write in one field, in bytes of UTF-8.
pub const TEXT: usize = 1 << 20;
/// The longest name of a case, in characters.
pub const CASE_NAME: usize = 120;
/// What is kept of one form that is not saved yet, in bytes.
pub const DRAFT: usize = 4 << 20;
/// The longest original file name that is kept, in bytes.
pub const FILE_NAME: usize = 1024;
/// The least zxcvbn score (0 to 4) of a passphrase.
pub const PASSPHRASE_SCORE: u8 = 3;
/// The fewest characters of a passphrase.
pub const PASSPHRASE_CHARS: usize = 10;
/// The most inbox files shown in a list.
pub const INBOX_SHOWN: usize = 200;
/// How long after an event an entry counts as written late, in milliseconds.
pub const LATE: i64 = 24 * 60 * 60 * 1000;
/// The longer side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;
/// The largest file that a thumbnail or preview is made from.
pub const PREVIEW_FILE: u64 = 256 << 20;
/// The most pixels of an image that is decoded.
pub const PREVIEW_PIXELS: u64 = 120_000_000;
/// The longer side of the largest preview, in pixels.
pub const PREVIEW_SIDE: u32 = 8192;
/// The most bytes that the decoded pixels of one image may take.
pub const PREVIEW_BYTES: u64 = 640 << 20;
/// The most pixels that a crop keeps.
pub const CROP_PIXELS: u64 = 50_000_000;
/// How much more address space than its own program a decoder may take.
pub const DECODER_MEMORY: u64 = 1 << 30;
/// How many seconds of processor time a decoder may take.
pub const DECODER_CPU_SECONDS: u64 = 5;
/// How many seconds may pass until a decoder has answered.
pub const DECODER_SECONDS: u64 = 15;
/// How many decoders run at once.
pub const DECODERS: usize = 3;
