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
 * How the person knows of a contact.
 */
export type Basis = "saw" | "heard" | "received" | "told_by" | "inferred";

/**
 * Where the time of a contact comes from.
 */
export type TimeSource = "device_clock" | "platform_display" | "email_header" | "exif" | "postmark" | "cctv_display" | "call_log" | "appointment_system" | "recollection" | "told_by";

/**
 * What kind of place it was.
 */
export type PlaceKind = "your_work" | "your_home" | "your_family" | "public" | "online" | "their_place" | "other";

/**
 * How exact written words are.
 */
export type Exactness = "exact" | "close" | "gist";

/**
 * What was done, as the law lists it (Protection from Harassment Act 1997, s.2A(3); Criminal Justice and Licensing
 * (Scotland) Act 2010, s.39(6)) and as police ask; a description, no conclusion.
 */
export type Behaviour = "following" | "contacting" | "publishing" | "monitoring" | "loitering" | "interfering" | "watching" | "giving" | "threat" | "weapon" | "sexual_comment" | "declaration_of_love" | "self_harm" | "approach_to_family" | "approach_to_staff" | "complaint" | "turned_up_at_home";

/**
 * Whether they knew that the contact was not wanted.
 */
export type KnownUnwanted = "told_before" | "no" | "unclear";

/**
 * How strongly something was felt, in words.
 */
export type Degree = "not_at_all" | "a_little" | "quite" | "very";

/**
 * How the doctor answered.
 */
export type ResponseKind = "none" | "ignored" | "replied" | "ended_call" | "asked_to_stop" | "called_colleague" | "called_security" | "called_police" | "left" | "other";

/**
 * Whether it was in a consultation.
 */
export type ClinicalSetting = "during_consultation" | "not";

/**
 * That somebody was told of a contact.
 */
export type Told = { 
/**
 * Who.
 */
who: string, 
/**
 * When.
 */
when?: Moment | null, 
/**
 * Their reference.
 */
reference?: string | null, };

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
turn: Turn | null, 
/**
 * When it ended.
 */
ended?: Moment | null, 
/**
 * Where the time comes from.
 */
time_source?: TimeSource | null, 
/**
 * What kind of place.
 */
place_kind?: PlaceKind | null, 
/**
 * How the person knows of it.
 */
basis?: Basis | null, 
/**
 * Who told them.
 */
told_by?: string | null, 
/**
 * Whose the exact words are.
 */
speaker?: string | null, 
/**
 * How exact the words are.
 */
exactness?: Exactness | null, 
/**
 * The words as an export has them, where their letters were broken and mended.
 */
written?: string | null, 
/**
 * The place in an export that it was read from.
 */
export?: Export | null, 
/**
 * Whether they knew that it was not wanted.
 */
known_unwanted?: KnownUnwanted | null, 
/**
 * The contact in which they were told so, by number.
 */
told_in?: number | null, 
/**
 * What they showed to know about the person.
 */
knowledge_shown?: string | null, 
/**
 * How they looked or sounded, what they wore or carried.
 */
appearance?: string | null, 
/**
 * A vehicle.
 */
vehicle?: string | null, 
/**
 * Who saw or heard it, and how to reach them.
 */
witnesses?: string | null, 
/**
 * How frightened the person was.
 */
fear?: Degree | null, 
/**
 * How alarmed.
 */
alarm?: Degree | null, 
/**
 * How distressed.
 */
distress?: Degree | null, 
/**
 * What they changed in their days because of it.
 */
practical_changes?: string | null, 
/**
 * How they answered, in one word.
 */
response_kind?: ResponseKind | null, 
/**
 * Whether it was in a consultation.
 */
clinical_setting?: ClinicalSetting | null, 
/**
 * The chaperone record, by number.
 */
chaperone?: number | null, 
/**
 * What a reader should be prepared for.
 */
content_note?: string | null, 
/**
 * What they did, by the words of the law and of the police.
 */
behaviours?: Array<Behaviour>, 
/**
 * Who was told of it.
 */
reported_to?: Array<Told>, 
/**
 * The people in it, by number.
 */
people?: Array<number>, };

/**
 * A list that a case keeps beside its contacts and items.
 */
export type Register = "person" | "gift" | "thing" | "letter" | "step" | "chaperone" | "review" | "transcript";

/**
 * Why an entry of a register is in no bundle, whatever is chosen.
 */
export type Stays = "review" | "not_sent" | "not_done" | "privileged";

/**
 * What somebody is in a case.
 */
export type Role = "subject" | "you" | "colleague" | "manager" | "chaperone" | "witness" | "family" | "police" | "mdo" | "solicitor" | "gmc" | "regulator_other" | "third_party" | "unknown_sender";

/**
 * What kind of identifier something is.
 */
export type IdentifierKind = "handle" | "phone" | "email" | "address" | "vehicle" | "nhs_no" | "dob" | "other";

/**
 * Why an identifier is taken to be somebody's.
 */
export type AttributionBasis = "self_identified" | "known" | "only_they_know" | "admitted" | "handwriting" | "seen" | "confirmed" | "suspicion" | "unknown";

/**
 * How sure an attribution is, in words.
 */
export type Confidence = "confirmed" | "strong" | "possible" | "unknown";

/**
 * Whether it is safe to contact somebody.
 */
export type ContactSafe = "yes" | "no" | "ask_first";

/**
 * Whether somebody would give a statement.
 */
export type Willing = "yes" | "no" | "not_asked" | "unsure";

/**
 * What somebody can be reached or known by; an account name is not a person, so it says why it is taken for theirs.
 */
export type Identifier = { 
/**
 * What it is.
 */
kind: IdentifierKind, 
/**
 * The name, number or address.
 */
value: string, 
/**
 * Why it is taken for theirs.
 */
basis?: AttributionBasis | null, 
/**
 * How sure that is.
 */
confidence?: Confidence | null, 
/**
 * More about it.
 */
note?: string | null, };

/**
 * Somebody in a case.
 */
export type Person = { 
/**
 * A name, or "Person A".
 */
display: string, 
/**
 * What they are in the case.
 */
role: Role, 
/**
 * What they are to the doctor.
 */
relationship?: string | null, 
/**
 * What they are to the person of concern.
 */
relationship_to_subject?: string | null, 
/**
 * Whether it is safe to contact them.
 */
contact_safe?: ContactSafe | null, 
/**
 * Whether they would give a statement.
 */
statement?: Willing | null, 
/**
 * Whether they keep a log of their own.
 */
own_log?: boolean | null, 
/**
 * Anything else.
 */
note?: string | null, 
/**
 * What they can be reached or known by, and what may be shown in a bundle.
 */
identifiers?: Array<Identifier>, 
/**
 * Identifiers that are sensitive: they are left out of every bundle.
 */
private_identifiers?: Array<Identifier>, 
/**
 * Items that show them.
 */
items?: Array<number>, };

/**
 * An amount of money in pence; 0 to [`Pence::MOST`] is taken, and anything else refused in plain words.
 */
export type Pence = number;

/**
 * How a gift or thing came.
 */
export type Arrival = "in_person" | "reception" | "post" | "courier" | "home" | "left" | "online_transfer" | "third_party" | "other";

/**
 * Yes, no, or not clear.
 */
export type Clarity = "yes" | "no" | "unclear";

/**
 * What was done with a gift.
 */
export type Decision = "refused" | "returned" | "kept_for_police" | "given_to_charity" | "shared_with_team" | "accepted_for_org" | "accepted" | "disposed" | "undecided";

/**
 * A gift, offered or received.
 */
export type Gift = { 
/**
 * When it was offered or received.
 */
when: Moment, 
/**
 * What it is.
 */
what: string, 
/**
 * How it came.
 */
how?: Arrival | null, 
/**
 * The estimated value in pence.
 */
value?: Pence | null, 
/**
 * Where the estimate comes from.
 */
value_basis?: string | null, 
/**
 * Whether it is cash or a voucher.
 */
cash_or_voucher?: boolean | null, 
/**
 * The message that came with it.
 */
message?: string | null, 
/**
 * Whether it is connected with the services of the practice or trust.
 */
connected_with_services?: Clarity | null, 
/**
 * Who gave it, by number.
 */
giver?: number | null, 
/**
 * What was done with it.
 */
decision?: Decision | null, 
/**
 * Who decided.
 */
decision_by?: string | null, 
/**
 * Why.
 */
decision_reason?: string | null, 
/**
 * The policy that was followed.
 */
policy?: string | null, 
/**
 * Whether an entry in a gift register is needed.
 */
register_needed?: Clarity | null, 
/**
 * Whether one was made.
 */
register_made?: boolean | null, 
/**
 * In which register.
 */
register_where?: string | null, 
/**
 * When.
 */
register_date?: Moment | null, 
/**
 * Whether the giver was told that it is recorded.
 */
giver_told?: boolean | null, 
/**
 * Items that show it.
 */
items?: Array<number>, 
/**
 * The contacts it belongs to.
 */
contacts?: Array<number>, };

/**
 * What a physical thing is packed in.
 */
export type Packaging = "paper_envelope" | "card" | "box" | "plastic" | "none";

/**
 * Who has a physical thing.
 */
export type Custody = "with_me" | "with_employer" | "with_mdo" | "with_police" | "returned" | "destroyed" | "lost";

/**
 * Whether a thing was opened.
 */
export type Opened = "no" | "by_me" | "by_other";

/**
 * That somebody had a thing in their hands.
 */
export type Handling = { 
/**
 * Who.
 */
who: string, 
/**
 * When.
 */
when?: Moment | null, 
/**
 * What they did with it.
 */
what?: string | null, };

/**
 * A physical thing that is kept: a letter, a card, a gift, its packaging.
 */
export type Thing = { 
/**
 * The short code on its label.
 */
label: string, 
/**
 * What it is.
 */
what: string, 
/**
 * When it came or was found.
 */
when?: Moment | null, 
/**
 * How it came.
 */
how?: Arrival | null, 
/**
 * Where it was found.
 */
found_where?: string | null, 
/**
 * What it is packed in.
 */
packaging?: Packaging | null, 
/**
 * Whether the envelope is kept with it.
 */
envelope_kept?: boolean | null, 
/**
 * The place on the postmark.
 */
postmark_place?: string | null, 
/**
 * The date on the postmark.
 */
postmark_date?: Moment | null, 
/**
 * The stamp or franking.
 */
franking?: string | null, 
/**
 * Whether it was opened.
 */
opened?: Opened | null, 
/**
 * Where it is now.
 */
place_now?: string | null, 
/**
 * Who has it.
 */
custody?: Custody | null, 
/**
 * The mark that the producing witness proposes, such as "AB1".
 */
exhibit?: string | null, 
/**
 * Anything else.
 */
note?: string | null, 
/**
 * Who had it in their hands.
 */
handled_by?: Array<Handling>, 
/**
 * Items that show it.
 */
items?: Array<number>, 
/**
 * The contacts it belongs to.
 */
contacts?: Array<number>, };

/**
 * What a letter is for.
 */
export type LetterPurpose = "boundary" | "gift_return" | "transfer_of_care" | "warning" | "acceptable_behaviour" | "ending_relationship" | "removal_notice" | "no_contact" | "reply_to_complaint" | "report" | "other";

/**
 * Who a letter is from.
 */
export type LetterFrom = "you" | "practice_manager" | "partner" | "trust" | "solicitor" | "mdo_drafted";

/**
 * How a letter went.
 */
export type LetterMethod = "post_recorded" | "post" | "hand" | "email" | "portal";

/**
 * Whether the police asked not to write.
 */
export type AskedNotTo = "no" | "yes" | "not_involved";

/**
 * A letter that was written or sent.
 */
export type Letter = { 
/**
 * What it is for.
 */
purpose: LetterPurpose, 
/**
 * When it was sent.
 */
sent?: Moment | null, 
/**
 * Who it is from.
 */
from?: LetterFrom | null, 
/**
 * Who signed it.
 */
signed_by?: string | null, 
/**
 * To whom.
 */
to?: string | null, 
/**
 * The template it was made from.
 */
template?: string | null, 
/**
 * The text as sent.
 */
text?: string | null, 
/**
 * Who approved it.
 */
approved_by?: string | null, 
/**
 * When.
 */
approved_at?: Moment | null, 
/**
 * Whether the defence organisation has seen it.
 */
mdo_seen?: boolean | null, 
/**
 * Whether the police asked not to write.
 */
police_asked_not?: AskedNotTo | null, 
/**
 * How it went.
 */
method?: LetterMethod | null, 
/**
 * The item that proves the posting, by number.
 */
proof_of_posting?: number | null, 
/**
 * When it was delivered.
 */
delivered?: Moment | null, 
/**
 * What it says will follow.
 */
consequence?: string | null, 
/**
 * Until when it holds.
 */
valid_until?: Moment | null, 
/**
 * Items, such as the letter as a file.
 */
items?: Array<number>, 
/**
 * The contacts that it names.
 */
contacts?: Array<number>, };

