// Written by a test of crates/model from its Rust types. Change those, then run it with CASEKEEP_UPDATE=1.

/**
 * How exactly a moment is known.
 */
export type Precision = "second" | "minute" | "day" | "month" | "year" | "unknown";

/**
 * Which of the two same clock times, in the hour that is repeated when the clocks go back.
 */
export type Fold = "first" | "second";

/**
 * When something happened: the clock time as the person knows it, and the UTC bounds that follow from it.
 */
export type Moment = { 
/**
 * The clock time at its precision: `2026-03-04T19:15:30`, `2026-03-04T19:15`, `2026-03-04`, `2026-03`, `2026`, or empty.
 */
local: string, 
/**
 * How exactly it is known.
 */
precision: Precision, 
/**
 * True when the person says "about".
 */
about: boolean, 
/**
 * The IANA zone in which `local` is read.
 */
zone: string, 
/**
 * Minutes east of UTC at that time; `None` where the precision is a day or less, or the repeated hour is not resolved.
 */
offset: number | null, 
/**
 * In a repeated hour, which of the two; `None` elsewhere, and where the person did not say.
 */
fold: Fold | null, 
/**
 * The earliest UTC instant it can be.
 */
from: string | null, 
/**
 * The UTC instant that it is surely before.
 */
to: string | null, };

/**
 * How a contact came.
 */
export type Channel = "message" | "friend_request" | "email" | "letter" | "phone" | "in_person" | "gift" | "post" | "third_party" | "other";

/**
 * Who a contact came from.
 */
export type Direction = "from_them" | "from_you" | "about_you";

/**
 * An event after which contact has another weight.
 */
export type Turn = "asked_to_stop" | "warning_letter" | "police";

/**
 * What a person writes down about one contact.
 */
export type Contact = { 
/**
 * When it happened.
 */
occurred: Moment, 
/**
 * How it came.
 */
channel: Channel, 
/**
 * Who it came from.
 */
direction: Direction, 
/**
 * The platform or service, such as "Facebook".
 */
platform: string | null, 
/**
 * What happened, in the writer's words.
 */
what: string, 
/**
 * The exact words used, where they are known.
 */
words: string | null, 
/**
 * Where.
 */
place: string | null, 
/**
 * Who else was present.
 */
present: string | null, 
/**
 * What the person did, and whom they told.
 */
response: string | null, 
/**
 * How it affected them.
 */
effect: string | null, 
/**
 * The items that belong to it, by number.
 */
items: Array<number>, 
/**
 * Whether contact after this has another weight.
 */
turn: Turn | null, };

/**
 * The fields that an amendment of a contact replaces; `None` leaves a field as it is.
 *
 * An empty text takes a field's text away; the earlier text stays in the log.
 */
export type ContactChanges = { 
/**
 * When it happened.
 */
occurred?: Moment, 
/**
 * How it came.
 */
channel?: Channel, 
/**
 * Who it came from.
 */
direction?: Direction, 
/**
 * The platform or service.
 */
platform?: string, 
/**
 * What happened.
 */
what?: string, 
/**
 * The exact words.
 */
words?: string, 
/**
 * Where.
 */
place?: string, 
/**
 * Who else was present.
 */
present?: string, 
/**
 * What the person did.
 */
response?: string, 
/**
 * How it affected them.
 */
effect?: string, 
/**
 * The items that belong to it.
 */
items?: Array<number>, };

/**
 * One field before and after an amendment, as text.
 */
export type Change = { 
/**
 * The field, by its part name in the format.
 */
field: string, 
/**
 * What it said before; empty where it said nothing.
 */
earlier: string, 
/**
 * What it says after; empty where it says nothing.
 */
later: string, };

/**
 * A correction appended to a contact or an item; what stood before stays readable.
 */
