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
/// How many pictures are looked at for the first time before it is said which look the same.
pub const ALIKE_AT_ONCE: u32 = 4;
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
/// How much address space the program that reads text may take.
pub const READER_MEMORY: u64 = 2 << 30;
/// How many seconds of processor time the program that reads text may take.
pub const READER_CPU_SECONDS: u64 = 60;
/// How many seconds may pass until the program that reads text has answered.
pub const READER_SECONDS: u64 = 120;
/// The largest export of messages that is read.
pub const EXPORT_FILE: u64 = 8 << 30;
/// The most that is told of one export, in bytes.
pub const EXPORT_TOLD: u64 = 4 << 30;
/// The longest that one message of it is, told.
pub const EXPORT_MESSAGE: usize = 32 << 20;
/// How many seconds of processor time reading an export may take.
pub const EXPORT_CPU_SECONDS: u64 = 300;
/// How many seconds may pass until an export is read and its messages are written.
pub const EXPORT_SECONDS: u64 = 3600;
/// The most bytes that are taken out of one mail at once.
pub const MAIL_PARTS: u64 = 1 << 30;
/// How many seconds may pass until what hangs on a mail is taken out.
pub const MAIL_SECONDS: u64 = 300;
/// The most text of one mail that is shown.
pub const MAIL_TEXT: usize = 256 << 10;
/// The most pieces of a mail's page that are shown.
pub const PAGE_BLOCKS: usize = 5_000;
/// How deep lists and quotations in it are told apart.
pub const PAGE_DEPTH: u32 = 8;
/// The most addresses that are named of what it would have loaded.
pub const PAGE_LOADS: usize = 50;
/// The longest address of it that is shown, in bytes.
pub const PAGE_ADDRESS: usize = 2_000;
/// The most files in an archive that is looked into.
pub const ARCHIVE_ENTRIES: u64 = 200_000;
/// The largest archive that is looked into, in bytes.
pub const ARCHIVE_FILE: u64 = 1 << 40;
/// The most bytes that the list of an archive's files takes.
pub const ARCHIVE_LIST: u64 = 128 << 20;
/// How many seconds of processor time listing an archive may take, and unpacking beside its rate.
pub const ARCHIVE_CPU_SECONDS: u64 = 30;
/// How many seconds listing an archive may take, and unpacking beside its rate.
pub const ARCHIVE_SECONDS: u64 = 120;
/// How many bytes are unpacked in a second of processor time at least.
pub const UNPACK_CPU_RATE: u64 = 20 << 20;
/// How many bytes whoever takes them takes in a second at least.
pub const UNPACK_RATE: u64 = 1 << 20;
/// How many decoders run at once.
pub const DECODERS: usize = 3;
/// The most pages of one file that are listed.
pub const PAGES: u32 = 5_000;
/// The most characters of one page that are told.
pub const PAGE_CHARACTERS: usize = 100_000;
/// How many seconds of processor time the pages and words of a document may take.
pub const DOCUMENT_CPU_SECONDS: u64 = 15;
/// How many seconds may pass until a document's decoder has answered.
pub const DOCUMENT_SECONDS: u64 = 30;
/// The most bytes that are told about a file.
pub const TOLD: u64 = 32 << 20;
/// The most things that a file says about itself that are shown.
pub const SAID: usize = 64;
/// The most characters of one of them.
pub const SAID_TEXT: usize = 2_000;
/// The most bytes of the words of an office document that are shown.
pub const OFFICE_TEXT: usize = 512 << 10;
/// The most pages that a redacted copy has.
pub const REDACTED_PAGES: u32 = 300;
/// The most areas that are covered in one copy.
pub const AREAS: usize = 2_000;
/// The longest reason why an area is covered, in characters.
pub const AREA_REASON: usize = 200;
