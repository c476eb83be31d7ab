/** What the hand-over shows of the registers: a line for each entry, and why some stay whatever is chosen. */
import {
  LETTER_PURPOSES, OFFERED, ROLES, STAYS, STEP_KINDS, type Moment, type Register, type RegisterView,
} from '../../ipc';
import { word } from '../../shared/fields/said';
import { count, itemNumber } from '../../shared/names';

/** The registers as the hand-over lists them: a title, then what one entry and several are called. */
export const BOOKS: readonly (readonly [Register, string, string, string])[] = [
  ['gift', 'Gifts', 'gift', 'gifts'],
  ['thing', 'Physical items', 'physical item', 'physical items'],
  ['letter', 'Letters', 'letter', 'letters'],
  ['step', 'Steps', 'step', 'steps'],
  ['chaperone', 'Chaperones', 'chaperone record', 'chaperone records'],
  ['person', 'People', 'person', 'people'],
  ['review', 'Reviews', 'review', 'reviews'],
  ['transcript', 'Transcripts', 'transcript', 'transcripts'],
];

/** Returns how many entries of a register: `1 gift`, `2 people`. */
export function countOf(register: Register, n: number): string {
  const [, , one, many] = BOOKS.find(([book]) => book === register)!;
  return count(n, one, many);
}

/** Returns several things as people say them: `1 contact, 2 gifts and 1 step`. */
export function together(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Returns what an entry's line says. */
export function lineOf({ entry }: RegisterView): string {
  const beside = (first: string, more?: string | null) => (more ? `${first}, ${more}` : first);
  switch (entry.register) {
    case 'person': return beside(entry.display, word(ROLES, entry.role).toLowerCase());
    case 'gift': return entry.what;
    case 'thing': return `${entry.label}: ${entry.what}`;
    case 'letter': return beside(word(LETTER_PURPOSES, entry.purpose), entry.to && `to ${entry.to}`);
    case 'step': return beside(word(STEP_KINDS, entry.kind), entry.who);
    case 'chaperone': return beside(word(OFFERED, entry.offered), entry.name_role);
    case 'review': return entry.by ? `Review by ${entry.by}` : 'Review';
    case 'transcript': return `Item ${itemNumber(entry.item)}, ${entry.made_by === 'machine' ? 'read by machine' : 'written by a person'}`;
  }
}

/** Returns when it happened, where it says so. */
export function whenOf({ entry }: RegisterView): Moment | null {
  if (entry.register === 'person' || entry.register === 'transcript') return null;
  return (entry.register === 'letter' ? entry.sent : entry.when) ?? null;
}

/** Returns why an entry stays whatever is chosen; nothing for one that may go. */
export function whyStays(view: RegisterView): string | null {
  return view.stays ? word(STAYS, view.stays) : null;
}

/** Returns whether an entry is an event of its own: a bundle holds one of these, a contact or an item at least. */
export const isEvent = ({ entry }: RegisterView) => entry.register !== 'person' && entry.register !== 'thing' && entry.register !== 'transcript';
