/** A contact as it is being written: what stands in the fields, what is wrong with it, and what changes against what is in the log. */
import type { Channel, Contact, ContactChanges, Direction, Moment, Turn } from '../../ipc/types';
import { newWhen, whenOf, type When } from '../../shared/moments';

export interface Draft {
  channel: Channel | null;
  direction: Direction;
  platform: string;
  when: When;
  what: string;
  words: string;
  place: string;
  present: string;
  response: string;
  effect: string;
  items: number[];
  turn: Turn | null;
  reason: string;
}

export type FieldName = 'channel' | 'when' | 'what' | 'reason';

export interface Fault {
  field: FieldName;
  message: string;
}

/** Returns an empty draft, with the items that it is written for; `now` is what "now" stands for. */
export function newDraft(now: Date, items: number[] = []): Draft {
  return {
    channel: null, direction: 'from_them', platform: '', when: newWhen(now), what: '', words: '', place: '',
    present: '', response: '', effect: '', items, turn: null, reason: '',
  };
}

/** Returns a draft that says what a contact says. */
export function draftOf(contact: Contact): Draft {
  const text = (value: string | null) => value ?? '';
  return {
    channel: contact.channel, direction: contact.direction, platform: text(contact.platform), when: whenOf(contact.occurred),
    what: contact.what, words: text(contact.words), place: text(contact.place), present: text(contact.present),
    response: text(contact.response), effect: text(contact.effect), items: [...contact.items], turn: contact.turn, reason: '',
  };
}

/** Returns what is missing, apart from the moment, in the order of the fields. */
export function faultsOf(draft: Draft, amending: boolean): Fault[] {
  const faults: Fault[] = [];
  if (!draft.channel) faults.push({ field: 'channel', message: 'Choose how it came' });
  if (!draft.what.trim()) faults.push({ field: 'what', message: 'Write in a few words what happened' });
  if (amending && !draft.reason.trim()) faults.push({ field: 'reason', message: 'Write why you change it' });
  return faults;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** Returns the contact that a draft stands for; `null` without a channel. */
export function contactOf(draft: Draft, occurred: Moment): Contact | null {
  if (!draft.channel) return null;
  return {
    occurred, channel: draft.channel, direction: draft.direction, platform: orNull(draft.platform), what: draft.what.trim(),
    words: orNull(draft.words), place: orNull(draft.place), present: orNull(draft.present), response: orNull(draft.response),
    effect: orNull(draft.effect), items: [...draft.items], turn: draft.turn,
  };
}

const same = (a: Moment, b: Moment) =>
  a.local === b.local && a.precision === b.precision && a.about === b.about && a.zone === b.zone && a.offset === b.offset;

/** Returns the fields in which a contact is another than before; an emptied text is sent as an empty text. */
export function changesOf(before: Contact, after: Contact): ContactChanges {
  const changes: ContactChanges = {};
  if (!same(before.occurred, after.occurred)) changes.occurred = after.occurred;
  if (before.channel !== after.channel) changes.channel = after.channel;
  if (before.direction !== after.direction) changes.direction = after.direction;
  for (const field of ['platform', 'words', 'place', 'present', 'response', 'effect'] as const) {
    if ((before[field] ?? '') !== (after[field] ?? '')) changes[field] = after[field] ?? '';
  }
  if (before.what !== after.what) changes.what = after.what;
  const items = (list: number[]) => [...list].sort((a, b) => a - b).join();
  if (items(before.items) !== items(after.items)) changes.items = after.items;
  return changes;
}

/** Returns true when something was written that would be lost. Long texts are compared, never copied. */
export function isDirty(draft: Draft, from: Draft): boolean {
  return (Object.keys(from) as (keyof Draft)[]).some((field) => {
    const [now, then] = [draft[field], from[field]];
    return typeof now === 'object' || typeof then === 'object' ? JSON.stringify(now) !== JSON.stringify(then) : now !== then;
  });
}