/**
 * What a step is.
 */
export type StepKind = "mdo_call" | "manager_told" | "police_report" | "security" | "chaperone_used" | "boundary_said" | "care_transferred" | "privacy_review" | "account_secured" | "muted" | "platform_report" | "datix" | "gift_register" | "gmc_letter" | "legal_advice" | "wellbeing" | "home_security" | "staff_briefed" | "log_kept" | "letter_sent" | "other";

/**
 * A step that was taken or is due; it never says what was advised.
 */
export type Step = { 
/**
 * What it is.
 */
kind: StepKind, 
/**
 * When it was done.
 */
when?: Moment | null, 
/**
 * Who did it, or was spoken to.
 */
who?: string | null, 
/**
 * A reference.
 */
reference?: string | null, 
/**
 * The outcome in neutral words; what was advised stays in the private notes.
 */
outcome?: string | null, 
/**
 * When it is due.
 */
due?: Moment | null, 
/**
 * Whether it is done.
 */
done?: boolean | null, 
/**
 * The step of the plan that it belongs to, by the name that the plan gives it.
 */
plan?: string | null, 
/**
 * Why it is not taken.
 */
not_taken?: string | null, 
/**
 * Items that show it.
 */
items?: Array<number>, 
/**
 * The contacts it belongs to.
 */
contacts?: Array<number>, };

/**
 * Whether a chaperone was there.
 */
export type Offered = "accepted" | "declined" | "none_available" | "not_offered";

/**
 * A chaperone at a consultation; no clinical detail.
 */
export type Chaperone = { 
/**
 * When the consultation was.
 */
when: Moment, 
/**
 * Whether a chaperone was there.
 */
offered: Offered, 
/**
 * The chaperone's name and role.
 */
name_role?: string | null, 
/**
 * Whether they saw the whole of it.
 */
whole?: boolean | null, 
/**
 * Whether it is written in the clinical record.
 */
recorded_in_notes?: boolean | null, 
/**
 * Why none was there.
 */
why_none?: string | null, 
/**
 * The contacts it belongs to.
 */
contacts?: Array<number>, };

/**
 * Yes, no, or not sure.
 */
export type Answer = "yes" | "no" | "unsure";

/**
 * How frightened somebody is, in words.
 */
export type Frightened = "not" | "a_little" | "very";

/**
 * The answer to a prompt.
 */
export type Prompt = { 
/**
 * Yes, no, or not sure.
 */
answer: Answer, 
/**
 * In the person's words.
 */
note?: string | null, };

/**
 * The answer to one of the things to tell the police, by the name that the list gives it.
 */
export type Point = { 
/**
 * Which.
 */
key: string, 
/**
 * Yes, no, or not sure.
 */
answer: Answer, 
/**
 * In the person's words.
 */
note?: string | null, };

/**
 * A look at the whole: four prompts with a note each, no total and no label.
 */
export type Review = { 
/**
 * When.
 */
when: Moment, 
/**
 * Who looked.
 */
by?: string | null, 
/**
 * Whether it seems fixated.
 */
fixated?: Prompt | null, 
/**
 * Whether it seems obsessive.
 */
obsessive?: Prompt | null, 
/**
 * Whether it is unwanted.
 */
unwanted?: Prompt | null, 
/**
 * Whether it is repeated.
 */
repeated?: Prompt | null, 
/**
 * How frightened the person is.
 */
frightened?: Frightened | null, 
/**
 * In their words.
 */
frightened_words?: string | null, 
/**
 * What is needed now.
 */
needs?: string | null, 
/**
 * Who was told of it.
 */
told?: string | null, 
/**
 * When to look again.
 */
next_review?: Moment | null, 
/**
 * Things to tell the police.
 */
points?: Array<Point>, 
/**
 * The contacts that it looks at.
 */
contacts?: Array<number>, };

/**
 * Who put an item into words.
 */
export type TranscribedBy = "person" | "machine";

/**
 * The program that reads words in pictures, as it is on this computer.
 */
export type TextReaderView = { 
/**
 * What it calls itself; `None` when it is not there.
 */
program: string | null, 
/**
 * The languages that it reads, by its own short names.
 */
languages: Array<string>, 
/**
 * The language that is read where none is asked for.
 */
usual: string, 
/**
 * How it comes onto this computer.
 */
install: string, };

/**
 * What an item says or shows, in words; it stays with its item.
 */
export type Transcript = { 
/**
 * The item, by number.
 */
item: number, 
/**
 * The words.
 */
text: string, 
/**
 * Who put it into words.
 */
made_by: TranscribedBy, 
/**
 * Who wrote it.
 */
who?: string | null, 
/**
 * The program that read it, with its version.
 */
program?: string | null, 
/**
 * The language that it is in.
 */
language?: string | null, 
/**
 * Whether a person compared it with the item.
 */
checked?: boolean | null, 
/**
 * What is uncertain: passages that are not clear, what was left out.
 */
note?: string | null, };

/**
 * What is written in a register.
 */
export type RegisterEntry = { "register": "person" } & Person | { "register": "gift" } & Gift | { "register": "thing" } & Thing | { "register": "letter" } & Letter | { "register": "step" } & Step | { "register": "chaperone" } & Chaperone | { "register": "review" } & Review | { "register": "transcript" } & Transcript;

/**
 * Which law applies.
 */
export type Jurisdiction = "england_wales" | "scotland" | "northern_ireland" | "mixed" | "unsure";

/**
 * What the doctor is.
 */
export type DoctorRole = "gp_partner" | "gp_salaried" | "locum" | "consultant" | "trainee" | "sas_doctor" | "student" | "other";

/**
 * What the person of concern is to the practice.
 */
export type PersonStatus = "current_patient" | "former_patient" | "relative_or_carer" | "never_patient" | "unknown";

/**
 * Where the professional relationship stands.
 */
export type ProfessionalRelationship = "continuing" | "transferred" | "ended" | "removed_from_list" | "never";

/**
 * Who is responsible for the data.
 */
export type Controller = "me" | "employer" | "both" | "unsure";

/**
 * What kind of order.
 */
export type OrderKind = "restraining" | "spo_interim" | "spo" | "injunction" | "bail_condition" | "non_harassment" | "other";

/**
 * An order that was made.
 */
export type Order = { 
/**
 * Which.
 */
kind: OrderKind, 
/**
 * From when.
 */
from?: Moment | null, 
/**
 * Until when.
 */
to?: Moment | null, 
/**
 * What it says.
 */
terms?: string | null, 
/**
 * Whether it was breached.
 */
breached?: boolean | null, };

/**
 * What is known of a case as a whole; its name stands apart.
 */
export type Details = { 
/**
 * Which law applies.
 */
jurisdiction?: Jurisdiction | null, 
/**
 * What the doctor is.
 */
role?: DoctorRole | null, 
/**
 * Where they work.
 */
setting?: string | null, 
/**
 * What the person of concern is to the practice.
 */
person_status?: PersonStatus | null, 
/**
 * Where the professional relationship stands.
 */
relationship?: ProfessionalRelationship | null, 
/**
 * Who is responsible for the data.
 */
controller?: Controller | null, 
/**
 * Who agreed to the keeping of it.
 */
authority_who?: string | null, 
/**
 * When.
 */
authority_date?: Moment | null, 
/**
 * What they said about it.
 */
authority_note?: string | null, 
/**
 * Where the clinical record says that this is kept.
 */
signposted?: string | null, 
/**
 * The defence organisation.
 */
mdo_name?: string | null, 
/**
 * Its reference.
 */
mdo_reference?: string | null, 
/**
 * Its adviser.
 */
mdo_adviser?: string | null, 
/**
 * When it was first told.
 */
mdo_first?: Moment | null, 
/**
 * The line manager.
 */
line_manager?: string | null, 
/**
 * The police force.
 */
police_force?: string | null, 
/**
 * The incident number, which is not the crime number.
 */
police_incident?: string | null, 
/**
 * The crime number.
 */
police_crime?: string | null, 
/**
 * The officer in the case.
 */
police_officer?: string | null, 
/**
 * Their collar number.
 */
police_collar?: string | null, 
/**
 * Their e-mail address.
 */
police_email?: string | null, 
/**
 * The prosecutor's reference.
 */
prosecutor_reference?: string | null, 
/**
 * The GMC's reference.
 */
gmc_reference?: string | null, 
/**
 * When to look whether it is still needed; without it, six years after the last contact.
 */
retention_review?: Moment | null, 
/**
 * When the person looked at that last.
 */
retention_reviewed?: Moment | null, 
/**
 * Orders that were made.
 */
orders?: Array<Order>, };

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
export type Acquisition = "screen_capture" | "clipboard" | "file" | "working_copy" | "mail_part";

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
 * An area that is covered in a redacted copy, in pixels of a page of the original.
 */
export type Area = { 
/**
 * The page, from 1; a picture has one.
 */
page: number, 
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
height: number, 
/**
 * Why it is covered, without what it covers.
 */
reason: string, };

/**
 * From which item another was made, and how.
 */
export type Derived = { 
/**
 * The original's item number.
 */
item: number, 
/**
 * The area kept, where only a part is.
 */
crop?: Crop, 
/**
 * The areas that are covered.
 */
areas?: Array<Area>, 
/**
 * How far it was turned to the right, in quarters, 1 to 3; 0 where it was not.
 */
turn?: number, 
/**
 * The part of a mail that it is.
 */
part?: MailPart, };

/**
 * What is looked for in a capture.
 */
export type Looked = "address" | "handle" | "shown" | "thread" | "replies" | "still_there";

/**
 * Whether the whole thread was captured.
 */
export type HowMuch = "yes" | "partly" | "no";

/**
 * Whether the person's own replies were captured.
 */
export type Replies = "yes" | "no" | "none";

/**
 * Whether the source is there still.
 */
export type StillThere = "yes" | "removed" | "unsure";

/**
 * Why something that is looked for could not be captured.
 */
export type CouldNot = { 
/**
 * What.
 */
what: Looked, 
/**
 * Why, in the person's words.
 */
why: string, };

/**
 * What the person says of how much was captured; all of it may be left out.
 *
 * The address, the handle and the date shown are in the item's [`Source`].
 */
export type Captured = { 
/**
 * The whole thread.
 */
thread?: HowMuch, 
/**
 * The person's own replies.
 */
replies?: Replies, 
/**
 * The source, at the time of capture.
 */
still_there?: StillThere, 
/**
 * What could not be captured, and why; one entry at most for each thing.
 */
could_not: Array<CouldNot>, };

/**
 * How far one thing that is looked for is there.
 */
export type There = "yes" | "partly" | "could_not" | "no";

/**
 * One thing that is looked for, and how far it is there.
 */
export type LookedFor = { 
/**
 * What.
 */
what: Looked, 
/**
 * How far.
 */
there: There, 
/**
 * What is known of it, or why it could not be captured.
 */
told: string, };

/**
 * Which shot of a set an item is.
 */
export type SetPlace = { 
/**
 * The set; the same for each of its shots and for nothing else.
 */
id: string, 
/**
 * The place in it, from 1.
 */
n: number, 
/**
 * Over how many rows of pixels it shows the same as the shot before; 0 when it shows nothing of it, `None` for the
 * first and where that was not looked at.
 */
overlap: number | null, };

/**
 * The set that an item belongs to.
 */
export type SetView = { 
/**
 * The item's own place.
 */
place: SetPlace, 
/**
 * Every item of the set, in order.
 */
items: Array<number>, };

/**
 * A sign that a messaging app changed a file before it came here.
 */
export type Sign = "messenger_name" | "no_camera_facts" | "messenger_size";

/**
 * The size of a page or picture as it is shown, in pixels.
 */
