/**
 * When something happened, as it is being written: what was chosen and typed, and what the engine makes of it. Nothing is
 * guessed: where the clocks changed, or a time is still to come, the person is asked.
 */
import { asProblem, backend } from '../ipc';
import type { Moment } from '../ipc/types';
import { readDay, readMonth, readTime, typed } from './typedDate';
import { clock, localOf } from './when';

export type WhenChoice = 'now' | 'today' | 'day' | 'about' | 'unknown';
/** Where the clocks went back: the first or the second time. Where they went forward: read from a clock put forward too soon, or too late. */
export type Side = 'first' | 'second' | 'early' | 'late' | 'unsaid';

export interface When {
  choice: WhenChoice;
  /** The instant that "now" stands for: when it was chosen, not when the contact is saved. */
  now: string;
  /** A day, a month or a year, as it is typed. */
  day: string;
  time: string;
  zone: string;
  /** What was answered about a night on which the clocks changed. */
  side: Side | null;
  /** The person says that a time still to come is right. */
  ahead: boolean;
  /** The item that shows it, while nothing of it was changed. */
  item: number | null;
}

export const HOME_ZONE = 'Europe/London';
/** Stands for the clock of an unknown country: of such a time only the day is kept. */
export const NO_ZONE = '';

export const NEW_WHEN: When = { choice: 'now', now: '', day: '', time: '', zone: HOME_ZONE, side: null, ahead: false, item: null };

/** Returns the fields of a moment that is only begun; `now` is what "now" stands for. */
export function newWhen(now: Date): When {
  return { ...NEW_WHEN, now: now.toISOString() };
}

/** Returns the fields of `when` for a moment of the log. */
export function whenOf(moment: Moment): When {
  const { local, precision, about, zone } = moment;
  if (precision === 'unknown') return { ...NEW_WHEN, choice: 'unknown' };
  const unsaid = (precision === 'minute' || precision === 'second') && moment.offset === null;
  const time = precision === 'second' ? local.slice(11) : clock(local);
  return { ...NEW_WHEN, choice: about ? 'about' : 'day', day: typed(local.slice(0, 10)), time, zone, side: moment.fold ?? (unsaid ? 'unsaid' : null) };
}

/** The text of a moment, or what is wrong with what was typed. */
export type MomentText = { text: string } | { fault: string };

const SECONDS = /^\d{2}:\d{2}:\d{2}$/;

function clockText(time: string): string | null {
  return SECONDS.test(time.trim()) ? time.trim() : readTime(time);
}

/** Puts together the words of a moment from what was typed; `today` is a day of this computer. */
export function momentText(when: When, today: string): MomentText {
  if (when.choice === 'now') return { text: `${when.now.slice(0, 16)}Z` };
  if (when.choice === 'unknown') return { text: 'unknown' };
  const day = when.choice === 'today' ? today : dayText(when.day, today);
  if (!day) return { fault: when.day.trim() ? 'That is not a date. Write it like 21 April 2026.' : 'Write the date, like 21 April 2026.' };
  const about = when.choice === 'about' ? '~' : '';
  if (when.time.trim() === '') return { text: `${day}${about}` };
  const time = clockText(when.time);
  if (!time) return { fault: 'That is not a time. Write it like 21:06.' };
  if (day.length < 10) return { fault: 'A time needs its day. Write the day too, or leave the time out.' };
  return { text: when.zone === NO_ZONE ? `${day}~` : `${day}T${time}${about}` };
}

/** Returns a day, a month or a year as it is known. */
function dayText(typed: string, today: string): string | null {
  const text = typed.trim();
  return readDay(text, today) ?? readMonth(text) ?? (/^(19|[2-9]\d)\d{2}$/.test(text) ? text : null);
}

/** What has to be asked about a time. */
export type Ask =
  | { about: 'twice'; clock: string }
  | { about: 'gap'; clock: string; late: string; early: string }
  | { about: 'ahead' };

/** What the engine makes of the fields: a moment, or in words why there is none yet. */
export interface Reading {
  moment: Moment | null;
  ask: Ask | null;
  fault: string | null;
}

