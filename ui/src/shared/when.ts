/**
 * Dates and times as they are written in the window: "Wed 18 March", 24-hour clock, never more exact than what is known.
 *
 * Clock texts (`2026-03-04T19:15`, `2026-03`) come from Rust and are only rearranged here; instants are shown in the
 * time of this computer.
 */
import type { Moment, Precision } from '../ipc';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const;
const HOME = 'Europe/London';
const DAY = 86_400_000;

type Form = 'short' | 'medium' | 'long' | 'full';

function parts(local: string): { year: number; month: number; day: number } {
  return { year: +local.slice(0, 4), month: +local.slice(5, 7), day: +local.slice(8, 10) };
}

function midnight(local: string): Date {
  const { year, month, day } = parts(local);
  return new Date(Date.UTC(year, Math.max(month, 1) - 1, Math.max(day, 1)));
}

/**
 * Returns the day of a clock text. short `Wed 18 Mar`, medium `Wed 18 March`, long `Wednesday 18 March`, full with the
 * year. A text without a day gives its month or year.
 */
export function day(local: string, form: Form = 'medium'): string {
  const { year, month, day: date } = parts(local);
  if (!month) return local.slice(0, 4);
  const name = MONTHS[month - 1] ?? '';
  if (!date) return `${name} ${year}`;
  const weekday = DAYS[midnight(local).getUTCDay()] ?? '';
  if (form === 'short') return `${weekday.slice(0, 3)} ${date} ${name.slice(0, 3)}`;
  if (form === 'medium') return `${weekday.slice(0, 3)} ${date} ${name}`;
  return `${weekday} ${date} ${name}${form === 'full' ? ` ${year}` : ''}`;
}

/** Returns the day part of a clock text, `2026-03-04`; empty when it has none. */
export function dayOf(local: string): string {
  return local.length >= 10 ? local.slice(0, 10) : '';
}

/** Returns the time of a clock text, `19:15`; empty when it has none. */
export function clock(local: string): string {
  return local.includes('T') ? local.slice(11, 16) : '';
}

/** Returns the number of days from one clock text to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to).getTime() - midnight(from).getTime()) / DAY);
}

/** Returns the clock text of an instant in the time of this computer, `2026-04-30T13:20`. */
export function localOf(instant: string | Date): string {
  const at = typeof instant === 'string' ? new Date(instant) : instant;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Returns an instant in the time of this computer: `today 12:44`, `Thu 30 April 13:20`; with the year when it is another. */
export function stamp(instant: string, now: Date = new Date(), form: Form = 'medium'): string {
  const local = localOf(instant);
  const days = daysBetween(local, localOf(now));
  if (days === 0) return `today ${clock(local)}`;
  if (days === 1) return `yesterday ${clock(local)}`;
  const other = now.getFullYear() !== parts(local).year;
  return `${day(local, form)}${other && form !== 'full' ? ` ${local.slice(0, 4)}` : ''}${form === 'medium' ? ' ' : ', '}${clock(local)}`;
}

/** Returns a moment in words: `Thu 19 March, about 15:00`, `March 2026`, `Not known`. Names the zone when it is not the UK's. */
export function moment(at: Moment, form: Form = 'medium'): string {
  return happened(at.local, at.precision, at.about, at.zone, form);
}

/** The same for the fields of a timeline row. */
export function happened(
  local: string | null, precision: Precision, about: boolean, zone: string = HOME, form: Form = 'medium',
): string {
  if (!local || precision === 'unknown') return 'Not known';
  const time = clock(local);
  const elsewhere = zone === HOME || !time ? '' : ` (${zone.split('/').pop()?.replaceAll('_', ' ')} time)`;
  if (!time) return `${about ? 'about ' : ''}${day(local, form)}`;
  return `${day(local, form)}, ${about ? 'about ' : ''}${time}${elsewhere}`;
}

/** Returns `2 minutes`, `1 hour`, for a span in seconds. */
export function span(seconds: number): string {
  const [n, unit] =
    seconds < 60 ? [Math.max(1, Math.round(seconds)), 'second'] : seconds < 3600 ? [Math.round(seconds / 60), 'minute'] : [Math.round(seconds / 3600), 'hour'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