export type PageSize = { 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * Something that a file says about itself in words.
 */
export type SaidKind = "camera" | "lens" | "serial" | "software" | "creator" | "author" | "title" | "subject" | "keywords" | "comment" | "changed_by" | "holds" | "turned";

/**
 * One thing that a file says about itself.
 */
export type Said = { 
/**
 * What it is about.
 */
what: SaidKind, 
/**
 * What it says.
 */
text: string, };

/**
 * What a file's own time is the time of.
 */
export type SaidTimeKind = "taken" | "made" | "changed";

/**
 * A time that a file says, by the clock of whatever wrote it.
 */
export type SaidTime = { 
/**
 * What happened then.
 */
what: SaidTimeKind, 
/**
 * The clock time, `2026-03-04T19:12:30`.
 */
local: string, 
/**
 * Minutes that the clock was ahead of UTC, where the file says so.
 */
offset: number | null, };

/**
 * Where a file says it was made.
 */
export type SaidPlace = { 
/**
 * Degrees, north positive.
 */
latitude: number, 
/**
 * Degrees, east positive.
 */
longitude: number, 
/**
 * Metres above the sea, where it is told.
 */
height: number | null, };

/**
 * What a file says about itself.
 */
export type Inside = { 
/**
 * Its pages; a picture has one.
 */
pages: Array<PageSize>, 
/**
 * Whether there are more pages than are listed.
 */
more_pages: boolean, 
/**
 * Whether its pages may have words that can be selected and found.
 */
worded: boolean, 
/**
 * What it says in words.
 */
said: Array<Said>, 
/**
 * The times that it says.
 */
times: Array<SaidTime>, 
/**
 * Where it says that it was made.
 */
place: SaidPlace | null, 
/**
 * The words of a document that is not drawn.
 */
text: string, 
/**
 * Whether it has more of these than are told.
 */
more_text: boolean, };

/**
 * Words of a page that stand in one row.
 */
export type Run = { 
/**
 * What stands between the run before and this one: nothing, a space, or a line break.
 */
before: string, 
/**
 * The words.
 */
text: string, 
/**
 * Top edge, in pixels of the page.
 */
y: number, 
/**
 * Height.
 */
height: number, 
/**
 * The left edge of each character of the text, and the right edge of the last.
 */
edges: Array<number>, };

/**
 * The words of a page and where they stand.
 */
export type PageWords = { 
/**
 * The page's own size, in which the places are counted.
 */
size: PageSize, 
/**
 * The words, in the order in which the file has them.
 */
runs: Array<Run>, 
/**
 * Whether there are more than are told.
 */
more: boolean, };

/**
 * A place on a page where words were found.
 */
export type WordPlace = { 
/**
 * The page, from 1.
 */
page: number, 
/**
 * Left edge, in pixels of the page.
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
 * An item that looks the same as another.
 */
export type AlikeItem = { 
/**
 * The number.
 */
n: number, 
/**
 * The number as shown.
 */
label: string, 
/**
 * The width of its picture, upright, in pixels.
 */
width: number, 
/**
 * The height.
 */
height: number, 
/**
 * Whether its bytes are the same too.
 */
same_bytes: boolean, };

/**
 * The items of a case that look the same as one.
 */
export type Alike = { 
/**
 * The width of its own picture, upright, in pixels; 0 where it is not compared.
 */
width: number, 
/**
 * The height.
 */
height: number, 
/**
 * Those that look the same, by number.
 */
items: Array<AlikeItem>, 
/**
 * How many pictures of the case were not looked at yet.
 */
waiting: number, };

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
description?: string, 
/**
 * How much of the thing was captured.
 */
captured: Captured, 
/**
 * Which shot of a set it is.
 */
set?: SetPlace, 
/**
 * Where it was found among many that were added at once: its folders, or its place in an archive.
 */
found?: string, };

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
description?: string, 
/**
 * How much of the thing was captured; replaces all that was said of it.
 */
captured?: Captured, };

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
 * What an entry of a case is.
 */
export type EntryKind = "contact" | "item" | "person" | "gift" | "thing" | "letter" | "step" | "chaperone" | "review" | "transcript";

/**
 * What a private text is.
 */
export type PrivateKind = "note" | "advice";

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
 * The UTC instant it sorts by: its beginning, of a turning point the end of what is known of its time, so that
 * all below surely came after it.
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
 * The turning point that a contact is, or a letter that went: contact after it has another weight.
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
 * Which row of a timeline is meant.
 */
export type RowKey = { 
/**
 * The kind of the entry.
 */
kind: EntryKind, 
/**
 * The number.
 */
n: number, 
/**
 * 0, or which of the entries with this number it is.
 */
twin: number, };

/**
 * What the contacts of a case add up to: those that came from them or were about you, turning points left out.
 */
export type Pattern = { 
/**
 * How many.
 */
contacts: number, 
/**
 * How many of these have no known day, and so stand in no week.
 */
undated: number, 
/**
 * On how many days.
 */
days: number, 
/**
 * The day of the first.
 */
first: string | null, 
/**
 * The day of the last.
 */
last: string | null, 
/**
 * Days from the first to the last, both counted.
 */
over: number, 
/**
 * The weeks with any, by their Monday.
 */
weeks: Array<PatternWeek>, 
/**
 * The channels, in the order in which they were first used.
 */
channels: Array<PatternChannel>, 
/**
 * The platforms, in the order in which they were first used; at most 200.
 */
platforms: Array<PatternName>, 
/**
 * The places, as the person wrote them, in the order in which they were first named; at most 200.
 */
places: Array<PatternName>, 
/**
 * The turning points, oldest first; those without a date after them.
 */
turns: Array<PatternTurn>, 
/**
 * With how many the person wrote what it did to them: its effect in words, or fear, alarm or distress.
 */
felt: number, 
/**
 * With how many they wrote what they changed in their days.
 */
changed: number, };

/**
 * The contacts of one week.
 */
export type PatternWeek = { 
/**
 * Its Monday, `2026-03-16`.
 */
monday: string, 
/**
 * How many by each channel, in the channels' order.
 */
counts: Array<PatternCount>, };

/**
 * How many came by one channel.
 */
export type PatternCount = { 
/**
 * The channel.
 */
channel: Channel, 
/**
 * How many.
 */
n: number, };

/**
 * A channel over the whole case.
 */
export type PatternChannel = { 
/**
 * The channel.
 */
channel: Channel, 
/**
 * The day of the first with a known day.
 */
first: string | null, 
/**
 * How many.
 */
n: number, };

/**
 * A platform or a place over the whole case.
 */
export type PatternName = { 
/**
 * Its name, as the person wrote it.
 */
name: string, 
/**
 * The day of the first with a known day.
 */
first: string | null, 
/**
 * How many.
 */
n: number, };

/**
 * A turning point.
 */
export type PatternTurn = { 
/**
 * What it is.
 */
turn: Turn, 
/**
 * Whether it is a contact or a letter of the register.
 */
kind: EntryKind, 
/**
 * The number of that.
 */
n: number, 
/**
 * Its day, where it is known.
 */
day: string | null, 
/**
 * How many contacts surely came after it; what has no date is neither before nor after.
 */
after: number, };

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
 * An entry of a register with everything that was written.
 */
export type RegisterView = { 
/**
 * The number in its register.
 */
n: number, 
/**
 * The number as shown: `12`, or `12b` where two computers used one number.
 */
label: string, 
/**
 * The entry, amendments applied.
 */
entry: RegisterEntry, 
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
 * For a gift of a known giver: what all gifts from them in the twelve months up to it are worth, as far as
 * values are known.
 */
twelve_months?: Pence | null, 
/**
 * Why it is in no bundle, whatever is chosen.
 */
stays?: Stays | null, 
/**
 * Its amendments, oldest first.
 */
amendments: Array<Amendment>, };

/**
 * What writing an entry gives.
 */
export type Entered = { 
/**
 * Its number.
 */
n: number, 
/**
 * When it was recorded.
 */
recorded: string, };

/**
 * What is known of a case as a whole.
 */
export type DetailsView = { 
/**
 * The details, amendments applied; without any field where nothing was written.
 */
details: Details, 
/**
 * When they were first recorded.
 */
recorded: string | null, 
/**
 * Their amendments, oldest first.
 */
amendments: Array<Amendment>, };

/**
 * A note that stays private to the case, or advice that may be privileged; never in a bundle.
 */
export type PrivateNote = { 
/**
 * Which of the two.
 */
kind: PrivateKind, 
/**
 * What was written.
 */
text: string, 
/**
 * For advice, who gave it.
 */
from: string | null, 
/**
 * When it was recorded.
 */
recorded: string, };

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
 * What the person says of how much was captured.
 */
captured: Captured, 
/**
 * What is looked for in a capture, and how far it is there.
 */
looked_for: Array<LookedFor>, 
/**
 * The set of captures that it belongs to.
 */
set: SetView | null, 
/**
 * Where it was found among many that were added at once.
 */
found: string | null, 
/**
 * Signs that a messaging app changed it before it came here.
 */
signs: Array<Sign>, 
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
 * The items made from it: working copies, and parts of a mail.
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
 * What it says or shows, in words.
 */
transcripts: Array<RegisterView>, 
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
duplicate_of: number | null, 
/**
 * Whether it has signs that a messaging app changed it.
 */
noted: boolean, };

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
withheld: number, 
/**
 * The page beside it that opens it in a browser, where one was asked for.
 */
reader: string | null, 
/**
 * True when that page could not be given its name: the bundle is made and whole without it.
 */
reader_failed: boolean, };

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
 * Only turning points, or all rows when absent or false.
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
 * An entry of a register, by its number there.
 */
export type ListedNumber = { 
/**
 * The register.
 */
register: Register, 
/**
 * The number in it.
 */
n: number, };

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
without_items: Array<number>, 
/**
 * Registers that stay behind.
 */
without_registers?: Array<Register>, 
/**
 * Entries of registers that stay behind.
 */
without_entries?: Array<ListedNumber>, 
/**
 * Whether the details of the case stay behind.
 */
without_details?: boolean, 
/**
 * Only what is new or changed since the last bundle for the same recipient.
 */
only_new?: boolean, };

/**
 * How many of something a selection takes, and how many it leaves.
 */
export type Tally = { 
/**
 * How many go.
 */
goes: number, 
/**
 * How many stay.
 */
stays: number, };

/**
 * How many entries of a register a selection takes and leaves.
 */
export type RegisterTally = { 
/**
 * The register.
 */
register: Register, 
/**
 * Its entries.
 */
entries: Tally, };

/**
 * What a bundle of a selection would hold and leave, counted before it is made.
 */
export type BundlePreview = { 
/**
 * Contacts.
 */
contacts: Tally, 
/**
 * Items.
 */
items: Tally, 
/**
 * The bytes of the items that go.
 */
bytes: number, 
/**
 * Every register that has entries.
 */
registers: Array<RegisterTally>, 
/**
 * Whether details of the case go.
 */
details: boolean, 
/**
 * How many entries the recipient has from earlier bundles, unchanged: they neither go nor stay.
 */
before: number, 
/**
 * The numbers of the hand-overs that it follows, oldest first; empty for a bundle that stands alone.
 */
follows: Array<number>, };

/**
 * For whom a bundle is made.
 */
export type Profile = "police" | "cps_via_police" | "gmc_via_mdo" | "mdo" | "employer_security" | "solicitor" | "own_copy";

/**
 * On what a disclosure rests.
 */
export type LawfulBasis = "consent" | "legal_obligation" | "court_order" | "public_interest_serious_harm" | "legal_claims" | "own_mdo" | "other";

/**
 * Whether the person it is about was asked.
 */
export type ConsentAsked = "yes" | "refused" | "would_undermine" | "unsafe" | "not_practicable";

/**
 * For whom a bundle is made, and why.
 */
export type Disclosing = { 
/**
 * What they are.
 */
profile?: Profile | null, 
/**
 * Who that is.
 */
name?: string | null, 
/**
 * What it is for.
 */
purpose?: string | null, 
/**
 * Who asked for it, with their date and reference.
 */
requested_by?: string | null, 
/**
 * On what it rests.
 */
basis?: LawfulBasis | null, 
/**
 * Whether the person it is about was asked.
 */
consent?: ConsentAsked | null, 
/**
 * Why not, or what they said.
 */
consent_reason?: string | null, 
/**
 * Who advised.
 */
advised_by?: string | null, };

/**
 * What became of a bundle.
 */
export type ReceiptEvent = "given" | "opened" | "withdrawn";

/**
 * How a bundle went.
 */
