/** The registers of a case: what each is for, how its fields are asked for, and what a line of its list says. One description each. */
import {
  ANSWERS, ARRIVALS, ATTRIBUTION_BASES, CLARITIES, CONFIDENCES, CONTACT_SAFE, CONTROLLERS, CUSTODIES, DECISIONS, DETAILS_FIELDS, DOCTOR_ROLES,
  FRIGHTENED, IDENTIFIER_KINDS, JURISDICTIONS, OFFERED, OPENED, ORDER_KINDS, PACKAGINGS, PERSON_STATUSES, REGISTER_FIELDS, RELATIONSHIPS, ROLES, WILLING,
  type Chaperone, type Details, type Gift, type Person, type Register, type RegisterView, type Review, type Thing,
} from '../../ipc/types';
import type { Links } from '../../shared/fields/links';
import { sayField, sum, word } from '../../shared/fields/said';
import { choice, date, lines, specs, text, yes, type Asked, type Control, type FieldSpec } from '../../shared/fields/spec';

/** The registers that are written on this page; letters, steps and transcripts stand elsewhere. */
export type Kept = Exclude<Register, 'letter' | 'step' | 'transcript'>;

export interface Line {
  title: string;
  /** A word beside the title, such as "possible". */
  beside?: string;
  facts: string[];
  /** What was worked out from other entries; it is no field. */
  worked: string[];
}

export interface RegisterForm {
  readonly register: Kept;
  /** The heading of the list. */
  readonly title: string;
  /** What one entry is called. */
  readonly one: string;
  readonly intro: string;
  readonly specs: readonly FieldSpec[];
  /** What a line of the list says; `all` are the entries of the same register. */
  readonly line: (view: RegisterView, links: Links, all: readonly RegisterView[]) => Line;
}

type Fields<T> = { readonly [K in keyof T]-?: Asked };

const items: Asked = { control: { is: 'items' } };
const contacts: Asked = { control: { is: 'contacts' } };
const answer: Control = { is: 'answer', of: ANSWERS };

const IDENTIFIER = [
  { field: 'kind', label: 'What it is', control: choice(IDENTIFIER_KINDS), needed: true },
  { field: 'value', label: 'Exactly as it is written', control: text, needed: true },
  { field: 'confidence', label: 'How sure it is theirs', control: choice(CONFIDENCES) },
  { field: 'basis', label: 'What that rests on', control: choice(ATTRIBUTION_BASES) },
  { field: 'note', label: 'Note', control: text },
] as const satisfies readonly FieldSpec[];

const HANDLING = [
  { field: 'who', label: 'Who', control: text, needed: true },
  { field: 'when', label: 'When', control: date },
  { field: 'what', label: 'What they did with it', control: text },
] as const satisfies readonly FieldSpec[];

const ORDER = [
  { field: 'kind', label: 'Kind', control: choice(ORDER_KINDS), needed: true },
  { field: 'from', label: 'From', control: date },
  { field: 'to', label: 'To', control: date },
  { field: 'breached', label: 'Breached', control: yes },
  { field: 'terms', label: 'Terms', control: lines },
] as const satisfies readonly FieldSpec[];

/** What a police officer wants to know of the whole, in our words: answered one by one, never added up. */
const POINTS = [
  ['frightened', 'You are frightened'], ['threats', 'There were threats'], ['damage', 'Something was damaged'], ['turning_up', 'They turn up'],
  ['family_or_staff', 'They go to family or staff'], ['others', 'Others were drawn in'], ['more_often', 'It gets more frequent'],
  ['weapons', 'They may have weapons'], ['nothing_to_lose', 'They speak of suicide, or of nothing to lose'], ['routine', 'You or others changed what you do'],
] as const;

const PERSON: Fields<Person> = {
  display: { control: text, needed: true, hint: 'A code is enough, like Person A' },
  role: { control: choice(ROLES), needed: true },
  identifiers: { control: { is: 'list', of: IDENTIFIER, one: 'name, number or address' }, hint: 'Account names, numbers, addresses, with how sure it is that they are theirs' },
  private_identifiers: { control: { is: 'list', of: IDENTIFIER, one: 'private one' }, hint: 'These are left out of every bundle' },
  relationship: { control: text },
  relationship_to_subject: { control: text },
  contact_safe: { control: choice(CONTACT_SAFE) },
  statement: { control: choice(WILLING) },
  own_log: { control: yes },
  note: { control: lines },
  items,
};