export type Amendment = { 
/**
 * When it was recorded, by this computer's clock.
 */
recorded: string, 
/**
 * Why, in the writer's words.
 */
reason: string, 
/**
 * The main text (what happened; an item's description) before.
 */
earlier: string, 
/**
 * The main text after.
 */
later: string, 
/**
 * Every field that it changed.
 */
changes: Array<Change>, 
/**
 * True when another amendment was made without knowing of this one: both are shown.
 */
conflict: boolean, };

/**
 * How an item was acquired.
 */
export type Acquisition = "screen_capture" | "clipboard" | "file" | "working_copy";

/**
 * The way an item came into the vault.
 */
export type Via = "unlocked" | "inbox" | "inbox_unknown";

/**
 * How and when an item was acquired.
 */
export type Acquired = { 
/**
 * How.
 */
how: Acquisition, 
/**
 * When, by this computer's clock; for the inbox, when it was added there.
 */
at: string, };

/**
 * Where an item came from, as far as the person knows or it shows.
 */
export type Source = { 
/**
 * The platform or service.
 */
platform?: string, 
/**
 * The address of the page.
 */
url?: string, 
/**
 * The account name or number shown.
 */
handle?: string, 
/**
 * The date or time shown on it, in its own words.
 */
shown?: string, };

/**
 * The area that a crop keeps, in pixels of the original.
 */