export type Delivery = "in_person" | "post" | "courier" | "portal" | "email" | "other";

/**
 * What became of a bundle that was made.
 */
export type Receipt = { 
/**
 * What happened.
 */
event: ReceiptEvent, 
/**
 * Who took it, or gave it back.
 */
given_to?: string | null, 
/**
 * When.
 */
when?: Moment | null, 
/**
 * How it went.
 */
how?: Delivery | null, 
/**
 * Their reference.
 */
reference?: string | null, 
/**
 * Who gave it.
 */
by?: string | null, 
/**
 * Anything else, such as that they deleted it.
 */
note?: string | null, };

/**
 * How making a bundle ended.
 */
export type DisclosureState = "made" | "not_made" | "begun";

/**
 * A bundle that was made, or begun: who has it, and what became of it.
 */
export type DisclosureView = { 
/**
 * The number of the hand-over.
 */
n: number, 
/**
 * The number as shown: `3`, or `3b` where two computers used one number.
 */
label: string, 
/**
 * The number of the case.
 */
case: number, 
/**
 * When it was begun.
 */
recorded: string, 
/**
 * How it ended.
 */
state: DisclosureState, 
/**
 * Whom it is sealed to: public keys, or "passphrase".
 */
recipients: Array<string>, 
/**
 * For whom, and why.
 */
why: Disclosing, 
/**
 * What was chosen of the case.
 */
selection: Selection, 
/**
 * How many contacts it holds; `None` where that was not recorded.
 */
contacts: number | null, 
/**
 * How many items it holds; `None` where that was not recorded.
 */
items: number | null, 
/**
 * The hand-overs that it follows, oldest first.
 */
follows: Array<number>, 
/**
 * SHA-256 of its tag manifest, which fixes every byte in it.
 */
tagmanifest_sha256: string | null, 
/**
 * SHA-256 of the sealed file.
 */
sealed_sha256: string | null, 
/**
 * True when it was taken back.
 */
withdrawn: boolean, 
/**
 * True when a bundle of what is new since can follow it.
 */
can_follow: boolean, 
/**
 * What became of it, in the order of recording.
 */
receipts: Array<ReceiptView>, };

/**
 * What became of a bundle, with what was written before.
 */
export type ReceiptView = { 
/**
 * Its number in the vault.
 */
n: number, 
/**
 * The number as shown.
 */
label: string, 
/**
 * When it was recorded.
 */
recorded: string, 
/**
 * What it says, amendments applied.
 */
receipt: Receipt, 
/**
 * Its amendments, oldest first.
 */
amendments: Array<Amendment>, };

/**
 * How many files of a kind there are.
 */
export type ImportKind = { 
/**
 * The kind, for people: "Pictures".
 */
kind: string, 
/**
 * How many.
 */
files: number, 
/**
 * How large they are together.
 */
bytes: number, };

/**
 * A file that is not taken.
 */
export type NotImported = { 
/**
 * Its name with its folders.
 */
name: string, 
/**
 * Why, in words that follow the name.
 */
why: string, };

/**
 * What an import would do; nothing was changed to know it.
 */
export type ImportPlan = { 
/**
 * What was chosen.
 */
from: Array<string>, 
/**
 * How many files would be added.
 */
files: number, 
/**
 * How large they are together.
 */
bytes: number, 
/**
 * The same by kind, the largest number first.
 */
kinds: Array<ImportKind>, 
/**
 * How many the case has already, byte for byte, or are there twice.
 */
duplicates: number, 
/**
 * How many of the files are in archives, where duplicates show only as they are added.
 */
in_archives: number, 
/**
 * How many have a name that a messaging app gives.
 */
noted: number, 
/**
 * What cannot be taken, and why.
 */
refused: Array<NotImported>, 
/**
 * How many more cannot be taken than are named.
 */
more_refused: number, };

/**
 * What came of the files so far.
 */
export type ImportTally = { 
/**
 * Added.
 */
added: number, 
/**
 * There already, byte for byte, so not kept twice.
 */
duplicates: number, 
/**
 * Not taken.
 */
refused: number, 
/**
 * Added, with a sign that a messaging app changed them.
 */
noted: number, };

/**
 * How far an import is.
 */
export type ImportProgress = { 
/**
 * Files that are done with.
 */
files_done: number, 
/**
 * Files in all.
 */
files: number, 
/**
 * Bytes that are done with.
 */
bytes_done: number, 
/**
 * Bytes in all.
 */
bytes: number, 
/**
 * Bytes a second, since it was begun or resumed.
 */
rate: number, 
/**
 * Seconds that are left at that rate; `None` before it can be told.
 */
seconds_left: number | null, 
/**
 * What is being worked on.
 */
current: string, 
/**
 * What came of the files so far.
 */
tally: ImportTally, };

/**
 * An import that was begun and is not finished.
 */
export type ImportLeft = { 
/**
 * Its case.
 */
case: number, 
/**
 * What was chosen.
 */
from: Array<string>, 
/**
 * When it was begun.
 */
begun: string, 
/**
 * Files that are done with.
 */
done: number, 
/**
 * Files in all.
 */
files: number, };

/**
 * What came of the messages of an export.
 */
export type MessagesRead = { 
/**
 * The item that is the export.
 */
item: number, 
/**
 * What made it.
 */
kind: ExportKind, 
/**
 * How many contacts were made.
 */
contacts: number, 
/**
 * The number of the first.
 */
first: number | null, 
/**
 * The number of the last.
 */
last: number | null, 
/**
 * How many were contacts of the case already.
 */
there: number, 
/**
 * How many of these were joined to a file that was not in the case before.
 */
joined: number, 
/**
 * How many are of somebody else.
 */
left_out: number, 
/**
 * How many lines the program itself wrote.
 */
by_program: number, 
/**
 * How many parts could not be read, or not wholly.
 */
unread: number, 
/**
 * The first of them.
 */
unread_some: Array<UnreadPart>, };

/**
 * What an import did; it is kept in the case's log.
 */
export type ImportReport = { 
/**
 * When that was recorded.
 */
at: string, 
/**
 * When it was begun.
 */
begun: string, 
/**
 * What was chosen.
 */
from: Array<string>, 
/**
 * How many files there were.
 */
files: number, 
/**
 * How large they are together.
 */
bytes: number, 
/**
 * What came of them.
 */
tally: ImportTally, 
/**
 * The first item that was added.
 */
first: number | null, 
/**
 * The last item that was added.
 */
last: number | null, 
/**
 * What was not taken, and why.
 */
refused: Array<NotImported>, 
/**
 * How many more were not taken than are named.
 */
more_refused: number, 
/**
 * False when the person stopped it before its end.
 */
whole: boolean, 
/**
 * What else came of it where it was an export of messages; files are then those that its messages name.
 */
messages: MessagesRead | null, };

/**
 * A file that may be an export of messages, in a folder or an archive.
 */
export type ExportFound = { 
/**
 * Its name with its folders.
 */
name: string, 
/**
 * How many bytes it has.
 */
bytes: number, 
/**
 * How many other files lie in its folder and in the folders of that.
 */
beside: number, };

/**
 * What was found in a folder or an archive that an app or a phone exported.
 */
export type ExportsFound = { 
/**
 * What was chosen.
 */
from: Array<string>, 
/**
 * What may be an export of messages, by its name; those that apps name so themselves first.
 */
exports: Array<ExportFound>, 
/**
 * How many more there are than are named.
 */
more: number, 
/**
 * How many files there are.
 */
files: number, 
/**
 * What cannot be taken, and why.
 */
refused: Array<NotImported>, 
/**
 * How many more cannot be taken than are named.
 */
more_refused: number, };

/**
 * What became of the files that an import was made from.
 */
export type SourcesRemoved = { 
/**
 * How many were deleted.
 */
removed: number, 
/**
 * What was left, and why.
 */
left: Array<NotImported>, };

/**
 * From what many files are added.
 */
export type ImportFrom = "folder" | "files";

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
 * How the shortcut for capturing stands.
 */
export type ShortcutState = "off" | "on" | "taken" | "unavailable";

/**
 * What the display allows.
 */
export type Display = { 
/**
 * True where programs may not read the screen.
 */
wayland: boolean, 
/**
 * How the shortcut for capturing stands.
 */
shortcut: ShortcutState, };

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
 * The set of captures that is going on.
 */
export type SetNow = { 
/**
 * Its name.
 */
id: string, 
/**
 * How many shots it has.
 */
shots: number, };

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
 * An item that the page may read in parts, to play it.
 */
export type OpenedMedia = { 
/**
 * What its parts are asked for with, until it is closed or the vault is locked; nobody can guess it.
 */
grant: string, 
/**
 * Bytes of the item.
 */
bytes: number, 
/**
 * What its first bytes show that it is.
 */
mediaType: string, };

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
letterKeys: boolean, 
/**
 * True when the shortcut for capturing is on.
 */
shortcutOn: boolean, 
/**
 * Its keys, `Ctrl+Alt+K`.
 */
shortcut: string, 
/**
 * What it captures: the screen with the pointer on it, or the window in front.
 */
shortcutTakes: CaptureKind, 
/**
 * After how many seconds a capture is made.
 */
captureDelay: number, };

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
 * What came of a capture that the shortcut made.
 */
