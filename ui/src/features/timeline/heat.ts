/** The calendar of a case: how many contacts fell on each day, month by month, and moving through it by key. */
import { count } from '../../shared/names';
import { day as dayName } from '../../shared/when';
import { dayNumber, isoDay } from '../../shared/calendar';
import type { Row } from '../../shared/packed';
import { isContact } from './strip';

/** How dense a day is drawn: nothing, one or two, up to nine, more. */
export type Level = 0 | 1 | 2 | 3;

export interface CalendarMonth {
  /** `2026-03`. */
  month: string;
  /** Weeks from Monday; `null` outside the month. */
  weeks: (number | null)[][];
}

/** Returns how many contacts fell on each day on which there were any. */
export function countDays(rows: readonly Row[]): Map<number, number> {
  const days = new Map<number, number>();
  for (const row of rows) {
    const { day } = row;
    if (!Number.isNaN(day) && isContact(row)) days.set(day, (days.get(day) ?? 0) + 1);
  }
  return days;
}

export function levelOf(n: number): Level {
  return n === 0 ? 0 : n < 3 ? 1 : n < 10 ? 2 : 3;
}

/** Returns the twelve months of a year. */
export function monthsOf(year: number): CalendarMonth[] {
  return Array.from({ length: 12 }, (_, at) => {
    const month = `${String(year).padStart(4, '0')}-${String(at + 1).padStart(2, '0')}`;
    const first = dayNumber(`${month}-01`);
    const weeks: (number | null)[][] = [];
    const lead = (((first + 3) % 7) + 7) % 7;
    for (let day = first - lead; isoDay(day).slice(0, 7) <= month; day += 7) {
      weeks.push(Array.from({ length: 7 }, (__, i) => (isoDay(day + i).slice(0, 7) === month ? day + i : null)));
    }
    return { month, weeks };
  });
}

/** Returns "18 March 2026, 31 contacts". */
export function dayWords(day: number, n: number): string {
  return `${dayName(isoDay(day), 'full')}, ${n === 0 ? 'no contact recorded' : count(n, 'contact')}`;
}

/** Returns the day that a key leads to, or `null` for other keys. */
export function dayMoved(day: number, key: string): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  if (key in steps) return day + steps[key]!;
  const iso = isoDay(day);
  const [year, month, date] = [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8))];
  const inMonth = (y: number, m: number): number => {
    const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
    return Math.round(Date.UTC(y, m - 1, Math.min(date, last)) / 86_400_000);
  };
  if (key === 'PageUp') return inMonth(year, month - 1);
  if (key === 'PageDown') return inMonth(year, month + 1);
  if (key === 'Home') return dayNumber(`${iso.slice(0, 7)}-01`);
  if (key === 'End') return Math.round(Date.UTC(year, month, 0) / 86_400_000);
  return null;
}
