/** What one case of the vault in memory keeps beside its contacts and items. */
import {
  LETTER_PURPOSES, OFFERED, REGISTER_FIELDS, REGISTERS, STEP_KINDS, type Amendment, type Details, type DetailsView, type Gift, type Moment, type Patch,
  type PrivateNote, type Register, type RegisterEntry, type RegisterView, type Stays, type Turn,
} from '../types';
import { amendment, changed, delay, missing, patched } from './entries';
import { problem } from './said';

export interface Listed {
  n: number;
  entry: RegisterEntry;
  recorded: string;
  amendments: Amendment[];
}

const NEEDED: { [R in Register]: string[] } = {
  person: ['display', 'role'], gift: ['when', 'what'], thing: ['label', 'what'], letter: ['purpose'], step: ['kind'],
  chaperone: ['when', 'offered'], review: ['when'], transcript: ['item', 'text', 'made_by'],
};
const MOST = 100_000_000_000;
const YEAR = 365 * 86_400_000;

export class Shelf {
  readonly listed: { [R in Register]: Listed[] } = { person: [], gift: [], thing: [], letter: [], step: [], chaperone: [], review: [], transcript: [] };
  readonly notes: PrivateNote[] = [];
  #details: { details: Details; recorded: string; amendments: Amendment[] } | null = null;

  enter(entry: RegisterEntry, recorded: string): number {
    check(entry);
    const list = this.listed[entry.register];
    const n = list.length + 1;
    list.push({ n, entry: structuredClone(entry), recorded, amendments: [] });
    return n;
  }

  one(register: Register, n: number): Listed {
    return this.listed[register].find((entry) => entry.n === n) ?? missing(register, n);
  }

  amend(register: Register, n: number, changes: Patch, reason: string, recorded: string): void {
    if (register === 'transcript' && 'item' in changes) throw problem('bad_input', 'A transcript stays with its item. Write another one there.', 'Change it and try again. Nothing was saved.');
    const one = this.one(register, n);
    const unknown = Object.keys(changes).find((field) => !REGISTER_FIELDS[register].some(([name]) => name === field));
    if (unknown !== undefined) throw problem('bad_input', `“${unknown}” cannot say that, or is no field here.`, 'Change it and try again. Nothing was saved.');
    const after = patched(one.entry, changes) as RegisterEntry;
    check(after);
    one.amendments.push(amendment(recorded, reason, mainText(one.entry), mainText(after), changed(one.entry, after)));
    one.entry = after;
  }

  views(register: Register): RegisterView[] {
    return this.listed[register].map((one) => this.view(one));
  }

  view({ n, entry, recorded, amendments }: Listed): RegisterView {
    const stays = staysOf(entry);
    const sum = entry.register === 'gift' ? this.#twelveMonths(entry) : undefined;
    return {
      n, label: String(n), entry: structuredClone(entry), recorded, ...delay(whenOf(entry), recorded), amendments: [...amendments],
      ...(sum === undefined ? {} : { twelve_months: sum }), ...(stays ? { stays } : {}),
    };
  }

  /** What an item says or shows, in words. */
  transcriptsOf(item: number): RegisterView[] {
    return this.views('transcript').filter(({ entry }) => entry.register === 'transcript' && entry.item === item);
  }

  /** The entries that stand on the timeline by themselves. */
  events(): Listed[] {
    return REGISTERS.flatMap(([register]) => this.listed[register]).filter(({ entry }) => isEvent(entry));
  }

  details(): DetailsView {
    const kept = this.#details;
    return kept ? structuredClone(kept) : { details: {}, recorded: null, amendments: [] };
  }

  amendDetails(changes: object, reason: string, recorded: string): void {
    const before = this.#details?.details ?? {};
    const after = patched(before, changes) as Details;
    if (!this.#details) {
      this.#details = { details: after, recorded, amendments: [] };
      return;
    }
    if (!reason.trim()) throw problem('bad_input', 'The reason is empty.', 'Change it and try again. Nothing was saved.');
    this.#details.details = after;
    this.#details.amendments.push(amendment(recorded, reason, '', '', changed(before, after)));
  }