export type Taken = { "kind": "saved", 
/**
 * The case.
 */
case: number, 
/**
 * The item.
 */
receipt: ItemReceipt, } | { "kind": "sealed", 
/**
 * What waits there.
 */
row: InboxRow, } | { "kind": "failed", 
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
 * The papers of a bundle, as the window asks for them.
 */
export type BundlePapers = { 
/**
 * The initials of whoever produces the items; empty to leave a place for them.
 */
initials: string, };

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

/**
 * What made an export.
 */
export type ExportKind = "whatsapp" | "facebook" | "instagram" | "sms" | "mail" | "mailbox" | "outlook" | "imessage_text" | "imessage_page" | "table";

/**
 * In which order an export writes day, month and year.
 */
export type DateOrder = "day_first" | "month_first" | "year_first" | "as_found";

/**
 * Who a sender in an export is.
 */
export type SenderRole = "you" | "them" | "left_out";

/**
 * Why a part of a file could not be read, or not wholly.
 */
export type UnreadWhy = "date" | "too_long" | "letters" | "broken" | "before" | "too_deep" | "cut_off";

/**
 * Why a file holds no messages that can be read.
 */
export type NoMessages = "empty" | "archive" | "not_text" | "unknown" | "none_in_it" | "too_large";

/**
 * Which columns of a table are what, counted from 0.
 */
export type Columns = { 
/**
 * The time.
 */
time: number, 
/**
 * The sender.
 */
sender: number, 
/**
 * The text.
 */
text: number, };

/**
 * From which message on dates stand in an order.
 */
export type DateRun = { 
/**
 * The first message, by its number in the file.
 */
from: number, 
/**
 * The order; never [`DateOrder::AsFound`].
 */
order: DateOrder, };

/**
 * What the dates of an export show about their order.
 */
export type Dates = { 
/**
 * How many can only be read with the day first.
 */
day_first: number, 
/**
 * One of these.
 */
day_example: string | null, 
/**
 * How many can only be read with the month first.
 */
month_first: number, 
/**
 * One of these.
 */
month_example: string | null, 
/**
 * How many have the year first.
 */
year_first: number, 
/**
 * How many can be read in both ways.
 */
either: number, 
/**
 * The orders that fit, in the order of the file: more than one when it changes midway.
 */
runs: Array<DateRun>, };

/**
 * The place in an item that a contact was read from: a part of its record.
 */
export type Export = { 
/**
 * What made the export.
 */
kind: ExportKind, 
/**
 * The item's number.
 */
item: number, 
/**
 * The message's number in it, from 1.
 */
n: number, 
/**
 * Where it begins in the item, in bytes.
 */
at: number, 
/**
 * How many bytes it takes.
 */
length: number, 
/**
 * The time as the export shows it.
 */
shown: string, 
/**
 * True where the export does not say the zone, and it was assumed.
 */
assumed: boolean, };

/**
 * Who one sender is.
 */
export type SenderChoice = { 
/**
 * The sender, as the export shows them.
 */
sender: string, 
/**
 * Who they are.
 */
role: SenderRole, };

/**
 * What a person says about an export before contacts are made of it.
 */
export type MessageChoices = { 
/**
 * The order of its dates.
 */
order?: DateOrder, 
/**
 * The zone of times that say none; Europe/London where nothing is said.
 */
zone?: string, 
/**
 * The platform, where the file does not say it.
 */
platform?: string, 
/**
 * Who the senders are; one who is not named is left out.
 */
senders: Array<SenderChoice>, 
/**
 * The columns of a table.
 */
columns?: Columns, };

/**
 * One sender of an export.
 */
export type SenderTally = { 
/**
 * As the export shows them.
 */
sender: string, 
/**
 * How many messages.
 */
messages: number, 
/**
 * True when the export itself says that this is its owner.
 */
own: boolean, 
/**
 * Who they are, where that was said.
 */
role: SenderRole | null, };

/**
 * One message, shortened.
 */
export type MessageGlimpse = { 
/**
 * Its number in the file.
 */
n: number, 
/**
 * Who sent it.
 */
sender: string | null, 
/**
 * The time as shown.
 */
shown: string, 
/**
 * The time as it is read; nothing where it could not be.
 */
read: Moment | null, 
/**
 * The beginning of the words.
 */
text: string, };

/**
 * A part of a file that could not be read, or not wholly.
 */
export type UnreadPart = { 
/**
 * Where it begins, in bytes.
 */
at: number, 
/**
 * How many bytes.
 */
length: number, 
/**
 * Why.
 */
why: UnreadWhy, };

/**
 * What a piece of a mail's page is.
 */
export type BlockKind = "paragraph" | "heading" | "item" | "plain";

/**
 * What a run of words in a piece of a page is.
 */
export type RunKind = "words" | "link" | "picture";

/**
 * What a page would have loaded from elsewhere.
 */
export type LoadKind = "picture" | "style" | "other";

/**
 * One mail of a file, as it is shown.
 */
export type MailView = { 
/**
 * What the file is.
 */
kind: ExportKind, 
/**
 * Which mail of the file, from 1.
 */
n: number, 
/**
 * True when another mail follows in the file.
 */
next: boolean, 
/**
 * The mail.
 */
mail: Mail, 
/**
 * Its page, reduced to words and simple structure; `None` for a mail of plain text.
 */
page: MailPage | null, 
/**
 * True when the mail goes on for longer than what is read; what comes after is not shown.
 */
cut: boolean, 
/**
 * True when there is more text than is shown.
 */
text_cut: boolean, };

/**
 * The page of a mail, reduced: no program, no style, no picture, nothing that loads.
 */
export type MailPage = { 
/**
 * Its pieces, from the top.
 */
blocks: Array<PageBlock>, 
/**
 * What it would have loaded from elsewhere, which tells the sender that it was opened; the first of it.
 */
loads: Array<PageLoad>, 
/**
 * How many pictures it would have loaded from elsewhere.
 */
pictures: number, 
/**
 * How many of these are too small to be seen.
 */
unseen: number, 
/**
 * How much else it would have loaded from elsewhere.
 */
others: number, 
/**
 * How many programs in it were left out.
 */
scripts: number, 
/**
 * How many forms to fill in were left out.
 */
forms: number, 
/**
 * True when there is more than is shown.
 */
cut: boolean, };

/**
 * One piece of a page.
 */
export type PageBlock = { 
/**
 * What it is.
 */
kind: BlockKind, 
/**
 * How deep it stands in lists, from 1; 0 outside of them.
 */
depth: number, 
/**
 * Its number, in a list that counts.
 */
number: number | null, 
/**
 * How deep it stands in quotations.
 */
quoted: number, 
/**
 * Its words.
 */
runs: Array<PageRun>, };

/**
 * Words in a piece of a page.
 */
export type PageRun = { 
/**
 * What they are.
 */
kind: RunKind, 
/**
 * The words; of a picture, what is said in its place.
 */
text: string, 
/**
 * Where a link leads, or where a picture would come from, where the words do not say it already.
 */
target: string | null, };

/**
 * Something that a page would have loaded from elsewhere.
 */
export type PageLoad = { 
/**
 * What.
 */
what: LoadKind, 
/**
 * From where.
 */
address: string, };

/**
 * A mail.
 */
export type Mail = { 
/**
 * Every header, in the order of the file, as it stands there.
 */
headers: Array<MailHeader>, 
/**
 * Who it says it is from, with the address.
 */
from: string | null, 
/**
 * To whom it says it goes.
 */
to: Array<string>, 
/**
 * Who it says gets a copy.
 */
cc: Array<string>, 
/**
 * Where answers go, where it says so.
 */
reply_to: Array<string>, 
/**
 * The id that it says it has.
 */
message_id: string | null, 
/**
 * The subject.
 */
subject: string | null, 
/**
 * The date as it stands in the headers.
 */
shown: string, 
/**
 * The date in a form that [`crate::Moment::parse`] reads, with its offset.
 */
time: string | null, 
/**
 * The same time as UTC.
 */
utc: string | null, 
/**
 * The servers that say they passed it on, the first one first; each could have written anything.
 */
received: Array<MailHop>, 
/**
 * The words: its plain text, or what its page says without marks.
 */
text: string, 
/**
 * True when its words are the plain text that it came with, not made of its page.
 */
plain: boolean, 
/**
 * What hangs on it.
 */
attachments: Array<MailAttachment>, 
/**
 * True when it has more parts than are told.
 */
more: boolean, 
/**
 * True when some of its letters could not be read.
 */
letters_lost: boolean, };

/**
 * One header of a mail.
 */
export type MailHeader = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it says, as it stands in the file.
 */
value: string, };

/**
 * One server on a mail's way.
 */
export type MailHop = { 
/**
 * What it wrote, as it stands in the file.
 */
shown: string, 
/**
 * From which server.
 */
from: string | null, 
/**
 * The address that this one was called from.
 */
address: string | null, 
/**
 * By which server.
 */
by: string | null, 
/**
 * When, by its own clock, in a form that [`crate::Moment::parse`] reads.
 */
time: string | null, 
/**
 * The same time as UTC.
 */
utc: string | null, };

/**
 * A file that hangs on a mail.
 */
export type MailAttachment = { 
/**
 * Its number among what hangs on the mail, from 1.
 */
part: number, 
/**
 * Its place in the mail, as in [`MailPart`].
 */
path: string, 
/**
 * Its name, as it stands in the mail.
 */
name: string | null, 
/**
 * The type that it says it has.
 */
media_type: string, 
/**
 * How many bytes it has, decoded.
 */
bytes: number, 
/**
 * The type that its bytes show.
 */
seen: string, 
/**
 * The id by which the mail's page names it.
 */
content_id: string | null, 
/**
 * True when it can be taken out: its bytes are there to the end, and its code is whole.
 */
whole: boolean, };

/**
 * From which part of which mail an item was taken.
 */
export type MailPart = { 
/**
 * Which mail of the file, from 1.
 */
mail: number, 
/**
 * The part's place in it as mail programs count (RFC 3501, 6.4.5): `2.1`; in a mail of Outlook, its number.
 */
path: string, };

/**
 * What became of a part of a mail that was to be kept as an item.
 */
export type MailPartKept = { 
/**
 * Its number among what hangs on the mail.
 */
part: number, 
/**
 * The item that it is now, or was before; `None` where it could not be taken out.
 */
item: number | null, 
/**
 * True when the same bytes were an item already.
 */
there: boolean, 
/**
 * Why it could not be taken out, in words that follow its name.
 */
why: string | null, };

/**
 * What an item holds as an export, before anything is written.
 */
export type MessagesPreview = { 
/**
 * The item.
 */
item: number, 
/**
 * What made it; nothing where it is no export.
 */
kind: ExportKind | null, 
/**
 * Why it holds no messages that can be read.
 */
none: NoMessages | null, 
/**
 * The platform.
 */
platform: string | null, 
/**
 * How many messages people sent.
 */
messages: number, 
/**
 * How many lines the program itself wrote; they stay in the file.
 */
by_program: number, 
/**
 * The first of these.
 */
by_program_some: Array<MessageGlimpse>, 
/**
 * How many would become contacts now.
 */
new: number, 
/**
 * How many are contacts of the case already.
 */
there: number, 
/**
 * How many are of somebody else.
 */
left_out: number, 
/**
 * The senders, those with most messages first.
 */
senders: Array<SenderTally>, 
/**
 * The first message.
 */
first: MessageGlimpse | null, 
/**
 * The last one.
 */
last: MessageGlimpse | null, 
/**
 * What its dates show, where their order is a question.
 */
dates: Dates | null, 
/**
 * True while the order of its dates is to be said.
 */
asks_order: boolean, 
/**
 * How many times say no zone.
 */
zone_assumed: number, 
/**
 * How many messages have a time that could not be read.
 */
without_time: number, 
/**
 * How many messages have an earlier time than the one before.
 */
backwards: number, 
/**
 * The first of these, by their numbers in the file.
 */
backwards_some: Array<number>, 
/**
 * How many texts had broken letters that were mended.
 */
mended: number, 
/**
 * How many files the messages name.
 */
media: number, 
/**
 * How many of them are items of the case.
 */
media_there: number, 
/**
 * How many more of them lie beside the export, and would be kept.
 */
media_beside: number, 
/**
 * Those that are neither, each once, and why.
 */
missing: Array<NotImported>, 
/**
 * How many more of these there are than are named.
 */
more_missing: number, 
/**
 * How many files they had that are not in the export.
 */
media_omitted: number, 
/**
 * How many parts could not be read, or not wholly.
 */
unread: number, 
/**
 * The first of them.
 */
unread_some: Array<UnreadPart>, 
/**
 * The first row of a table.
 */
columns: Array<string>, 
/**
 * How many bytes the file has.
 */
bytes: number, };

/**
 * What became of an export.
 */
export type MessagesOutcome = { 
/**
 * How many contacts were made.
 */
contacts: number, 
/**
 * The number of the first.
 */
first: number | null, 
/**
 * The number of the last.
 */
last: number | null, 
/**
 * How many were contacts of the case already.
 */
there: number, 
/**
 * How many are of somebody else.
 */
left_out: number, 
/**
 * How many lines the program itself wrote.
 */
by_program: number, 
/**
 * How many files of messages are items of the case and were joined to their contacts.
 */
media_there: number, 
/**
 * How many files that lay beside the export were kept as items.
 */
kept: number, 
/**
 * How many of them the case had already, byte for byte.
 */
duplicates: number, 
/**
 * How many contacts that were there already were joined to such a file.
 */
joined: number, 
/**
 * The files that messages name and that were not kept, each once, and why.
 */
missing: Array<NotImported>, 
/**
 * How many more of these there are than are named.
 */
more_missing: number, 
/**
 * How many parts could not be read, or not wholly.
 */
unread: number, 
/**
 * True when a person stopped it; what was made stays, and going on adds the rest.
 */
stopped: boolean, };

/**
 * What kind of file a paper is.
 */
export type PaperForm = "pdf" | "docx" | "csv";

/**
 * A register that is made as a paper.
 */
export type PaperRegister = "gift" | "thing";

/**
 * A paper to be made.
 */
export type PaperAsked = { "paper": "letter", 
/**
 * What it is.
 */
title: string, 
/**
 * Its text.
 */
text: string, 
/**
 * As which file.
 */
form: PaperForm, } | { "paper": "register", 
/**
 * Which.
 */
register: PaperRegister, 
/**
 * As which file.
 */
form: PaperForm, } | { "paper": "labels" };

/**
 * Who says something.
 */
export type GuidanceSource = { 
/**
 * The name that facts use.
 */
id: string, 
/**
 * Who, and what.
 */
name: string, 
/**
 * Where it can be looked up; never opened by the application.
 */
place?: string | null, };

/**
 * One thing that is said, and by whom.
 */
export type Fact = { 
/**
 * What.
 */
text: string, 
/**
 * Who says so, by the sources' names.
 */
sources: Array<string>, 
/**
 * The month in which they were last read, `2026-11`.
 */
as_at: string, 
/**
 * What is not sure about it.
 */
unsure?: string | null, };

/**
 * When a number is offered.
 */
export type RingFor = "risk" | "self_harm";

/**
 * A number to ring.
 */
export type PhoneNumber = { 
/**
 * Its name in here.
 */
id: string, 
/**
 * Who answers.
 */
name: string, 
/**
 * The number.
 */
number: string, 
/**
 * What for.
 */
for_what: string, 
/**
 * When it is offered.
 */
ring_for: Array<RingFor>, 
/**
 * Where it was read.
 */
sources: Array<string>, 
/**
 * When.
 */
as_at: string, 
/**
 * What is not sure about it.
 */
unsure?: string | null, };