const GIFT: Fields<Gift> = {
  when: { control: { is: 'when' }, needed: true },
  what: { control: text, needed: true, hint: 'What it is, as you would describe it to a colleague' },
  how: { control: choice(ARRIVALS) },
  giver: { control: { is: 'person' } },
  value: { control: { is: 'money' }, hint: 'In pounds, like 12.50' },
  value_basis: { control: text, hint: 'A price tag, a shop, a guess' },
  cash_or_voucher: { control: yes },
  connected_with_services: { control: choice(CLARITIES) },
  message: { control: lines },
  decision: { control: choice(DECISIONS) },
  decision_by: { control: text },
  decision_reason: { control: text },
  policy: { control: text },
  register_needed: { control: choice(CLARITIES) },
  register_made: { control: yes },
  register_where: { control: text },
  register_date: { control: date },
  giver_told: { control: yes },
  items,
  contacts,
};

const THING: Fields<Thing> = {
  label: { control: text, needed: true, hint: 'What stands on its bag or envelope, like B1' },
  what: { control: text, needed: true },
  when: { control: date },
  how: { control: choice(ARRIVALS) },
  found_where: { control: text },
  packaging: { control: choice(PACKAGINGS) },
  opened: { control: choice(OPENED) },
  envelope_kept: { control: yes },
  postmark_place: { control: text },
  postmark_date: { control: date },
  franking: { control: text },
  place_now: { control: text },
  custody: { control: choice(CUSTODIES) },
  handled_by: { control: { is: 'list', of: HANDLING, one: 'person who handled it' }, hint: 'Everybody who touched it, you too' },
  exhibit: { control: text },
  note: { control: lines },
  items,
  contacts,
};

const CHAPERONE: Fields<Chaperone> = {
  when: { control: { is: 'when' }, needed: true },
  offered: { control: choice(OFFERED), needed: true },
  name_role: { control: text },
  whole: { control: yes },
  recorded_in_notes: { control: yes, hint: 'Nothing clinical is written here' },
  why_none: { control: lines },
  contacts,
};

const REVIEW: Fields<Review> = {
  when: { control: { is: 'when' }, needed: true },
  by: { control: text },
  fixated: { control: answer },
  obsessive: { control: answer },
  unwanted: { control: answer },
  repeated: { control: answer },
  frightened: { control: choice(FRIGHTENED) },
  frightened_words: { control: text },
  points: { control: { is: 'points', of: POINTS, answers: ANSWERS } },
  needs: { control: lines },
  told: { control: text },
  next_review: { control: date },
  contacts,
};

/** Puts short facts on one line: "Person A, £12.50, given back". */
function oneLine(words: readonly string[]): string[] {
  const [first, ...rest] = words.filter(Boolean);
  const small = (word: string) => (/^[A-Z][a-z]/.test(word) && word.length < 40 ? word[0]!.toLowerCase() + word.slice(1) : word);
  return first === undefined ? [] : [[first, ...rest.map(small)].join(', ')];
}

/** Returns the words of some fields of an entry, those that say something. */
function facts(of: readonly FieldSpec[], view: RegisterView, fields: readonly string[], links: Links): string[] {
  const said = view.entry as unknown as Record<string, unknown>;
  return fields.flatMap((field) => sayField(of.find((spec) => spec.field === field)!, said[field], links)).filter(Boolean);
}

const person = specs<keyof Person>(REGISTER_FIELDS.person, PERSON);
const gift = specs<keyof Gift>(REGISTER_FIELDS.gift, GIFT);
const thing = specs<keyof Thing>(REGISTER_FIELDS.thing, THING);
const chaperone = specs<keyof Chaperone>(REGISTER_FIELDS.chaperone, CHAPERONE);
const review = specs<keyof Review>(REGISTER_FIELDS.review, REVIEW);

const bare = (value: string) => value.trim().toLowerCase();

/** Returns whom else an account, number or address is attributed to. Two people stay two: nothing is merged. */
export function alsoWith(value: string, n: number, all: readonly RegisterView[]): string[] {
  return all
    .filter((other) => other.n !== n && identifiersOf(other).some((one) => bare(one.value) === bare(value)))
    .map((other) => (other.entry as unknown as Person).display);
}

function identifiersOf(view: RegisterView): NonNullable<Person['identifiers']> {
  const { identifiers = [], private_identifiers: own = [] } = view.entry as unknown as Person;
  return [...identifiers, ...own];
}

function personLine(view: RegisterView, links: Links, all: readonly RegisterView[]): Line {
  const said = view.entry as unknown as Person;
  const worked: string[] = [];
  const known = (said.identifiers ?? []).map((one) => {
    const sure = one.confidence && one.confidence !== 'confirmed' ? word(CONFIDENCES, one.confidence).toLowerCase() : '';
    const basis = one.basis ? word(ATTRIBUTION_BASES, one.basis).toLowerCase() : '';
    const others = alsoWith(one.value, view.n, all);
    if (others.length > 0) worked.push(`${one.value} is also attributed to ${others.join(', ')}`);
    return [`${word(IDENTIFIER_KINDS, one.kind)} ${one.value}`, sure, basis].filter(Boolean).join(', ');
  });
  const unsure = (said.identifiers ?? []).some((one) => one.confidence === 'possible' || one.basis === 'suspicion');
  return { title: said.display, ...(unsure ? { beside: 'possible' } : {}), facts: [...facts(person, view, ['role', 'relationship'], links), ...known], worked };
}