  #twelveMonths(gift: Gift): number | undefined {
    const at = gift.when.from;
    if (!gift.giver || !at) return undefined;
    const values = this.listed.gift
      .map(({ entry }) => entry as Gift)
      .filter((other) => other.giver === gift.giver && other.value != null && other.when.from !== null)
      .filter((other) => other.when.from! <= at && Date.parse(at) - Date.parse(other.when.from!) < YEAR)
      .map((other) => other.value!);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
  }
}

/** When it happened, where it says so. */
export function whenOf(entry: RegisterEntry): Moment | null {
  if (entry.register === 'person' || entry.register === 'transcript') return null;
  return (entry.register === 'letter' ? entry.sent : entry.when) ?? null;
}

/** The turning point that a letter is which went and says that contact is to stop. */
export function turnOf(entry: RegisterEntry): Turn | null {
  if (entry.register === 'step' && entry.when && entry.done !== false) {
    return entry.kind === 'police_report' ? 'police' : entry.kind === 'boundary_said' ? 'asked_to_stop' : null;
  }
  if (entry.register !== 'letter' || !entry.sent) return null;
  if (entry.purpose === 'warning') return 'warning_letter';
  return ['boundary', 'no_contact', 'ending_relationship', 'removal_notice'].includes(entry.purpose) ? 'asked_to_stop' : null;
}

/** Returns why an entry is in no bundle, whatever is chosen. */
export function staysOf(entry: RegisterEntry): Stays | null {
  switch (entry.register) {
    case 'review': return 'review';
    case 'letter': return entry.sent ? null : 'not_sent';
    case 'step':
      if (entry.kind === 'mdo_call' || entry.kind === 'legal_advice') return 'privileged';
      return entry.when && entry.done !== false ? null : 'not_done';
    default: return null;
  }
}

/** The text that says most. */
export function mainText(entry: RegisterEntry): string {
  switch (entry.register) {
    case 'person': return entry.display;
    case 'gift': case 'thing': return entry.what;
    case 'letter': return [labelOf(LETTER_PURPOSES, entry.purpose), entry.to].filter(Boolean).join(', to ');
    case 'step': return [labelOf(STEP_KINDS, entry.kind), entry.outcome].filter(Boolean).join(': ');
    case 'chaperone': return [labelOf(OFFERED, entry.offered), entry.name_role].filter(Boolean).join(': ');
    case 'review': return entry.needs ?? '';
    case 'transcript': return entry.text;
  }
}

function labelOf<T extends string>(words: readonly [T, string][], of: T): string {
  return words.find(([word]) => word === of)?.[1] ?? of;
}

function isEvent(entry: RegisterEntry): boolean {
  if (entry.register === 'person' || entry.register === 'thing' || entry.register === 'transcript') return false;
  return whenOf(entry) !== null && !(entry.register === 'step' && entry.done === false);
}

function check(entry: RegisterEntry): void {
  const said = entry as unknown as Record<string, unknown>;
  const empty = NEEDED[entry.register].find((field) => said[field] === undefined || said[field] === null || String(said[field]).trim() === '');
  if (empty !== undefined) {
    const label = REGISTER_FIELDS[entry.register].find(([name]) => name === empty)?.[1] ?? empty;
    throw problem('bad_input', `“${label}” is empty.`, 'Change it and try again. Nothing was saved.');
  }
  if (entry.register === 'gift' && entry.value != null && (entry.value < 0 || entry.value > MOST)) {
    throw problem('bad_input', `A value of ${entry.value} pence cannot be kept: it is from £0.00 to £1,000,000,000.00.`, 'Change it and try again. Nothing was saved.');
  }
}
