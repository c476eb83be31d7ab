/**
 * The strip: the whole case at a glance, as places in per cent and heights in pixels.
 *
 * One bar a day, a week or a month, whichever leaves bars wide enough to see; bars above the scale are cut and carry
 * their number. Only contacts from or about the writer's side count: what came from you is a step, not a contact.
 */
import type { Turn } from '../../ipc/types';
import { FILL, type Fill } from '../../shared/fills';
import { count } from '../../shared/names';
import { dayMonth, dayNumber, isoDay, monthName } from '../../shared/calendar';
import type { Row } from '../../shared/packed';
import { firstTurn, isAfter } from './ledger';
import { AFTER_TURN } from './words';

export interface Segment {
  fill: Fill;
  height: number;
}

export interface Bar {
  /** The first day of the bar. */
  day: number;
  n: number;
  left: number;
  height: number;
  cut: boolean;
  segments: Segment[];
}

export interface Mark {
  turn: Turn;
  day: number;
  left: number;
}

export interface Month {
  left: number;
  label: string;
}

export interface Strip {
  /** The first day of the scale, and the day after its last. */
  from: number;
  to: number;
  bars: Bar[];
  marks: Mark[];
  months: Month[];
  /** Days with anything on them, ascending: the stops of the slider. */
  stops: number[];
  contacts: number;
  contactDays: number;
}

const LOWEST = 9;
const TALLEST = 36;
const WHOLE = 8;

const dated = (row: Row) => !Number.isNaN(row.day);

/** Returns true for a contact that counts: one from them, or about the writer. */
export function isContact(row: Row): boolean {
  return row.kind === 'contact' && row.direction !== 'from_you' && !row.turn;
}

const monthStart = (day: number): number => dayNumber(`${isoDay(day).slice(0, 7)}-01`);

function nextMonth(day: number): number {
  const at = new Date(day * 86_400_000);
  return Math.round(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 86_400_000);
}

/** Returns the step of the bars for a scale of so many days: a day, a week, or a month. */
export function stepOf(days: number): 'day' | 'week' | 'month' {
  return days <= 190 ? 'day' : days <= 1_300 ? 'week' : 'month';
}

function binOf(day: number, from: number, step: 'day' | 'week' | 'month'): number {
  if (step === 'month') return monthStart(day);
  return step === 'week' ? from + Math.floor((day - from) / 7) * 7 : day;
}

/** Returns the count that fits the full height: eight at least, and what nine bars of ten stay under. */
export function fullCount(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b);
  return Math.max(WHOLE, sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0);
}

/** Returns the height of a bar in pixels, and whether it is cut. */
export function barHeight(n: number, full: number): { height: number; cut: boolean } {
  if (n > full) return { height: TALLEST, cut: true };
  return { height: Math.round(LOWEST + ((n - 1) / Math.max(1, full - 1)) * (TALLEST - LOWEST)), cut: false };
}

function segmentsOf(rows: readonly Row[], height: number): Segment[] {
  const counts = new Map<Fill, number>();
  for (const row of rows) {
    const fill = FILL[row.channel ?? 'other'];
    counts.set(fill, (counts.get(fill) ?? 0) + 1);
  }
  const order = [...counts].sort((a, b) => b[1] - a[1]);
  const room = Math.max(1, Math.floor(height / 6));
  const shown = order.slice(0, room);
  const total = shown.reduce((sum, [, n]) => sum + n, 0);
  const spare = height - shown.length * 6;
  return shown.map(([fill, n]) => ({ fill, height: shown.length === 1 ? height : 6 + (spare * n) / total }));
}

function monthsOf(from: number, to: number): Month[] {
  const months: Month[] = [];
  const every = Math.max(1, Math.ceil((to - from) / 30.4 / 12));
  for (let day = monthStart(from), at = 0; day < to; day = nextMonth(day), at += 1) {
    const date = new Date(day * 86_400_000);
    const month = date.getUTCMonth() + 1;
    const wanted = every <= 6 ? (month - 1) % every === 0 : month === 1;
    if (!wanted && at > 0) continue;
    if (at === 0 && !wanted && every > 1) continue;
    const year = every > 1 || month === 1 ? ` ${date.getUTCFullYear()}` : '';
    months.push({ left: place(Math.max(day, from), from, to), label: monthName(month).slice(0, every > 1 ? 3 : undefined) + year });
  }
  return months;
}

/** Returns where a day stands on the scale, in per cent. */
export function place(day: number, from: number, to: number): number {
  return ((day - from) / Math.max(1, to - from)) * 100;
}