export type Crop = { 
/**
 * Left edge.
 */
x: number, 
/**
 * Top edge.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * From which item a working copy was made, and how.
 */
export type Derived = { 
/**
 * The original's item number.
 */
item: number, 
/**
 * The area kept.
 */
crop: Crop, };

/**
 * What a person says about an item when adding it; all of it may be left out.
 */
export type ItemFacts = { 
/**
 * What kind of thing it is, in the person's words ("screenshot", "letter").
 */
kind?: string, 
/**
 * When what it shows happened.
 */
occurred?: Moment, 
/**
 * From whom.
 */
from?: string, 
/**
 * Where it came from.
 */
source: Source, 
/**
 * What it shows, in plain words.
 */
description?: string, };

/**
 * The fields that an amendment of an item replaces; `None` leaves a field as it is.
 */
export type ItemChanges = { 
/**
 * What kind of thing it is.
 */
kind?: string, 
/**
 * When what it shows happened.
 */
occurred?: Moment, 
/**
 * From whom.
 */
from?: string, 
/**
 * Where it came from; replaces the whole source.
 */
source?: Source, 
/**
 * What it shows.
 */
description?: string, };

/**
 * The class of a finding: what kind of thing is wrong.
 */
export type Class = "VAULT_JSON_CHANGED" | "VAULT_JSON_MISSING" | "FORMAT_NEWER" | "KEYFILE_OTHER_VAULT" | "KEYFILE_CHANGED" | "KEYFILE_MISSING" | "KEYFILE_UNKNOWN" | "KEYFILE_COST" | "EPOCH_ROLLED_BACK" | "CASE_KEY_WRONG" | "CASE_UNKNOWN" | "CASE_MISSING" | "ROLLED_BACK" | "FORK" | "SEGMENT_MISSING" | "SEGMENT_CHANGED" | "RECORD_MISPLACED" | "RECORD_BAD" | "SIGNATURE_BAD" | "SIGNED_AFTER_CUTOFF" | "OBJECT_CHANGED" | "OBJECT_MISSING" | "OBJECT_UNKNOWN" | "INBOX_MISSING" | "INBOX_UNKNOWN" | "SHREDDED_RETURNED" | "MEMORY_UNREADABLE" | "NAME_UNKNOWN" | "NOT_ON_THIS_DISK" | "INDEX_STALE" | "BUNDLE_EXTRA" | "BUNDLE_MISSING" | "BUNDLE_CHANGED" | "BUNDLE_SIGNER" | "BUNDLE_KEY_MISMATCH" | "BUNDLE_TAR" | "ACCOUNTING_GAP" | "PROOF_BAD" | "UNREADABLE";

/**
 * How much a finding matters; the greatest first.
 */
export type Severity = "problem" | "warning" | "note";

/**
 * One thing that a check found.
 */
export type Finding = { 
/**
 * The class, from the format's list.
 */
class: Class, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * What it is about, in words a person understands.
 */
what: string, 
/**
 * What to do next.
 */
step: string, };

/**
 * How many of each kind of thing a check looked at.
 */
export type Checked = { 
/**
 * Boxes: the vault's own, the cases.
 */
boxes: number, 
/**
 * Records in their logs.
 */
records: number, 
/**
 * Sealed objects (in a bundle: payload files).
 */
objects: number, 
/**
 * Bytes hashed: of plaintext, or of sealed files where there was no key.
 */
bytes: number, };

/**
 * What a whole check found.
 */
export type Report = { 
/**
 * True when there is no problem.
 */
ok: boolean, 
/**
 * How many of each kind of thing were looked at.
 */
checked: Checked, 
/**
 * What is wrong, what matters most first.
 */
problems: Array<Finding>, 
/**
 * Leftovers and remarks; they do not make `ok` false.
 */
notes: Array<Finding>, };

/**
 * The closed list of error codes; the interface branches on these and on nothing else.
 */
export type ErrorCode = "wrong_secret" | "try_later" | "wrong_bundle_secret" | "secret_missing" | "in_use" | "locked" | "format_newer" | "not_a_vault" | "folder_not_empty" | "weak_passphrase" | "integrity" | "rolled_back" | "no_such_case" | "case_ambiguous" | "case_closed" | "no_such_entry" | "bad_input" | "bad_moment" | "bad_recipient" | "bad_file" | "already_exists" | "never_opened_here" | "no_preview" | "permission" | "disk_full" | "io" | "cancelled" | "capture_failed";

/**
 * One error, ready to be shown.
 */
export type Problem = { 
/**
 * Which error.
 */
code: ErrorCode, 
/**
 * What happened, and what is safe.
 */
message: string, 
/**
 * What to do next.
 */
hint: string, };

/**
 * What a key file is opened with.
 */
export type KeyWayKind = "passphrase" | "recovery" | "further";

/**
 * How deep a check goes.
 */
export type Depth = "keyless" | "full";

/**
 * What today's log says of an earlier seal.
 */
export type SealOutcome = "extends" | "rolled_back" | "rewritten" | "unknown";

/**
 * One way to unlock the vault.
 */
export type KeyWay = { 
/**
 * The file in `keys/`.
 */
file: string, 
/**
 * What opens it.
 */
kind: KeyWayKind, 
/**
 * The name that the person gave a further key.
 */
label: string | null, 
/**
 * A further key's `age1…` or `ssh-…` line.
 */
recipient: string | null, 
/**
 * When it was made.
 */
made: string | null, 
/**
 * When it was last shown to open the vault.
 */
rehearsed: string | null, };

/**
 * Every way to unlock the vault.
 */
export type Keys = { 
/**
 * How often the keys were changed for new ones, from 1.
 */
epoch: number, 
/**
 * The ways.
 */
ways: Array<KeyWay>, 
/**
 * True when the recovery words were neither tried nor typed back from paper for a year.
 */
words_due: boolean, 
/**
 * True when an exchange of all keys was begun and is not finished.
 */
rotating: boolean, };

/**
 * A folder that the vault is copied to.
 */
export type BackupPlace = { 
/**
 * The folder.
 */
folder: string, 
/**
 * True when it can be reached now.
 */
there: boolean, 
/**
 * When everything was last copied to it.
 */
copied: string | null, 
/**
 * When a copy was last opened with the passphrase and compared.
 */
rehearsed: string | null, 
/**
 * What is unwise about the place, in a sentence.
 */
warning: string | null, };

/**
 * Where the vault is copied to.
 */
export type Backups = { 
/**
 * The places.
 */
places: Array<BackupPlace>, 
/**
 * True when the newest copy is more than a week old, or there is none.
 */
due: boolean, 
/**
 * What is unwise about where the vault itself is, in sentences.
 */
warnings: Array<string>, };

/**
 * What copying the vault gave.
 */
export type BackupReport = { 
/**
 * The folder.
 */
folder: string, 
/**
 * Files copied now.
 */
copied: number, 
/**
 * Bytes copied now.
 */
bytes: number, 
/**
 * Files that were there already.
 */
kept: number, 
/**
 * Files read back from the copy and compared with their hashes.
 */
verified: number, 
/**
 * What is wrong with the copy.
 */
problems: Array<Finding>, 
/**
 * Remarks.
 */
notes: Array<Finding>, };

/**
 * What opening a copy and comparing it gave.
 */
export type Rehearsal = { 
/**
 * True when the copy opens and holds all that it should.
 */
ok: boolean, 
/**
 * Cases in the copy.
 */
cases: number, 
/**
 * Contacts in the copy.
 */
contacts: number, 
/**
 * Items in the copy, each decrypted and compared.
 */
items: number, 
/**
 * Records that the vault has and the copy does not yet have.
 */
behind: number, 
/**
 * What is wrong.
 */
problems: Array<Finding>, };

/**
 * The last check of the vault.
 */
export type LastCheck = { 
/**
 * When it ended, or was stopped.
 */
at: string, 
/**
 * How deep it went.
 */
depth: Depth, 
/**
 * False when it was stopped; it goes on from there.
 */
finished: boolean, 
/**
 * What it found.
 */
report: Report, };

/**
 * A seal: the state of every log at one moment, to be kept on paper by someone else.
 */
export type Seal = { 
/**
 * When it was made, by this computer's clock.
 */
at: string, 
/**
 * Its twelve words.
 */
words: Array<string>, 
/**
 * The whole signed checkpoint.
 */
checkpoint: string, 
/**
 * How many records the vault's own log had.
 */
size: number, 
/**
 * The root over them.
 */
root: string, 
/**
 * Cases sealed by it.
 */
cases: number, 
/**
 * Contacts in them.
 */
contacts: number, 
/**
 * Items in them.
 */
items: number, 
/**
 * Records in all logs.
 */
records: number, 
/**
 * The time that a time-stamp authority gave it, where one did.
 */
stamped: string | null, 
/**
 * Who gave that time.
 */
stamped_by: string | null, };

/**
 * What a seal shows of today's log.
 */
export type SealVerdict = { 
/**
 * What it shows.
 */
outcome: SealOutcome, 
/**
 * The seal, where one was found.
 */
seal: Seal | null, 
/**
 * The same in a sentence.
 */
sentence: string, 
/**
 * What to do next.
 */
step: string, };

/**
 * What shredding a case would destroy, and what it would not reach.
 */
export type ShredPlan = { 
/**
 * The case's number.
 */
case: number, 
/**
 * Its name, which is to be typed.
 */
name: string, 
/**
 * Contacts in it.
 */
contacts: number, 
/**
 * Items in it.
 */
items: number, 
/**
 * Bytes on the disk.
 */
bytes: number, 
/**
 * Why it may not be shredded, where there is a hold.
 */
hold: string | null, 
/**
 * Backups that it does not reach.
 */
backups: Array<string>, 
/**
 * Bundles made of it that it does not reach, in words.
 */
bundles: Array<string>, };

/**
 * That a case was shredded.
 */
export type ShredCertificate = { 
/**
 * The text to print or keep; it names no file and holds no hash of one.
 */
text: string, };

/**
 * What is left of a case that was shredded.
 */
export type Tombstone = { 
/**
 * The number that it had.
 */
case: number, 
/**
 * When it was shredded.
 */
at: string, 
/**
 * Contacts that were in it.
 */
contacts: number, 
/**
 * Items that were in it.
 */
items: number, 
/**
 * Why.
 */
reason: string, };

/**
 * A contact or an item.
 */
export type EntryKind = "contact" | "item";

/**
 * What a folder says before it is unlocked; a label, never trusted.
 */
export type LockedVault = { 
/**
 * The folder.
 */
folder: string, 
/**
 * When it was last unlocked on this computer.
 */
last_unlocked: string | null, 
/**
 * Wrong passphrases since then, on this computer; a hint, not evidence.
 */
failed: number, 
/**
 * When the first of them was tried.
 */
first_failed: string | null, 
/**
 * When the newest of them was tried.
 */
last_failed: string | null, 
/**
 * Seconds until the next try is taken; 0 when it is taken at once.
 */
wait_seconds: number, 
/**
 * Captures made while locked that wait inside.
 */
waiting: number, 
/**
 * Whether this computer has opened the vault before, so that things can be added while locked.
 */
opened_here: boolean, 
/**
 * True when a change of all keys was begun and is not finished: only the new passphrase opens it.
 */
rotating: boolean, };

/**
 * What an unlock found.
 */
export type Opening = { 
/**
 * The signing key's fingerprint, `SHA256:…`.
 */
fingerprint: string, 
/**
 * The same as twelve words, to compare with the recovery sheet.
 */
fingerprint_words: Array<string>, 
/**
 * True on a computer that has no memory of this vault.
 */
first_time_here: boolean, 
/**
 * What is wrong; shown before anything else.
 */
findings: Array<Finding>, 
/**
 * Captures made while locked that were put in the one open case just now.
 */
adopted: number, 
/**
 * When it was unlocked before this, on this computer.
 */
last_unlocked: string | null, 
/**
 * Wrong passphrases since then, on this computer; a hint, not evidence.
 */
failed: number, 
/**
 * When the first of them was tried.
 */
first_failed: string | null, 
/**
 * What a person should know and that is no finding: a key added in the last 30 days, a clock that jumped.
 */
remarks: Array<string>, };

/**
 * One case in the list of cases.
 */
export type CaseRow = { 
/**
 * The case's number in the vault.
 */
case: number, 
/**
 * Its name.
 */
name: string, 
/**
 * True when it is closed.
 */
closed: boolean, 
/**
 * Why it may not be shredded, where there is a hold.
 */
hold: string | null, 
/**
 * When it was opened.
 */
opened: string, 
/**
 * How many contacts from or about them.
 */
contacts: number, 
/**
 * On how many days those fell.
 */
days: number, 
/**
 * How many items.
 */
items: number, 
/**
 * The first contact.
 */
first: Moment | null, 
/**
 * The last contact.
 */
last: Moment | null, 
/**
 * Contacts a week, the last 26 weeks, oldest first.
 */
weeks: Array<number>, };

/**
 * One row of a timeline or a search.
 */
export type TimelineRow = { 
/**
 * Contact or item.
 */
kind: EntryKind, 
/**
 * The number, counted apart for contacts and items.
 */
n: number, 
/**
 * The number as shown: `12`, or `12b` where two computers used one number.
 */
label: string, 
/**
 * The case it belongs to.
 */
case: number, 
/**
 * When it happened, as a clock time at its precision, `2026-03-04T19:15`; `null` when unknown.
 */
occurred: string | null, 
/**
 * How exactly that is known.
 */
precision: Precision, 
/**
 * True when the person says "about".
 */
about: boolean, 
/**
 * The zone of the clock time.
 */
zone: string, 
/**
 * Minutes east of UTC at that time, where it is known.
 */
offset: number | null, 
/**
 * The UTC instant it sorts by.
 */
instant: string, 
/**
 * When it was recorded, by this computer's clock.
 */
recorded: string, 
/**
 * True when it was recorded more than 24 hours after.
 */
late: boolean, 
/**
 * How long after: "2 hours after", "41 days after".
 */
delay: string | null, 
/**
 * How a contact came.
 */
channel: Channel | null, 
/**
 * The platform.
 */
platform: string | null, 
/**
 * Who a contact came from.
 */
direction: Direction | null, 
/**
 * Whether contact after it has another weight.
 */
turn: Turn | null, 
/**
 * What happened, or what an item shows; in full, as amended.
 */
text: string, 
/**
 * The exact words.
 */
words: string | null, 
/**
 * A contact's items.
 */
items: Array<number>, 
/**
 * An item's contacts.
 */
contacts: Array<number>, 
/**
 * An item's original file name.
 */
name: string | null, 
/**
 * An item's media type.
 */
media_type: string | null, 
/**
 * An item's SHA-256.
 */
sha256: string | null, 
/**
 * An item's size in bytes.
 */
bytes: number | null, 
/**
 * How an item came into the vault.
 */
via: Via | null, 
/**
 * Whether an item of this type can have a picture.
 */
previewable: boolean, 
/**
 * Its amendments, oldest first.
 */
amendments: Array<Amendment>, };

/**
 * A contact with everything that was written.
 */
export type ContactView = { 
/**
 * The number.
 */
n: number, 
/**
 * The number as shown.
 */
label: string, 
/**
 * The contact, amendments applied.
 */
contact: Contact, 
/**
 * When it was recorded.
 */
recorded: string, 
/**
 * True past 24 hours.
 */
late: boolean, 
/**
 * How long after.
 */
delay: string | null, 
/**
 * Its amendments, oldest first.
 */
amendments: Array<Amendment>, };

/**
 * An item with everything known about it.
 */
export type ItemView = { 
/**
 * The number.
 */
n: number, 
/**
 * The number as shown.
 */
label: string, 
/**
 * The file name it had, exactly; show control and direction characters escaped.
 */
name: string, 
/**
 * The media type that its bytes show.
 */
media_type: string, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * SHA-256 of the original bytes.
 */
sha256: string, 
/**
 * What kind of thing it is, in the person's words.
 */
kind: string | null, 
/**
 * When what it shows happened.
 */
occurred: Moment | null, 
/**
 * From whom.
 */
from: string | null, 
/**
 * Where it came from.
 */
source: Source, 
/**
 * What it shows.
 */
description: string | null, 
/**
 * How and when it was acquired.
 */
acquired: Acquired, 
/**
 * How it came into the vault.
 */
via: Via, 
/**
 * When it was recorded.
 */
recorded: string, 
/**
 * True past 24 hours.
 */
late: boolean, 
/**
 * How long after.
 */
delay: string | null, 
/**
 * From which item it was made.
 */
derived: Derived | null, 
/**
 * The working copies made from it.
 */
copies: Array<number>, 
/**
 * The contacts that it belongs to.
 */
contacts: Array<number>, 
/**
 * Whether it can have a picture.
 */
previewable: boolean, 
/**
 * Decrypted copies that were saved outside.
 */
saved_copies: Array<SavedCopy>, 
/**
 * Its amendments, oldest first.
 */
amendments: Array<Amendment>, };

/**
 * A decrypted copy that was saved outside the vault.
 */
export type SavedCopy = { 
/**
 * When.
 */
at: string, 
/**
 * Why, in the person's words.
 */
reason: string, };

/**
 * What adding one file gives.
 */
export type ItemReceipt = { 
/**
 * The item's number; for bytes that were there already, the existing item's.
 */
item: number, 
/**
 * SHA-256 of the original bytes.
 */
sha256: string, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * The media type that its bytes show.
 */
media_type: string, 
/**
 * When it was recorded.
 */
recorded: string, 
/**
 * The existing item with the same bytes, where there is one.
 */
duplicate_of: number | null, };

/**
 * What is in the inbox.
 */
export type InboxView = { 
/**
 * Own captures that wait to be put in a case.
 */
waiting: Array<InboxRow>, 
/**
 * Files that this computer did not put there; never adopted without a person saying so.
 */
quarantined: Array<InboxRow>, 
/**
 * Names of own captures that are not there any more.
 */
missing: Array<string>, 
/**
 * How many more quarantined files there are than are listed.
 */
more: number, };

/**
 * One file in the inbox.
 */
export type InboxRow = { 
/**
 * Its name in the inbox: 64 hex digits.
 */
file: string, 
/**
 * The original file name; empty where it cannot be read.
 */
name: string, 
/**
 * How it was acquired.
 */
how: Acquisition, 
/**
 * When it was added, as its writer says.
 */
at: string | null, 
/**
 * Size of the sealed file in bytes.
 */
bytes: number, };

/**
 * What an export gives.
 */
export type DisclosureReceipt = { 
/**
 * The number of this hand-over in the vault.
 */
disclosure: number, 
/**
 * The bundle's file.
 */
file: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * SHA-256 of the sealed bundle file.
 */
sha256: string, 
/**
 * The fingerprint to give with it by another way, `SHA256:…`.
 */
fingerprint: string, 
/**
 * The same as twelve words.
 */
fingerprint_words: Array<string>, 
/**
 * How many contacts it holds.
 */
contacts: number, 
/**
 * How many items it holds.
 */
items: number, 
/**
 * How many records were withheld.
 */
withheld: number, };

/**
 * How far long work is.
 */
export type Progress = { 
/**
 * Files finished.
 */
files_done: number, 
/**
 * Files in all.
 */
files: number, 
/**
 * Bytes of the current file read.
 */
bytes_done: number, 
/**
 * Bytes of the current file in all; 0 where it is not known.
 */
bytes: number, 
/**
 * What is being worked on.
 */
current: string, };

/**
 * Which rows of a timeline are wanted.
 */
export type TimelineFilter = { 
/**
 * Only what happened on or after this day, month or time.
 */
from?: string, 
/**
 * Only what happened on or before this day, month or time.
 */
to?: string, 
/**
 * Only contacts that came this way.
 */
channel?: Channel, 
/**
 * Only this kind of entry.
 */
kind?: EntryKind, 
/**
 * Only contacts that are a turning point, or all rows when absent or false.
 */
turns?: boolean, 
/**
 * Leave out so many of the latest.
 */
skip?: number, 
/**
 * Only so many: the latest of the rest.
 */
most?: number, };

/**
 * What an export takes and leaves.
 */
export type Selection = { 
/**
 * Only what happened on or after this day.
 */
from?: string, 
/**
 * Only what happened on or before this day.
 */
to?: string, 
/**
 * Contacts that stay behind.
 */
without_contacts: Array<number>, 
/**
 * Items that stay behind.
 */
without_items: Array<number>, };

/**
 * Whether there is a vault, and whether it is open.
 */
export type Standing = "none" | "locked" | "unlocked";

/**
 * Colours of the window.
 */
export type Theme = "system" | "light" | "dark";

/**
 * What can be captured.
 */
export type CaptureKind = "screen" | "window";

/**
 * Why the window was locked.
 */
export type LockReason = "asked" | "idle" | "sleep";

/**
 * What the display allows.
 */
export type Display = { 
/**
 * True where capturing goes through the portal's own dialog.
 */
wayland: boolean, };

/**
 * Where the vault stands.
 */
export type VaultState = { 
/**
 * Whether there is one, and whether it is open.
 */
state: Standing, 
/**
 * Its folder.
 */
folder: string | null, 
/**
 * What the folder says while it is locked.
 */
locked: LockedVault | null, 
/**
 * Why it was locked, where that was since the program started.
 */
why: LockReason | null, 
/**
 * What the unlock found.
 */
opening: Opening | null, 
/**
 * What the display allows.
 */
display: Display, };

/**
 * How hard a passphrase is to guess.
 */
export type Strength = { 
/**
 * 0 to 4.
 */
score: number, 
/**
 * True when it is enough to make a vault with.
 */
enough: boolean, 
/**
 * What is weak about it.
 */
warning: string | null, 
/**
 * What would make it stronger.
 */
suggestions: Array<string>, };

/**
 * A new vault, just made.
 */
export type Made = { 
/**
 * The twelve recovery words; shown once.
 */
words: Array<string>, 
/**
 * What the vault says of itself.
 */
opening: Opening, };

/**
 * One screen or window that can be captured.
 */
export type CaptureSource = { 
/**
 * Names it in the capture command.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Screen or window.
 */
kind: CaptureKind, };

/**
 * What was typed into a form and is not saved yet.
 */
export type KeptDraft = { 
/**
 * Which form of the case: `new`, or the number of the contact that is amended.
 */
form: string, 
/**
 * When it was kept.
 */
kept: string, 
/**
 * What was typed, as the form wrote it.
 */
text: string, };

/**
 * What logging a contact gives.
 */
export type Logged = { 
/**
 * Its number.
 */
contact: number, 
/**
 * When it was recorded.
 */
recorded: string, };

/**
 * What adding many files gave.
 */
export type AddOutcome = { 
/**
 * How many were added.
 */
added: number, 
/**
 * How many could not be.
 */
failed: number, 
/**
 * How many were there already, byte for byte.
 */
duplicates: number, };

/**
 * One file that could not be added.
 */
export type FailedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
problem: Problem, };