function giftLine(view: RegisterView, links: Links): Line {
  const said = view.entry as unknown as Gift;
  const register = said.register_made === true ? 'in the gift register' : said.register_needed === 'yes' ? 'register entry still to be made' : '';
  const year = view.twelve_months ? `${sum(view.twelve_months)} from them in the twelve months up to then` : '';
  return { title: said.what, facts: oneLine([...facts(gift, view, ['giver', 'value', 'decision'], links), register]), worked: year ? [year] : [] };
}

function reviewLine(view: RegisterView, links: Links): Line {
  const said = view.entry as unknown as Review;
  const prompts = (['fixated', 'obsessive', 'unwanted', 'repeated'] as const).flatMap((field) => {
    const given = said[field];
    return given ? [`${review.find((spec) => spec.field === field)!.label}: ${word(ANSWERS, given.answer).toLowerCase()}`] : [];
  });
  return { title: said.by ? `Review by ${said.by}` : 'Review', facts: [...prompts, ...facts(review, view, ['frightened', 'next_review'], links)], worked: [] };
}

export const FORMS: readonly RegisterForm[] = [
  {
    register: 'person', title: 'People', one: 'person', specs: person, line: personLine,
    intro: 'Who is who, by what they are known, and how sure that is. Two people with one account name stay two.',
  },
  {
    register: 'gift', title: 'Gifts', one: 'gift', specs: gift, line: giftLine,
    intro: 'What was given or offered, what it is worth, what was decided and why. The sum of twelve months is worked out for each giver.',
  },
  {
    register: 'thing', title: 'Physical items', one: 'physical item', specs: thing,
    intro: 'Letters, cards, wrapping and other things in the hand: where each is now, and who handled it.',
    line: (view, links) => {
      const said = view.entry as unknown as Thing;
      return { title: `${said.label}: ${said.what}`, facts: facts(thing, view, ['custody', 'place_now', 'packaging'], links), worked: [] };
    },
  },
  {
    register: 'chaperone', title: 'Chaperones', one: 'chaperone record', specs: chaperone,
    intro: 'When a chaperone was offered and who was there. Nothing clinical.',
    line: (view, links) => ({ title: facts(chaperone, view, ['offered'], links)[0] ?? '', facts: facts(chaperone, view, ['name_role', 'why_none'], links), worked: [] }),
  },
  {
    register: 'review', title: 'Reviews', one: 'review', specs: review, line: reviewLine,
    intro: 'A look at the whole, in your words. Nothing is added up, and nobody is given a label.',
  },
];

interface Group {
  readonly title: string;
  readonly specs: readonly FieldSpec[];
}

const DETAILS: Fields<Details> = {
  jurisdiction: { control: choice(JURISDICTIONS) }, role: { control: choice(DOCTOR_ROLES) }, setting: { control: text }, line_manager: { control: text },
  person_status: { control: choice(PERSON_STATUSES) }, relationship: { control: choice(RELATIONSHIPS) },
  controller: { control: choice(CONTROLLERS) }, authority_who: { control: text }, authority_date: { control: date }, authority_note: { control: text },
  signposted: { control: text }, retention_review: { control: date }, retention_reviewed: { control: date },
  mdo_name: { control: text, hint: 'MDU, MPS, MDDUS or another' }, mdo_reference: { control: text }, mdo_adviser: { control: text }, mdo_first: { control: date },
  police_force: { control: text }, police_incident: { control: text, hint: 'Given when it was told' }, police_crime: { control: text, hint: 'Another number than the incident’s' },
  police_officer: { control: text }, police_collar: { control: text }, police_email: { control: text }, prosecutor_reference: { control: text },
  gmc_reference: { control: text },
  orders: { control: { is: 'list', of: ORDER, one: 'order' } },
};

/** Every field of the details of a case, in order. */
export const DETAIL_SPECS: readonly FieldSpec[] = specs<keyof Details>(DETAILS_FIELDS, DETAILS);

function group(title: string, first: keyof Details, last: keyof Details): Group {
  const at = (field: string) => DETAIL_SPECS.findIndex((spec) => spec.field === field);
  return { title, specs: DETAIL_SPECS.slice(at(first), at(last) + 1) };
}

export const DETAIL_GROUPS: readonly Group[] = [
  group('You', 'jurisdiction', 'line_manager'),
  group('The person of concern', 'person_status', 'relationship'),
  group('Keeping this case', 'controller', 'retention_reviewed'),
  group('Your defence organisation', 'mdo_name', 'mdo_first'),
  group('Police and prosecutor', 'police_force', 'prosecutor_reference'),
  group('The regulator, and orders', 'gmc_reference', 'orders'),
];