/**
 * A step of the plan.
 */
export type PlanStep = { 
/**
 * The name that entries in the register of steps use.
 */
id: string, 
/**
 * What to do.
 */
title: string, 
/**
 * The kind of its entries.
 */
kind: StepKind, 
/**
 * Why, in a sentence.
 */
why: Fact, 
/**
 * How.
 */
how: Array<Fact>, 
/**
 * Letters of these purposes, sent, count as this step.
 */
letters: Array<LetterPurpose>, 
/**
 * The checklist that goes with it.
 */
checklist?: string | null, 
/**
 * The letter that goes with it.
 */
outline?: string | null, 
/**
 * Where authorities differ about it.
 */
conflict?: string | null, };

/**
 * What must hold for a step to be suggested; every one is a count or a field of the case, never a judgement.
 */
export type Condition = { "if": "contacts_at_least", 
/**
 * How many.
 */
n: number, } | { "if": "items_at_least", 
/**
 * How many.
 */
n: number, } | { "if": "gifts_at_least", 
/**
 * How many.
 */
n: number, } | { "if": "channel", 
/**
 * Which ways.
 */
any: Array<Channel>, } | { "if": "no_turn", 
/**
 * Which.
 */
turn: Turn, } | { "if": "contacts_after_at_least", 
/**
 * Which.
 */
turn: Turn, 
/**
 * How many.
 */
n: number, } | { "if": "detail_present", 
/**
 * Which.
 */
field: string, } | { "if": "detail_missing", 
/**
 * Which.
 */
field: string, } | { "if": "detail_is", 
/**
 * Which.
 */
field: string, 
/**
 * The word.
 */
word: string, } | { "if": "review_answered_yes" };

/**
 * When a step is suggested.
 */
export type NextRule = { 
/**
 * Which step.
 */
step: string, 
/**
 * What must hold; all of it.
 */
all: Array<Condition>, 
/**
 * What a reader is told, after "Shown because"; `{contacts}` and the like are counts.
 */
because: string, };

/**
 * One point of a checklist.
 */
export type ChecklistPoint = { 
/**
 * The name that ticks use.
 */
id: string, 
/**
 * What.
 */
text: string, 
/**
 * Who says so.
 */
sources: Array<string>, 
/**
 * When that was read.
 */
as_at: string, 
/**
 * What is not sure about it.
 */
unsure?: string | null, };

/**
 * A list to go through.
 */
export type Checklist = { 
/**
 * The name that entries use.
 */
id: string, 
/**
 * Its number.
 */
n: number, 
/**
 * What it is for.
 */
title: string, 
/**
 * What to do.
 */
points: Array<ChecklistPoint>, };

/**
 * Something that authorities see differently.
 */
export type Conflict = { 
/**
 * Its name in here.
 */
id: string, 
/**
 * What it is about.
 */
title: string, 
/**
 * The question.
 */
question: string, 
/**
 * The answers, side by side.
 */
views: Array<Fact>, 
/**
 * Whom to ask.
 */
then: string, };

/**
 * What a reminder counts from.
 */
export type Since = "last_contact" | "warning_letter";

/**
 * A day to be reminded of.
 */
export type Reminder = { 
/**
 * Its name in here.
 */
id: string, 
/**
 * What it says.
 */
title: string, 
/**
 * What it counts from.
 */
since: Since, 
/**
 * How many months after.
 */
months: number, 
/**
 * Where it applies; everywhere when empty.
 */
jurisdictions: Array<Jurisdiction>, 
/**
 * Why.
 */
fact: Fact, };

/**
 * A question before a letter goes.
 */
export type GateQuestion = { 
/**
 * Its name in here: `mdo` or `police`.
 */
id: string, 
/**
 * The question.
 */
question: string, 
/**
 * Why it is asked.
 */
fact: Fact, };

/**
 * The outline of a letter.
 */
export type Outline = { 
/**
 * Its name, `L1`.
 */
id: string, 
/**
 * Its number.
 */
n: number, 
/**
 * What it is.
 */
title: string, 
/**
 * The purpose in the register of letters.
 */
purpose: LetterPurpose, 
/**
 * Who signs it.
 */
signed_by: string, 
/**
 * When it is the right one.
 */
when: string, 
/**
 * What must be in it.
 */
must: Array<string>, 
/**
 * What must not.
 */
must_not: Array<string>, 
/**
 * To whom.
 */
to: string, 
/**
 * Whether the questions of the gate are asked first.
 */
gate: boolean, 
/**
 * The text; `{contacts}` and the like are filled from the case, `[…]` by the person.
 */
text: string, 
/**
 * Who says so.
 */
sources: Array<string>, 
/**
 * When that was read.
 */
as_at: string, 
/**
 * What is not sure about it.
 */
unsure?: string | null, };

/**
 * Why something that is looked for in a capture matters.
 */
export type LookedFact = { 
/**
 * What.
 */
what: Looked, 
/**
 * Why.
 */
why: Fact, };

/**
 * Where a platform shows what is looked for, and what it tells the other side.
 */
export type PlatformAdvice = { 
/**
 * Its name in here.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where the address is.
 */
address?: Fact | null, 
/**
 * Where the handle or the number of the account is.
 */
user_id?: Fact | null, 
/**
 * Where the date and time are.
 */
date?: Fact | null, 
/**
 * What it tells the other person of a capture.
 */
tells?: Fact | null, };

/**
 * The whole of the file.
 */
export type Guidance = { 
/**
 * The version of this form: 1.
 */
format: number, 
/**
 * The day of issue, `2026-11-22`; a file with an earlier one does not replace a later one.
 */
issued: string, 
/**
 * What it is not.
 */
note: string, 
/**
 * Who says it.
 */
sources: Array<GuidanceSource>, 
/**
 * What comes before all else.
 */
emergency: Fact, 
/**
 * What helps on the first day, in the order in which to do it.
 */
today: Array<Fact>, 
/**
 * What to mind while writing a contact down.
 */
writing: Array<Fact>, 
/**
 * Numbers to ring.
 */
numbers: Array<PhoneNumber>, 
/**
 * What to do when the person of concern speaks of harming themselves.
 */
self_harm: Fact, 
/**
 * The steps of the plan, in their order.
 */
plan: Array<PlanStep>, 
/**
 * Which step is suggested: the first rule that holds, of a step that is open.
 */
next: Array<NextRule>, 
/**
 * The checklists, in the order of their numbers.
 */
checklists: Array<Checklist>, 
/**
 * Where authorities say different things.
 */
conflicts: Array<Conflict>, 
/**
 * Days to be reminded of.
 */
reminders: Array<Reminder>, 
/**
 * What is asked before a letter goes.
 */
gate: Array<GateQuestion>, 
/**
 * Outlines of letters.
 */
letters: Array<Outline>, 
/**
 * Why each thing that is looked for in a capture matters.
 */
looked_for: Array<LookedFact>, 
/**
 * Where each platform shows what is looked for.
 */
platforms: Array<PlatformAdvice>, };

/**
 * The guidance that is in use, and how it came to be.
 */
export type GuidanceInUse = { 
/**
 * It.
 */
guidance: Guidance, 
/**
 * True when it came from a signed file, false when it is the built-in one.
 */
from_file: boolean, 
/**
 * Why a file that is there is not used.
 */
refused: string | null, 
/**
 * True when it was issued more than 12 months ago.
 */
old: boolean, };

/** The fields that an amendment replaces, by name; `null` and an empty text take a field away. */
export type Patch = { [field: string]: unknown };

/** The fields of a contact that an amendment replaces; `null` and an empty text take a field away. */
export type ContactChanges = { [Field in keyof Contact]?: Contact[Field] | null };

/** The fields of the details of a case that an amendment replaces; `null` and an empty text take a field away. */
export type DetailsChanges = { [Field in keyof Details]?: Details[Field] | null };

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

/** Every Basis in the order the interface offers them, with the words a person reads. */
export const BASES: readonly [Basis, string][] = [
  ["saw", "I saw it"],
  ["heard", "I heard it"],
  ["received", "It came to me"],
  ["told_by", "Someone told me"],
  ["inferred", "An item shows it"],
];

/** Every TimeSource in the order the interface offers them, with the words a person reads. */
export const TIME_SOURCES: readonly [TimeSource, string][] = [
  ["device_clock", "Clock of a phone or computer"],
  ["platform_display", "Shown by the website or app"],
  ["email_header", "Header of the e-mail"],
  ["exif", "Data inside the photo"],
  ["postmark", "Postmark"],
  ["cctv_display", "Display of a camera"],
  ["call_log", "List of calls"],
  ["appointment_system", "Appointment system"],
  ["recollection", "Remembered"],
  ["told_by", "Someone told me"],
];

/** Every PlaceKind in the order the interface offers them, with the words a person reads. */
export const PLACE_KINDS: readonly [PlaceKind, string][] = [
  ["your_work", "At your work"],
  ["your_home", "At your home"],
  ["your_family", "With your family"],
  ["public", "In public"],
  ["online", "Online"],
  ["their_place", "At their place"],
  ["other", "Somewhere else"],
];

/** Every Exactness in the order the interface offers them, with the words a person reads. */
export const EXACTNESSES: readonly [Exactness, string][] = [
  ["exact", "Word for word"],
  ["close", "Close to the words"],
  ["gist", "The meaning only"],
];

/** Every Behaviour in the order the interface offers them, with the words a person reads. */
export const BEHAVIOURS: readonly [Behaviour, string][] = [
  ["following", "Following"],
  ["contacting", "Contacting or trying to"],
  ["publishing", "Publishing about you or as you"],
  ["monitoring", "Monitoring what you do online"],
  ["loitering", "Loitering"],
  ["interfering", "Interfering with property"],
  ["watching", "Watching"],
  ["giving", "Giving or leaving something"],
  ["threat", "A threat"],
  ["weapon", "A weapon"],
  ["sexual_comment", "A sexual remark"],
  ["declaration_of_love", "A declaration of love"],
  ["self_harm", "Speaking of harming themselves"],
  ["approach_to_family", "Going to your family"],
  ["approach_to_staff", "Going to your colleagues"],
  ["complaint", "A complaint or allegation"],
  ["turned_up_at_home", "Turning up at your home"],
];

/** Every KnownUnwanted in the order the interface offers them, with the words a person reads. */
export const KNOWN_UNWANTED: readonly [KnownUnwanted, string][] = [
  ["told_before", "Yes, they had been told"],
  ["no", "No"],
  ["unclear", "Not clear"],
];

/** Every Degree in the order the interface offers them, with the words a person reads. */
export const DEGREES: readonly [Degree, string][] = [
  ["not_at_all", "Not at all"],
  ["a_little", "A little"],
  ["quite", "Quite"],
  ["very", "Very"],
];

/** Every ResponseKind in the order the interface offers them, with the words a person reads. */
export const RESPONSE_KINDS: readonly [ResponseKind, string][] = [
  ["none", "Nothing"],
  ["ignored", "Did not answer"],
  ["replied", "Replied"],
  ["ended_call", "Ended the call"],
  ["asked_to_stop", "Asked them to stop"],
  ["called_colleague", "Called a colleague"],
  ["called_security", "Called security"],
  ["called_police", "Called the police"],
  ["left", "Left"],
  ["other", "Something else"],
];

/** Every ClinicalSetting in the order the interface offers them, with the words a person reads. */
export const CLINICAL_SETTINGS: readonly [ClinicalSetting, string][] = [
  ["during_consultation", "During a consultation"],
  ["not", "Not in a consultation"],
];

/** Every Register in the order the interface offers them, with the words a person reads. */
export const REGISTERS: readonly [Register, string][] = [
  ["person", "Person"],
  ["gift", "Gift"],
  ["thing", "Physical item"],
  ["letter", "Letter"],
  ["step", "Step"],
  ["chaperone", "Chaperone record"],
  ["review", "Review"],
  ["transcript", "Transcript"],
];

/** Every Stays in the order the interface offers them, with the words a person reads. */
export const STAYS: readonly [Stays, string][] = [
  ["review", "Reviews stay"],
  ["not_sent", "Not sent"],
  ["not_done", "Not done yet"],
  ["privileged", "May be privileged"],
];

