/**
 * A contact as it is being written: what stands in the fields, what is wrong with it, and what changes against what is
 * in the log. What a moment is, Rust decides; here its words are only put together.
 */
import type { Channel, Contact, ContactChanges, Direction, Moment, Turn } from '../../ipc/types';
import { readDay, readMonth, readTime, typed } from '../../shared/typedDate';
import { clock } from '../../shared/when';

export type WhenChoice = 'now' | 'today' | 'day' | 'unsure';
export type Exactness = 'minute' | 'about' | 'day';
export type Side = 'first' | 'second' | 'unsaid';

export interface When {
  choice: WhenChoice;
  day: string;
  time: string;
  exact: Exactness;
  /** As far as it is known: a month, a year, a day, or nothing. */
  rough: string;
  zone: string;
  /** Before or after the clocks went back, once that was asked. */
  side: Side | null;
}

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

export const HOME_ZONE = 'Europe/London';

export const NEW_WHEN: When = { choice: 'now', day: '', time: '', exact: 'minute', rough: '', zone: HOME_ZONE, side: null };

/** Returns an empty draft, with the items that it is written for. */
export function newDraft(items: number[] = []): Draft {
  return {
    channel: null, direction: 'from_them', platform: '', when: { ...NEW_WHEN }, what: '', words: '', place: '', present: '',
    response: '', effect: '', items, turn: null, reason: '',
  };
}

/** Returns the fields of `when` for a moment of the log. */
export function whenOf(moment: Moment): When {
  const { local, precision, about, zone } = moment;
  const side = moment.fold ?? (precision === 'minute' && moment.offset === null ? 'unsaid' : null);
  if (precision === 'minute' || precision === 'second' || (precision === 'day' && !about)) {
    const time = precision === 'second' ? local.slice(11) : clock(local);
    const exact = time === '' ? 'day' : about ? 'about' : 'minute';
    return { ...NEW_WHEN, choice: 'day', day: typed(local.slice(0, 10)), time, exact, zone, side };
  }
  return { ...NEW_WHEN, choice: 'unsure', rough: precision === 'unknown' ? '' : typed(local), zone };
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

/** The text of a moment, or what is wrong with what was typed. */
export type MomentText = { text: string } | { fault: string };

const SECONDS = /^\d{2}:\d{2}:\d{2}$/;

function clockText(time: string): string | null {
  return SECONDS.test(time.trim()) ? time.trim() : readTime(time);
}

/** Puts together the words of a moment from what was typed; `now` is an instant, `today` a day of the UK. */
export function momentText(when: When, now: Date, today: string): MomentText {
  if (when.choice === 'now') return { text: `${now.toISOString().slice(0, 16)}Z` };
  if (when.choice === 'unsure') return roughText(when.rough, today);
  const day = when.choice === 'today' ? today : readDay(when.day, today);
  if (!day) return { fault: when.day.trim() ? 'That is not a date. Write it like 21 April 2026.' : 'Write the date, like 21 April 2026.' };
  if (when.exact === 'day' || when.time.trim() === '') return { text: day };
  const time = clockText(when.time);
  if (!time) return { fault: 'That is not a time. Write it like 21:06.' };
  return { text: `${day}T${time}${when.exact === 'about' ? '~' : ''}` };
}

function roughText(rough: string, today: string): MomentText {
  const text = rough.trim();
  if (text === '') return { text: 'unknown' };
  const found = /^\d{4}$/.test(text) ? text : (readMonth(text) ?? readDay(text, today));
  return found ? { text: `${found}~` } : { fault: 'Write it like April 2026, or 2026, or leave it empty.' };
}

const minutesOf = (local: string, seconds: boolean) => Date.parse(`${seconds ? local : `${local}:00`}Z`) / 60_000;

/** Returns true for a clock time of the hour that came twice, where nobody said which. */
export function isRepeat(moment: Moment): boolean {
  return (moment.precision === 'minute' || moment.precision === 'second') && moment.offset === null;
}

/** Returns the text of a repeated clock time with the offset of the first or the second time it came. */
export function sided(text: string, unsaid: Moment, side: 'first' | 'second'): string {
  if (!unsaid.from || !unsaid.to) return text;
  const seconds = unsaid.precision === 'second';
  const local = minutesOf(unsaid.local, seconds);
  const span = seconds ? 1 / 60 : 1;
  const utc = side === 'first' ? Date.parse(unsaid.from) / 60_000 : Date.parse(unsaid.to) / 60_000 - span;
  const offset = Math.round(local - utc);
  const two = (n: number) => String(n).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return text.endsWith('~') ? `${text.slice(0, -1)}${zone}~` : `${text}${zone}`;
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

/** Returns true when something was written that would be lost. */
export function isDirty(draft: Draft, from: Draft): boolean {
  return JSON.stringify(draft) !== JSON.stringify(from);
}

/** Returns "15 hours", "9 days": how long ago a moment ended; `null` for one that is not over. */
export function sinceWords(moment: Moment, now: Date): string | null {
  if (!moment.to) return null;
  const minutes = Math.floor((now.getTime() - Date.parse(moment.to)) / 60_000);
  if (minutes < 1) return null;
  const [n, unit] = minutes < 60 ? [minutes, 'minute'] : minutes < 1440 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return `${n.toLocaleString('en-GB')} ${unit}${n === 1 ? '' : 's'}`;
}

/** Returns true for a moment that surely has not begun. */
export function isFuture(moment: Moment, now: Date): boolean {
  return moment.from !== null && Date.parse(moment.from) > now.getTime() + 60_000;
}
