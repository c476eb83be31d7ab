/**
 * Days and times as people type them, turned into the clock texts that Rust reads. Whether such a day or time existed is
 * decided there; this only tells "21 April" from "half past".
 */
import { day } from './when';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const two = (n: number) => String(n).padStart(2, '0');

function known(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const same = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return same && year >= 1900 && year <= 9999 ? `${year}-${two(month)}-${two(day)}` : null;
}

function monthOf(word: string): number {
  return word.length >= 3 ? MONTHS.indexOf(word.slice(0, 3)) + 1 : 0;
}

function shifted(today: string, days: number): string {
  const at = new Date(`${today}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The latest year in which a day without a year is not in the future. */
function yearOf(month: number, day: number, today: string): number {
  const year = Number(today.slice(0, 4));
  return `${two(month)}-${two(day)}` > today.slice(5) ? year - 1 : year;
}

/**
 * Returns the ISO day of `21 April 2026`, `Tue 21 April`, `21/4/2026`, `21.4.26`, `2026-04-21`, `today`, `yesterday`;
 * `null` for anything else. Days come before months. Without a year it is the last such day up to today.
 */
export function readDay(text: string, today: string): string | null {
  const typed = text.trim().toLowerCase().replace(/,/g, ' ').replace(/\s+/g, ' ');
  if (typed === 'today') return today;
  if (typed === 'yesterday') return shifted(today, -1);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return known(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const worded = /^(?:[a-z]+ )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,})(?: (\d{4}))?$/.exec(typed);
  const figures = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?$/.exec(typed);
  const found = worded ?? figures;
  if (!found) return null;
  const day = Number(found[1]);
  const month = worded ? monthOf(found[2]!) : Number(found[2]);
  if (month < 1) return null;
  const year = found[3] ? Number(found[3].padStart(4, '20')) : yearOf(month, day, today);
  return known(year, month, day);
}

/** Returns a clock text as people would type it, `Tue 21 April 2026 21:06`, `April 2026`; it reads back as the same. */
export function typed(local: string): string {
  if (local.length < 10) return day(local);
  const [date = '', time = ''] = local.split('T');
  return `${day(date, 'medium')} ${date.slice(0, 4)}${time ? ` ${time}` : ''}`;
}

/** Returns the ISO month of `April 2026`, `4/2026`, `2026-04`; `null` for anything else. */
export function readMonth(text: string): string | null {
  const typed = text.trim().toLowerCase();
  const found = /^([a-z]{3,}) (\d{4})$/.exec(typed) ?? /^(\d{1,2})[/.\- ](\d{4})$/.exec(typed);
  const iso = /^(\d{4})-(\d{2})$/.exec(typed);
  const [month, year] = iso ? [Number(iso[2]), Number(iso[1])] : found ? [monthOf(found[1]!) || Number(found[1]), Number(found[2])] : [0, 0];
  return month >= 1 && month <= 12 && year >= 1900 ? `${year}-${two(month)}` : null;
}

/** Returns `21:06` for `21:06`, `21.06`, `2106`, `9pm`, `9.15 am`; `null` for anything else. */
export function readTime(text: string): string | null {
  const typed = text.trim().toLowerCase().replace(/\s+/g, '');
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?$/.exec(typed);
  if (!found || (!found[2] && !found[3])) return null;
  let hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (found[3]) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (found[3] === 'pm' ? 12 : 0);
  }
  return hour <= 23 && minute <= 59 ? `${two(hour)}:${two(minute)}` : null;
}