/** Every Role in the order the interface offers them, with the words a person reads. */
export const ROLES: readonly [Role, string][] = [
  ["subject", "Person of concern"],
  ["you", "You"],
  ["colleague", "Colleague"],
  ["manager", "Manager"],
  ["chaperone", "Chaperone"],
  ["witness", "Witness"],
  ["family", "Family"],
  ["police", "Police"],
  ["mdo", "Defence organisation"],
  ["solicitor", "Solicitor"],
  ["gmc", "GMC"],
  ["regulator_other", "Another regulator"],
  ["third_party", "Someone else"],
  ["unknown_sender", "Unknown sender"],
];

/** Every IdentifierKind in the order the interface offers them, with the words a person reads. */
export const IDENTIFIER_KINDS: readonly [IdentifierKind, string][] = [
  ["handle", "Account name"],
  ["phone", "Phone number"],
  ["email", "E-mail address"],
  ["address", "Address"],
  ["vehicle", "Vehicle"],
  ["nhs_no", "NHS number"],
  ["dob", "Date of birth"],
  ["other", "Something else"],
];

/** Every AttributionBasis in the order the interface offers them, with the words a person reads. */
export const ATTRIBUTION_BASES: readonly [AttributionBasis, string][] = [
  ["self_identified", "They said so themselves"],
  ["known", "A number or address known as theirs"],
  ["only_they_know", "Content that only they would know"],
  ["admitted", "Admitted to you or someone else"],
  ["handwriting", "Handwriting recognised"],
  ["seen", "Seen in person"],
  ["confirmed", "Confirmed by the platform or police"],
  ["suspicion", "Suspicion only"],
  ["unknown", "Not known"],
];

/** Every Confidence in the order the interface offers them, with the words a person reads. */
export const CONFIDENCES: readonly [Confidence, string][] = [
  ["confirmed", "Confirmed by an authority"],
  ["strong", "Strong grounds"],
  ["possible", "Possible"],
  ["unknown", "Not known"],
];

/** Every ContactSafe in the order the interface offers them, with the words a person reads. */
export const CONTACT_SAFE: readonly [ContactSafe, string][] = [
  ["yes", "Yes"],
  ["no", "No"],
  ["ask_first", "Ask first"],
];

/** Every Willing in the order the interface offers them, with the words a person reads. */
export const WILLING: readonly [Willing, string][] = [
  ["yes", "Yes"],
  ["no", "No"],
  ["not_asked", "Not asked"],
  ["unsure", "Not sure"],
];

/** Every Arrival in the order the interface offers them, with the words a person reads. */
export const ARRIVALS: readonly [Arrival, string][] = [
  ["in_person", "In person"],
  ["reception", "At reception"],
  ["post", "By post"],
  ["courier", "By courier"],
  ["home", "To your home"],
  ["left", "Left to be found"],
  ["online_transfer", "Transfer online"],
  ["third_party", "Through someone"],
  ["other", "Some other way"],
];

/** Every Clarity in the order the interface offers them, with the words a person reads. */
export const CLARITIES: readonly [Clarity, string][] = [
  ["yes", "Yes"],
  ["no", "No"],
  ["unclear", "Not clear"],
];

/** Every Decision in the order the interface offers them, with the words a person reads. */
export const DECISIONS: readonly [Decision, string][] = [
  ["refused", "Refused"],
  ["returned", "Given back"],
  ["kept_for_police", "Kept for the police"],
  ["given_to_charity", "Given to charity"],
  ["shared_with_team", "Went to the team"],
  ["accepted_for_org", "Accepted for the organisation"],
  ["accepted", "Accepted"],
  ["disposed", "Disposed of"],
  ["undecided", "Not decided yet"],
];

/** Every Packaging in the order the interface offers them, with the words a person reads. */
export const PACKAGINGS: readonly [Packaging, string][] = [
  ["paper_envelope", "Paper envelope or bag"],
  ["card", "Card"],
  ["box", "Box"],
  ["plastic", "Plastic"],
  ["none", "Nothing"],
];

/** Every Custody in the order the interface offers them, with the words a person reads. */
export const CUSTODIES: readonly [Custody, string][] = [
  ["with_me", "With you"],
  ["with_employer", "With the employer"],
  ["with_mdo", "With the defence organisation"],
  ["with_police", "With the police"],
  ["returned", "Given back"],
  ["destroyed", "Destroyed"],
  ["lost", "Lost"],
];

/** Every Opened in the order the interface offers them, with the words a person reads. */
export const OPENED: readonly [Opened, string][] = [
  ["no", "Not opened"],
  ["by_me", "Opened by you"],
  ["by_other", "Opened by someone else"],
];

/** Every LetterPurpose in the order the interface offers them, with the words a person reads. */
export const LETTER_PURPOSES: readonly [LetterPurpose, string][] = [
  ["boundary", "Boundary letter"],
  ["gift_return", "Gift returned or declined"],
  ["transfer_of_care", "Transfer of care"],
  ["warning", "Warning letter"],
  ["acceptable_behaviour", "Acceptable behaviour agreement"],
  ["ending_relationship", "Ending the professional relationship"],
  ["removal_notice", "Notice of removal"],
  ["no_contact", "No more contact"],
  ["reply_to_complaint", "Reply to a complaint"],
  ["report", "Report"],
  ["other", "Another letter"],
];

/** Every LetterFrom in the order the interface offers them, with the words a person reads. */
export const LETTER_FROMS: readonly [LetterFrom, string][] = [
  ["you", "You"],
  ["practice_manager", "Practice manager"],
  ["partner", "Partner"],
  ["trust", "Trust"],
  ["solicitor", "Solicitor"],
  ["mdo_drafted", "Drafted by the defence organisation"],
];

/** Every LetterMethod in the order the interface offers them, with the words a person reads. */
export const LETTER_METHODS: readonly [LetterMethod, string][] = [
  ["post_recorded", "Recorded post"],
  ["post", "Post"],
  ["hand", "By hand"],
  ["email", "E-mail"],
  ["portal", "Portal"],
];

/** Every AskedNotTo in the order the interface offers them, with the words a person reads. */
export const ASKED_NOT_TO: readonly [AskedNotTo, string][] = [
  ["no", "No"],
  ["yes", "Yes"],
  ["not_involved", "Police not involved"],
];

/** Every StepKind in the order the interface offers them, with the words a person reads. */
export const STEP_KINDS: readonly [StepKind, string][] = [
  ["mdo_call", "Defence organisation told"],
  ["manager_told", "Manager told"],
  ["police_report", "Report to the police"],
  ["security", "Security told"],
  ["chaperone_used", "Chaperone used"],
  ["boundary_said", "Boundary said"],
  ["care_transferred", "Care transferred"],
  ["privacy_review", "Privacy sweep"],
  ["account_secured", "Account secured"],
  ["muted", "Muted"],
  ["platform_report", "Report to a platform"],
  ["datix", "Incident report at work"],
  ["gift_register", "Gift register"],
  ["gmc_letter", "GMC letter"],
  ["legal_advice", "Legal advice"],
  ["wellbeing", "Well-being"],
  ["home_security", "Security at home"],
  ["staff_briefed", "Colleagues told"],
  ["log_kept", "Log kept"],
  ["letter_sent", "Letter sent"],
  ["other", "Another step"],
];

/** Every Offered in the order the interface offers them, with the words a person reads. */
export const OFFERED: readonly [Offered, string][] = [
  ["accepted", "Offered and accepted"],
  ["declined", "Offered and declined"],
  ["none_available", "None available"],
  ["not_offered", "Not offered"],
];

/** Every Answer in the order the interface offers them, with the words a person reads. */
export const ANSWERS: readonly [Answer, string][] = [
  ["yes", "Yes"],
  ["no", "No"],
  ["unsure", "Not sure"],
];

/** Every Frightened in the order the interface offers them, with the words a person reads. */
export const FRIGHTENED: readonly [Frightened, string][] = [
  ["not", "Not frightened"],
  ["a_little", "A little frightened"],
  ["very", "Very frightened"],
];

/** Every TranscribedBy in the order the interface offers them, with the words a person reads. */
export const TRANSCRIBED_BY: readonly [TranscribedBy, string][] = [
  ["person", "Written by a person"],
  ["machine", "Read by machine, check against the image"],
];

/** Every Jurisdiction in the order the interface offers them, with the words a person reads. */
export const JURISDICTIONS: readonly [Jurisdiction, string][] = [
  ["england_wales", "England and Wales"],
  ["scotland", "Scotland"],
  ["northern_ireland", "Northern Ireland"],
  ["mixed", "More than one"],
  ["unsure", "Not sure"],
];

/** Every DoctorRole in the order the interface offers them, with the words a person reads. */
export const DOCTOR_ROLES: readonly [DoctorRole, string][] = [
  ["gp_partner", "GP partner"],
  ["gp_salaried", "Salaried GP"],
  ["locum", "Locum"],
  ["consultant", "Consultant"],
  ["trainee", "Trainee"],
  ["sas_doctor", "SAS doctor"],
  ["student", "Student"],
  ["other", "Something else"],
];

/** Every PersonStatus in the order the interface offers them, with the words a person reads. */
export const PERSON_STATUSES: readonly [PersonStatus, string][] = [
  ["current_patient", "Current patient"],
  ["former_patient", "Former patient"],
  ["relative_or_carer", "Relative or carer"],
  ["never_patient", "Never a patient"],
  ["unknown", "Not known"],
];

/** Every ProfessionalRelationship in the order the interface offers them, with the words a person reads. */
export const RELATIONSHIPS: readonly [ProfessionalRelationship, string][] = [
  ["continuing", "Continuing"],
  ["transferred", "Transferred"],
  ["ended", "Ended"],
  ["removed_from_list", "Removed from the list"],
  ["never", "There was none"],
];

/** Every Controller in the order the interface offers them, with the words a person reads. */
export const CONTROLLERS: readonly [Controller, string][] = [
  ["me", "You"],
  ["employer", "Your employer"],
  ["both", "Both"],
  ["unsure", "Not sure"],
];

/** Every OrderKind in the order the interface offers them, with the words a person reads. */
export const ORDER_KINDS: readonly [OrderKind, string][] = [
  ["restraining", "Restraining order"],
  ["spo_interim", "Interim stalking protection order"],
  ["spo", "Stalking protection order"],
  ["injunction", "Injunction"],
  ["bail_condition", "Bail condition"],
  ["non_harassment", "Non-harassment order"],
  ["other", "Another order"],
];

/** Every Looked in the order the interface offers them, with the words a person reads. */
export const LOOKED: readonly [Looked, string][] = [
  ["address", "The address"],
  ["handle", "The handle or number"],
  ["shown", "The date and time it shows"],
  ["thread", "The whole thread"],
  ["replies", "Your own replies"],
  ["still_there", "Is it still there?"],
];

/** Every HowMuch in the order the interface offers them, with the words a person reads. */
export const HOW_MUCH: readonly [HowMuch, string][] = [
  ["yes", "Yes"],
  ["partly", "In part"],
  ["no", "No"],
];

/** Every Replies in the order the interface offers them, with the words a person reads. */
export const REPLIES: readonly [Replies, string][] = [
  ["yes", "Yes"],
  ["no", "No"],
  ["none", "There are none"],
];

/** Every StillThere in the order the interface offers them, with the words a person reads. */
export const STILL_THERE: readonly [StillThere, string][] = [
  ["yes", "Yes"],
  ["removed", "No, removed"],
  ["unsure", "Not sure"],
];

/** Every Sign in the order the interface offers them, with the words a person reads. */
export const SIGNS: readonly [Sign, string][] = [
  ["messenger_name", "Its name is one that a messaging app gives to what it sends or receives"],
  ["no_camera_facts", "It holds no facts from a camera, which messaging apps take out"],
  ["messenger_size", "Its longer side has a length to which messaging apps make pictures smaller"],
];

/** Every EntryKind in the order the interface offers them, with the words a person reads. */
export const ENTRY_KINDS: readonly [EntryKind, string][] = [
  ["contact", "Contact"],
  ["item", "Item"],
  ["person", "Person"],
  ["gift", "Gift"],
  ["thing", "Physical item"],
  ["letter", "Letter"],
  ["step", "Step"],
  ["chaperone", "Chaperone record"],
  ["review", "Review"],
  ["transcript", "Transcript"],
];

/** Every PrivateKind in the order the interface offers them, with the words a person reads. */
export const PRIVATE_KINDS: readonly [PrivateKind, string][] = [
  ["note", "Private note"],
  ["advice", "Advice"],
];