/**
 * What adding without unlocking gave; both lists are empty when the person chose no file.
 */
export type InboxAdded = { 
/**
 * What waits in the inbox now.
 */
added: Array<InboxRow>, 
/**
 * What could not be added.
 */
failed: Array<FailedFile>, };

/**
 * The start of a text item.
 */
export type TextPreview = { 
/**
 * The text; bytes that are not UTF-8 are shown as replacement characters.
 */
text: string, 
/**
 * True when there is more than is shown.
 */
truncated: boolean, };

/**
 * What the person set.
 */
export type Settings = { 
/**
 * Idle minutes until the vault is locked.
 */
autoLockMinutes: number, 
/**
 * True when images and exact words are covered until asked for.
 */
cover: boolean, 
/**
 * Colours.
 */
theme: Theme, 
/**
 * Text size in per cent.
 */
textSize: number, 
/**
 * True when single letters act as keys.
 */
letterKeys: boolean, };

/**
 * What happens while files are added.
 */
export type AddEvent = { "kind": "progress", 
/**
 * How far.
 */
progress: Progress, } | { "kind": "added", 
/**
 * Its name.
 */
name: string, 
/**
 * What was saved.
 */
receipt: ItemReceipt, } | { "kind": "failed", 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
problem: Problem, };

/**
 * To whom a bundle is sealed, as the window says it; the shell moves the passphrase into a [`crate::Secret`] at once.
 */