/** Reads the fields as of an instant. */
export async function readWhen(when: When, now: Date): Promise<Reading> {
  const words = momentText(when, localOf(now).slice(0, 10));
  if ('fault' in words) return { moment: null, ask: null, fault: words.fault };
  const read = await readClock(words.text, when.zone || HOME_ZONE, when.side);
  if (!read.moment || !isFuture(read.moment, now)) return read;
  return { moment: read.moment, ask: { about: 'ahead' }, fault: when.ahead ? null : 'By this computer’s clock that is still to come' };
}

async function readClock(text: string, zone: string, side: Side | null): Promise<Reading> {
  try {
    const moment = await backend.readMoment(text, zone);
    if (!isRepeat(moment)) return { moment, ask: null, fault: null };
    const ask: Ask = { about: 'twice', clock: clock(moment.local) };
    if (side === 'unsaid') return { moment, ask, fault: null };
    if (side !== 'first' && side !== 'second') return { moment: null, ask, fault: `Say which ${ask.clock} it was, or that you are not sure` };
    return { moment: await backend.readMoment(sided(text, moment, side), zone), ask, fault: null };
  } catch (caught) {
    const problem = asProblem(caught);
    const fault = `${problem.message} ${problem.hint}`.trim();
    return problem.code === 'bad_moment' ? readGap(text, zone, side, fault) : { moment: null, ask: null, fault };
  }
}

/** Reads a time that the clocks went forward over; what was wrong with any other text stays as it was said. */
async function readGap(text: string, zone: string, side: Side | null, fault: string): Promise<Reading> {
  const body = text.replace('~', '');
  const [date = '', time] = body.split('T');
  const noon = async (days: number) => backend.readMoment(`${new Date(Date.parse(`${date}T12:00Z`) + days * DAY).toISOString().slice(0, 10)}T12:00`, zone);
  if (!time || zoned(body) || Number.isNaN(Date.parse(`${date}T12:00Z`))) return { moment: null, ask: null, fault };
  const [before, after] = await Promise.all([noon(-1), noon(1)]);
  if (before.offset === null || after.offset === null || before.offset >= after.offset) return { moment: null, ask: null, fault };
  const about = text.endsWith('~') ? '~' : '';
  const late = await backend.readMoment(`${body}${offsetText(before.offset)}${about}`, zone);
  const early = await backend.readMoment(`${body}${offsetText(after.offset)}${about}`, zone);
  if (late.local === body || early.local === body) return { moment: null, ask: null, fault };
  const ask: Ask = { about: 'gap', clock: clock(body), late: clock(late.local), early: clock(early.local) };
  if (side === 'late') return { moment: late, ask, fault: null };
  if (side === 'early') return { moment: early, ask, fault: null };
  if (side === 'unsaid') return { moment: await backend.readMoment(`${date}~`, zone), ask, fault: null };
  return { moment: null, ask, fault: `Say what the clock was, for a ${ask.clock} that never came` };
}

const DAY = 86_400_000;

/** True for a clock text that names its offset already. */
const zoned = (body: string) => /(Z|[+-]\d{2}:\d{2})$/.test(body);

function offsetText(offset: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
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
  const zone = offsetText(offset);
  return text.endsWith('~') ? `${text.slice(0, -1)}${zone}~` : `${text}${zone}`;
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

/**
 * Returns the fields for one line such as `21 April 2026, 21:06`, `about March 2026`, `21:06`; a time alone is of the day given.
 * Of a clock time that came twice both stay possible, and of one that never came only the day is kept.
 */
export function whenOfText(text: string, day: string | null = null): When {
  const found = /^(about\s+|c\.?\s+)?(.*?)[,\s]*(?:\bat\s+)?(\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]m)?|\d{1,2}\s*[ap]m)?$/i.exec(text.trim());
  const [about, date = '', time = ''] = found ? found.slice(1) : [undefined, text];
  return { ...NEW_WHEN, choice: about ? 'about' : 'day', day: date === '' && time ? (day ?? '') : date, time, side: 'unsaid', ahead: true };
}

/** Returns a moment as one line that reads back as the same; empty for one that is not known. */
export function textOfMoment(moment: Moment): string {
  return moment.precision === 'unknown' ? '' : `${moment.about ? 'about ' : ''}${typed(moment.local)}`;
}