/** Builds the strip of a case; `null` where no row has a day. */
export function stripOf(rows: readonly Row[]): Strip | null {
  const placed = rows.filter(dated);
  if (placed.length === 0) return null;
  const days = placed.map((row) => row.day);
  const first = days.reduce((a, b) => Math.min(a, b));
  const last = days.reduce((a, b) => Math.max(a, b));
  const from = monthStart(first);
  // A scale of two months at least, so that a young case is not drawn as if it filled the window.
  const to = Math.max(nextMonth(last), nextMonth(nextMonth(from)));
  const step = stepOf(to - from);
  const bins = new Map<number, Row[]>();
  const binOfDay = new Map(days.map((day) => [day, 0]));
  for (const day of binOfDay.keys()) binOfDay.set(day, binOf(day, from, step));
  const contactDays = new Set<number>();
  for (const [at, row] of placed.entries()) {
    if (!isContact(row)) continue;
    contactDays.add(days[at]!);
    const bin = binOfDay.get(days[at]!)!;
    (bins.get(bin) ?? bins.set(bin, []).get(bin)!).push(row);
  }
  const full = fullCount([...bins.values()].map((bin) => bin.length));
  const bars = [...bins].sort(([a], [b]) => a - b).map(([day, bin]) => {
    const { height, cut } = barHeight(bin.length, full);
    return { day, n: bin.length, left: place(day, from, to), height, cut, segments: segmentsOf(bin, height) };
  });
  const marks = placed.flatMap((row) => (row.turn ? [{ turn: row.turn, day: row.day, left: place(row.day, from, to) }] : []));
  return {
    from,
    to,
    bars,
    marks,
    months: monthsOf(from, to),
    stops: [...binOfDay.keys()].sort((a, b) => a - b),
    contacts: rows.filter(isContact).length,
    contactDays: contactDays.size,
  };
}

/** On which side of its mark a label stands, or that there is no room for it. */
export type Side = 'right' | 'left' | 'none';

/** Chooses a side for each mark's label so that none covers another, from their widths and the plot's, in pixels. */
export function labelSides(lefts: readonly number[], widths: readonly number[], plot: number): Side[] {
  let taken = 0;
  return lefts.map((left, at) => {
    const x = (left / 100) * plot;
    const width = (widths[at] ?? 0) + 10;
    const next = at + 1 < lefts.length ? (lefts[at + 1]! / 100) * plot : plot;
    if (x + width <= next) {
      taken = x + width;
      return 'right';
    }
    if (x - width >= taken) {
      taken = x;
      return 'left';
    }
    taken = x;
    return 'none';
});
}

/** Returns the months whose names have room, in pixels of the plot; the first always does. */
export function labelled(months: readonly Month[], plot: number): Month[] {
  const kept: Month[] = [];
  for (const month of months) {
    const last = kept.at(-1);
    const room = (left: number, right: number) => ((right - left) / 100) * plot;
    if (!last || (room(last.left, month.left) > 8 * last.label.length && room(month.left, 100) > 64)) kept.push(month);
  }
  return kept;
}

/** Returns the numbers over cut bars that have room: taller first, none nearer than `room` per cent. */
export function numbered(bars: readonly Bar[], room: number): Bar[] {
  const kept: Bar[] = [];
  for (const bar of [...bars].filter((b) => b.cut).sort((a, b) => b.n - a.n)) {
    if (kept.every((other) => Math.abs(other.left - bar.left) >= room)) kept.push(bar);
  }
  return kept;
}

/** Returns "52 contacts on 12 days" and ", 5 February to 27 April". */
export function captionOf(strip: Strip): { what: string; on: string; span: string } {
  const first = strip.bars[0];
  const ends = first && strip.stops.length > 0 ? [strip.stops[0]!, strip.stops[strip.stops.length - 1]!] : [];
  const years = new Set(ends.map((day) => isoDay(day).slice(0, 4)));
  const say = (day: number) => dayMonth(isoDay(day)) + (years.size > 1 ? ` ${isoDay(day).slice(0, 4)}` : '');
  return {
    what: count(strip.contacts, 'contact'),
    on: `on ${count(strip.contactDays, 'day')}`,
    span: ends.length === 2 && ends[0] !== ends[1] ? `, ${say(ends[0]!)} to ${say(ends[1]!)}` : '',
  };
}

/** Returns "16 after asked to stop, 10 after the warning letter"; empty where there is no turning point. */
export function afterWords(rows: readonly Row[]): string {
  const told: string[] = [];
  for (const turn of ['asked_to_stop', 'warning_letter', 'police'] as const) {
    const row = firstTurn(rows, turn);
    if (!row) continue;
    const n = rows.reduce((sum, other) => sum + Number(isAfter(other, row) && isContact(other)), 0);
    if (n > 0 || told.length === 0) told.push(`${n.toLocaleString('en-GB')} ${AFTER_TURN[turn]}`);
  }
  return told.join(', ');
}

/** Returns "18 Mar to 4 Apr", or one day; with the year where it is not plain, or asked for. */
export function rangeWords(from: number, to: number, year = false): string {
  const years = new Set([isoDay(from), isoDay(to)].map((iso) => iso.slice(0, 4)));
  const say = (day: number) => dayMonth(isoDay(day), true) + (years.size > 1 || year ? ` ${isoDay(day).slice(0, 4)}` : '');
  return from === to ? say(from) : `${say(from)} to ${say(to)}`;
}

/** Returns the stop nearest to a place on the scale. */
export function nearestStop(strip: Strip, percent: number): number {
  const day = strip.from + (percent / 100) * (strip.to - strip.from);
  return strip.stops.reduce((best, stop) => (Math.abs(stop - day) < Math.abs(best - day) ? stop : best), strip.stops[0]!);
}
