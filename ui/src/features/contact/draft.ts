/** A contact as it is being written: what stands in the fields, what is wrong with it, and what changes against what is in the log. */
import type { Channel, Contact, ContactChanges, Direction, Moment, Turn } from '../../ipc/types';
import { draftOfSaid, endsBefore, patchOf, readFields, type FieldDraft, type FieldFault, type Said } from '../../shared/fields/values';
import { newWhen, whenOf, type When } from '../../shared/moments';
import { dayOf } from '../../shared/when';
import { MORE } from './folds';

export interface Draft {
  channel: Channel | null;
  direction: Direction;
  platform: string;
  when: When;
  what: string;
  words: string;
  items: number[];
  turn: Turn | null;
  reason: string;
  /** Everything that folds out. */
  more: FieldDraft;
}

export type Fault = FieldFault;

/** Returns an empty draft, with the items that it is written for; `now` is what "now" stands for. */
export function newDraft(now: Date, items: number[] = []): Draft {
  return {
    channel: null, direction: 'from_them', platform: '', when: newWhen(now), what: '', words: '', items, turn: null, reason: '',
    more: draftOfSaid(MORE, null, now),
  };
}

/** Returns a draft that says what a contact says. */
export function draftOf(contact: Contact): Draft {
  return {
    channel: contact.channel, direction: contact.direction, platform: contact.platform ?? '', when: whenOf(contact.occurred), what: contact.what,
    words: contact.words ?? '', items: [...contact.items], turn: contact.turn, reason: '', more: draftOfSaid(MORE, { ...contact }, new Date()),
  };
}

/** Returns what is missing on the first page, apart from the moment, in the order of the fields. */
export function faultsOf(draft: Draft, amending: boolean): Fault[] {
  const faults: Fault[] = [];
  if (!draft.channel) faults.push({ field: 'channel', message: 'Choose how it came' });
  if (!draft.what.trim()) faults.push({ field: 'what', message: 'Write in a few words what happened' });
  if (amending && !draft.reason.trim()) faults.push({ field: 'reason', message: 'Write why you change it' });
  return faults;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** Returns what folds out as it is said, and what is wrong with it; `before` is the contact in the log. */
export async function readMore(draft: Draft, occurred: Moment | null, before: Contact | null, now: Date): Promise<{ said: Said; faults: Fault[] }> {
  const kept = before ? { said: { ...before } as Said, draft: draftOf(before).more } : null;
  const read = await readFields(MORE, draft.more, { now, day: occurred ? dayOf(occurred.local) || null : null, before: kept });
  const ended = read.said['ended'] as Moment | undefined;
  if (occurred && ended && endsBefore(occurred, ended)) read.faults.unshift({ field: 'ended', message: 'It ends before it begins. Look at both times again' });
  return read;
}

/** Returns the contact that a draft stands for; `null` without a channel. */
export function contactOf(draft: Draft, occurred: Moment, more: Said): Contact | null {
  if (!draft.channel) return null;
  const text = (field: string) => (more[field] as string | undefined) ?? null;
  return {
    ...(more as Partial<Contact>), occurred, channel: draft.channel, direction: draft.direction, platform: orNull(draft.platform), what: draft.what.trim(),
    words: orNull(draft.words), place: text('place'), present: text('present'), response: text('response'), effect: text('effect'),
    items: [...draft.items], turn: draft.turn,
  };
}

const same = (a: Moment, b: Moment) =>
  a.local === b.local && a.precision === b.precision && a.about === b.about && a.zone === b.zone && a.offset === b.offset && a.fold === b.fold;

/** Returns the fields in which a contact is another than before; `null` takes what it said away. */
export function changesOf(before: Contact, after: Contact): ContactChanges {
  const changes: ContactChanges = patchOf(MORE, { ...before }, { ...after });
  if (!same(before.occurred, after.occurred)) changes.occurred = after.occurred;
  if (before.channel !== after.channel) changes.channel = after.channel;
  if (before.direction !== after.direction) changes.direction = after.direction;
  for (const field of ['platform', 'words'] as const) {
    if ((before[field] ?? '') !== (after[field] ?? '')) changes[field] = after[field];
  }
  if (before.what !== after.what) changes.what = after.what;
  if (before.turn !== after.turn) changes.turn = after.turn;
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