export type BundleTo = { "kind": "recipients", 
/**
 * `age1…` and `ssh-…` lines.
 */
recipients: Array<string>, } | { "kind": "passphrase", 
/**
 * The passphrase.
 */
passphrase: string, };

/**
 * What a person unlocks with once more before a key changes; the shell moves it into a [`crate::Secret`] at once.
 */
export type Proof = { "kind": "passphrase", 
/**
 * The passphrase.
 */
passphrase: string, } | { "kind": "words", 
/**
 * The words, with spaces between them.
 */
words: string, };

/** Every Channel in the order the interface offers them, with the words a person reads. */
export const CHANNELS: readonly [Channel, string][] = [
  ["message", "Message"],
  ["friend_request", "Friend request"],
  ["email", "Email"],
  ["letter", "Letter or card"],
  ["phone", "Phone call"],
  ["in_person", "In person"],
  ["gift", "Gift or delivery"],
  ["post", "Post or review"],
  ["third_party", "Through someone"],
  ["other", "Something else"],
];

/** Every Direction in the order the interface offers them, with the words a person reads. */
export const DIRECTIONS: readonly [Direction, string][] = [
  ["from_them", "From them"],
  ["from_you", "From you"],
  ["about_you", "About you"],
];

/** Every Turn in the order the interface offers them, with the words a person reads. */
export const TURNS: readonly [Turn, string][] = [
  ["asked_to_stop", "Asked to stop"],
  ["warning_letter", "Warning letter"],
  ["police", "Police"],
];