/** Every ExportKind in the order the interface offers them, with the words a person reads. */
export const EXPORT_KINDS: readonly [ExportKind, string][] = [
  ["whatsapp", "WhatsApp chat"],
  ["facebook", "Facebook messages"],
  ["instagram", "Instagram messages"],
  ["sms", "Text messages (SMS Backup & Restore)"],
  ["mail", "Email"],
  ["mailbox", "Mailbox"],
  ["outlook", "Outlook email"],
  ["imessage_text", "iMessage export, text"],
  ["imessage_page", "iMessage export, web page"],
  ["table", "Table (CSV)"],
];

/** Every DateOrder in the order the interface offers them, with the words a person reads. */
export const DATE_ORDERS: readonly [DateOrder, string][] = [
  ["day_first", "Day first: 31/12/2026"],
  ["month_first", "Month first: 12/31/2026"],
  ["year_first", "Year first: 2026-12-31"],
  ["as_found", "As the dates themselves show, changing where they change"],
];

/** Every SenderRole in the order the interface offers them, with the words a person reads. */
export const SENDER_ROLES: readonly [SenderRole, string][] = [
  ["you", "You"],
  ["them", "The person of concern"],
  ["left_out", "Somebody else"],
];

/** Every UnreadWhy in the order the interface offers them, with the words a person reads. */
export const UNREAD_WHY: readonly [UnreadWhy, string][] = [
  ["date", "It begins like a message, but its date could not be read. It stands with the message before it."],
  ["too_long", "The text is longer than 1 million characters; the rest is in the file only."],
  ["letters", "Some bytes are not letters. They are shown as �; the file has them as they were."],
  ["broken", "This message is damaged and was passed over."],
  ["before", "This stands before the first message."],
  ["too_deep", "This message has more parts than are read. What was read of it is shown."],
  ["cut_off", "The file ends in the middle of this message."],
];

/** Every NoMessages in the order the interface offers them, with the words a person reads. */
export const NO_MESSAGES: readonly [NoMessages, string][] = [
  ["empty", "The file is empty."],
  ["archive", "This is an archive. Add it with its files taken out, then read the chat among them."],
  ["not_text", "This is a picture, a recording or a document, not an export of messages."],
  ["unknown", "This is text, but in none of the forms of an export that Casekeep reads."],
  ["none_in_it", "The form is that of an export, but no message in it could be read."],
  ["too_large", "The file is larger than what is read at once."],
];

/** Every Profile in the order the interface offers them, with the words a person reads. */
export const PROFILES: readonly [Profile, string][] = [
  ["police", "Police"],
  ["cps_via_police", "CPS, through the police"],
  ["gmc_via_mdo", "GMC, through your defence organisation"],
  ["mdo", "Your defence organisation’s adviser"],
  ["employer_security", "Employer or security"],
  ["solicitor", "Solicitor"],
  ["own_copy", "Your own copy"],
];

/** Every LawfulBasis in the order the interface offers them, with the words a person reads. */
export const LAWFUL_BASES: readonly [LawfulBasis, string][] = [
  ["consent", "Consent"],
  ["legal_obligation", "The law requires it"],
  ["court_order", "A court order"],
  ["public_interest_serious_harm", "To prevent serious harm or crime"],
  ["legal_claims", "Legal claims"],
  ["own_mdo", "Advice from your own defence organisation"],
  ["other", "Another basis"],
];

/** Every ConsentAsked in the order the interface offers them, with the words a person reads. */
export const CONSENTS: readonly [ConsentAsked, string][] = [
  ["yes", "Asked, and agreed"],
  ["refused", "Asked, and refused"],
  ["would_undermine", "Not asked: it would defeat the purpose"],
  ["unsafe", "Not asked: it is not safe"],
  ["not_practicable", "Not asked: it is not practicable"],
];

/** Every ReceiptEvent in the order the interface offers them, with the words a person reads. */
export const RECEIPT_EVENTS: readonly [ReceiptEvent, string][] = [
  ["given", "Given"],
  ["opened", "They could open it"],
  ["withdrawn", "Withdrawn"],
];

/** Every Delivery in the order the interface offers them, with the words a person reads. */
export const DELIVERIES: readonly [Delivery, string][] = [
  ["in_person", "By hand"],
  ["post", "Post"],
  ["courier", "Recorded post or courier"],
  ["portal", "Their link or portal"],
  ["email", "E-mail"],
  ["other", "Another way"],
];

/** Every DisclosureState in the order the interface offers them, with the words a person reads. */
export const DISCLOSURE_STATES: readonly [DisclosureState, string][] = [
  ["made", "Made"],
  ["not_made", "Not made"],
  ["begun", "Begun, and it is not known whether it was made"],
];

/** Every field of a contact in the order in which they are shown, with the words a person reads. */
export const CONTACT_FIELDS: readonly [string, string][] = [
  ["occurred", "When"],
  ["channel", "How"],
  ["direction", "Who"],
  ["what", "What happened"],
  ["platform", "Platform"],
  ["words", "Exact words"],
  ["place", "Where"],
  ["present", "Who was there"],
  ["response", "Your response"],
  ["effect", "Effect on you"],
  ["items", "Items"],
  ["turn", "Turning point"],
  ["ended", "Until"],
  ["time_source", "Source of the time"],
  ["place_kind", "Kind of place"],
  ["basis", "How you know"],
  ["told_by", "Who told you"],
  ["speaker", "Who said it"],
  ["exactness", "How exact the words are"],
  ["written", "Words as exported"],
  ["export", "Read from"],
  ["known_unwanted", "Known to be unwanted"],
  ["told_in", "Told in contact"],
  ["knowledge_shown", "What they knew about you"],
  ["appearance", "Appearance"],
  ["vehicle", "Vehicle"],
  ["witnesses", "Witnesses"],
  ["fear", "Fear"],
  ["alarm", "Alarm"],
  ["distress", "Distress"],
  ["practical_changes", "What you changed"],
  ["response_kind", "What you did"],
  ["clinical_setting", "In a consultation"],
  ["chaperone", "Chaperone record"],
  ["content_note", "Note on the content"],
  ["behaviours", "What they did"],
  ["reported_to", "Who was told"],
  ["people", "People"],
];

/** Every field of a hand-over in the order in which they are shown, with the words a person reads. */
export const DISCLOSING_FIELDS: readonly [string, string][] = [
  ["profile", "For"],
  ["name", "Who"],
  ["purpose", "What for"],
  ["requested_by", "Asked for by"],
  ["basis", "Lawful basis"],
  ["consent", "Consent"],
  ["consent_reason", "Why"],
  ["advised_by", "Advised by"],
];

/** Every field of a receipt in the order in which they are shown, with the words a person reads. */
export const RECEIPT_FIELDS: readonly [string, string][] = [
  ["event", "What happened"],
  ["given_to", "To whom"],
  ["when", "When"],
  ["how", "How"],
  ["reference", "Their reference"],
  ["by", "By whom"],
  ["note", "Note"],
];

/** Every field of the details of a case in the order in which they are shown, with the words a person reads. */
export const DETAILS_FIELDS: readonly [string, string][] = [
  ["jurisdiction", "Jurisdiction"],
  ["role", "Your role"],
  ["setting", "Setting"],
  ["person_status", "The person of concern is"],
  ["relationship", "Professional relationship"],
  ["controller", "Responsible for the data"],
  ["authority_who", "Who agreed to the keeping of it"],
  ["authority_date", "When they agreed"],
  ["authority_note", "Note on that"],
  ["signposted", "Where it is signposted"],
  ["mdo_name", "Defence organisation"],
  ["mdo_reference", "Its reference"],
  ["mdo_adviser", "Its adviser"],
  ["mdo_first", "First told"],
  ["line_manager", "Line manager"],
  ["police_force", "Police force"],
  ["police_incident", "Police incident number"],
  ["police_crime", "Crime number"],
  ["police_officer", "Officer"],
  ["police_collar", "Officer's number"],
  ["police_email", "Officer's e-mail address"],
  ["prosecutor_reference", "Prosecutor's reference"],
  ["gmc_reference", "GMC reference"],
  ["retention_review", "Review of keeping"],
  ["retention_reviewed", "Last reviewed"],
  ["orders", "Orders"],
];

/** Every field of each register in the order in which they are shown, with the words a person reads. */
export const REGISTER_FIELDS: { readonly [R in Register]: readonly [string, string][] } = {
  person: [
    ["display", "Name"],
    ["role", "Role"],
    ["relationship", "Relationship to you"],
    ["relationship_to_subject", "Relationship to the person of concern"],
    ["contact_safe", "Safe to contact"],
    ["statement", "Willing to give a statement"],
    ["own_log", "Keeps their own log"],
    ["note", "Note"],
    ["identifiers", "Known by"],
    ["private_identifiers", "Known by, kept out of bundles"],
    ["items", "Items"],
  ],
  gift: [
    ["when", "When"],
    ["what", "What"],
    ["how", "How it came"],
    ["value", "Estimated value"],
    ["value_basis", "Basis of the estimate"],
    ["cash_or_voucher", "Cash or voucher"],
    ["message", "Message with it"],
    ["connected_with_services", "Connected with services"],
    ["giver", "From person"],
    ["decision", "Decision"],
    ["decision_by", "Decided by"],
    ["decision_reason", "Reason for the decision"],
    ["policy", "Policy followed"],
    ["register_needed", "Register entry needed"],
    ["register_made", "Register entry made"],
    ["register_where", "Register"],
    ["register_date", "Date of the register entry"],
    ["giver_told", "Giver told that it is recorded"],
    ["items", "Items"],
    ["contacts", "Contacts"],
  ],
  thing: [
    ["label", "Label"],
    ["what", "What"],
    ["when", "When"],
    ["how", "How it came"],
    ["found_where", "Where it was found"],
    ["packaging", "Packed in"],
    ["envelope_kept", "Envelope kept"],
    ["postmark_place", "Postmark, place"],
    ["postmark_date", "Postmark, date"],
    ["franking", "Stamp or franking"],
    ["opened", "Opened"],
    ["place_now", "Where it is now"],
    ["custody", "Who has it"],
    ["exhibit", "Proposed exhibit reference"],
    ["note", "Note"],
    ["handled_by", "Handled by"],
    ["items", "Items"],
    ["contacts", "Contacts"],
  ],
  letter: [
    ["purpose", "Purpose"],
    ["sent", "Sent"],
    ["from", "From"],
    ["signed_by", "Signed by"],
    ["to", "To"],
    ["template", "Template"],
    ["text", "Text as sent"],
    ["approved_by", "Approved by"],
    ["approved_at", "Approved"],
    ["mdo_seen", "Seen by the defence organisation"],
    ["police_asked_not", "Police asked not to write"],
    ["method", "How it went"],
    ["proof_of_posting", "Proof of posting"],
    ["delivered", "Delivered"],
    ["consequence", "What follows if repeated"],
    ["valid_until", "Valid until"],
    ["items", "Items"],
    ["contacts", "Contacts named"],
  ],
  step: [
    ["kind", "Step"],
    ["when", "Done"],
    ["who", "Who"],
    ["reference", "Reference"],
    ["outcome", "Outcome"],
    ["due", "Due"],
    ["done", "Is done"],
    ["plan", "Step of the plan"],
    ["not_taken", "Why it is not taken"],
    ["items", "Items"],
    ["contacts", "Contacts"],
  ],
  chaperone: [
    ["when", "Consultation"],
    ["offered", "Chaperone"],
    ["name_role", "Name and role"],
    ["whole", "Present throughout"],
    ["recorded_in_notes", "Written in the clinical record"],
    ["why_none", "Why none was there"],
    ["contacts", "Contacts"],
  ],
  review: [
    ["when", "When"],
    ["by", "By"],
    ["fixated", "Fixated"],
    ["obsessive", "Obsessive"],
    ["unwanted", "Unwanted"],
    ["repeated", "Repeated"],
    ["frightened", "How frightened"],
    ["frightened_words", "In your words"],
    ["needs", "Needed now"],
    ["told", "Who was told"],
    ["next_review", "Next review"],
    ["points", "To tell the police"],
    ["contacts", "Contacts"],
  ],
  transcript: [
    ["item", "Item"],
    ["text", "In words"],
    ["made_by", "How it was made"],
    ["who", "By"],
    ["program", "Program"],
    ["language", "Language"],
    ["checked", "Compared with the item"],
    ["note", "Not clear"],
  ],
};
