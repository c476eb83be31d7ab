/** The pattern as a person reads it: the sentence, bars of weeks or months, and where turning points stand among them. */
import { TURNS, type Jurisdiction, type Pattern, type PatternTurn, type Reminder, type Turn } from '../../ipc/types';
import { dayNumber, isoDay, monthsLater } from '../../shared/calendar';
import { FILL, FILLS, type Fill } from '../../shared/fills';
import { count } from '../../shared/names';
import { day as dayName } from '../../shared/when';

/** A case of more weeks is drawn by month, one of more months by year. */
const WEEKS = 110;
const MONTHS = 130;
/** Of more bars than this the numbers stand in a table of their own. */
export const COLUMNS = 16;

export type Step = 'week' | 'month' | 'year';

export interface Bin {
  /** The first day of the bar. */
  from: number;
  counts: Map<Fill, number>;
  total: number;
  /** The ways that came for the first time. */
  first: Set<Fill>;
}

export interface Mark {
  turn: Turn;
  name: string;
  day: number;
  /** From 0, the left edge of the first bar, to 1, the right edge of the last. */
  at: number;
}

export interface Bars {
  step: Step;
  bins: Bin[];
  /** The ways that there are, from the bottom up. */
  fills: [Fill, string][];
  marks: Mark[];
  most: number;
}

const AFTER: Record<Turn, string> = {
  asked_to_stop: 'after they were asked to stop',
  warning_letter: 'after the warning letter',
  police: 'after the police were told',
};

/** Returns "12 weeks", "3 months", "9 days". */
export function spanWords(days: number): string {
  if (days < 15) return count(days, 'day');
  if (days < 190) return count(Math.round(days / 7), 'week');
  const months = Math.round(days / 30.44);
  return months < 24 ? count(months, 'month') : count(Math.floor(days / 365.25), 'year');
}

/** Returns the first turning point of each kind, in the order in which they came. */
export function firstTurns(pattern: Pattern): PatternTurn[] {
  return pattern.turns.filter((turn, at) => pattern.turns.findIndex((other) => other.turn === turn.turn) === at);
}

/** Returns what the contacts add up to, in sentences. */
export function sentencesOf(pattern: Pattern): string[] {
  if (pattern.contacts === 0) return ['No contact is written down yet.'];
  const over = pattern.over > 1 ? `, over ${spanWords(pattern.over)}` : '';
  const told = [pattern.days > 0 ? `${count(pattern.contacts, 'contact')} on ${count(pattern.days, 'day')}${over}.` : `${count(pattern.contacts, 'contact')}, none with a known day.`];
  const turns = firstTurns(pattern).map((turn, at) => {
    const n = turn.after === 0 ? (at === 0 ? 'None' : 'none') : turn.after.toLocaleString('en-GB');
    return `${n}${at === 0 ? ' came' : ''} ${AFTER[turn.turn]}`;
  });
  if (turns.length > 0) told.push(`${turns.length > 1 ? `${turns.slice(0, -1).join(', ')} and ${turns.at(-1)}` : turns[0]}.`);
  return told;
}

/** Returns the days to be reminded of where this law counts, the earliest first; where it is not said, as where it is unsure. */
export function remindersOf(pattern: Pattern, where: Jurisdiction | null, all: readonly Reminder[]): { day: string; reminder: Reminder }[] {
  const since: Record<Reminder['since'], string | null> = {
    last_contact: pattern.last,
    warning_letter: pattern.turns.findLast(({ turn, day }) => turn === 'warning_letter' && day !== null)?.day ?? null,
  };
  const here = all.filter(({ jurisdictions }) => jurisdictions.length === 0 || jurisdictions.includes(where ?? 'unsure'));
  const days = here.flatMap((reminder) => {
    const from = since[reminder.since];
    return from === null ? [] : [{ day: monthsLater(from, reminder.months), reminder }];
  });
  return days.toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function stepOf(weeks: number): Step {
  return weeks <= WEEKS ? 'week' : weeks / 4.35 <= MONTHS ? 'month' : 'year';
}

function startOf(day: number, step: Step): number {
  if (step === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  const iso = isoDay(day);
  return dayNumber(step === 'month' ? `${iso.slice(0, 7)}-01` : `${iso.slice(0, 4)}-01-01`);
}

function nextOf(day: number, step: Step): number {
  if (step === 'week') return day + 7;
  return startOf(day + (step === 'month' ? 31 : 366), step);
}

/** Builds the bars of a case; `null` where no contact has a known day. A week counts to the month of its Monday. */
export function barsOf(pattern: Pattern): Bars | null {
  const [first, last] = [pattern.weeks[0], pattern.weeks.at(-1)];
  if (!first || !last) return null;
  const step = stepOf((dayNumber(last.monday) - dayNumber(first.monday)) / 7 + 1);
  const bins: Bin[] = [];
  const end = startOf(dayNumber(last.monday), step);
  for (let from = startOf(dayNumber(first.monday), step); from <= end; from = nextOf(from, step)) {
    bins.push({ from, counts: new Map(), total: 0, first: new Set() });
  }
  const byFrom = new Map(bins.map((bin) => [bin.from, bin]));
  const seen = new Set<Fill>();
  for (const week of pattern.weeks) {
    const bin = byFrom.get(startOf(dayNumber(week.monday), step))!;
    for (const { channel, n } of week.counts) {
      const fill = FILL[channel];
      bin.counts.set(fill, (bin.counts.get(fill) ?? 0) + n);
      bin.total += n;
      if (!seen.has(fill)) bin.first.add(fill);
    }
    for (const fill of bin.counts.keys()) seen.add(fill);
  }
  const marks = pattern.turns.flatMap(({ turn, day }) => {
    const at = day === null ? -1 : placeOf(dayNumber(day), bins, step);
    return at < 0 ? [] : [{ turn, name: TURNS.find(([word]) => word === turn)?.[1] ?? turn, day: dayNumber(day!), at }];
  });
  return { step, bins, fills: FILLS.filter(([fill]) => seen.has(fill)), marks, most: Math.max(...bins.map((bin) => bin.total)) };
}

/** Returns where a day stands among the bars, from 0 to 1; at an edge what is before or after them all. */
function placeOf(day: number, bins: readonly Bin[], step: Step): number {
  const at = bins.findLastIndex((bin) => bin.from <= day);
  if (at < 0) return 0;
  const { from } = bins[at]!;
  const into = (day - from) / (nextOf(from, step) - from);
  return Math.min(1, (at + Math.min(1, into)) / bins.length);
}

/** Returns what a bar says: "Week of 16 March 2026: 32 contacts. 31 messages, 1 letters.". */
export function barWords(bin: Bin, bars: Bars): string {
  const when = binName(bin, bars.step);
  if (bin.total === 0) return `${when}: no contact recorded`;
  const parts = bars.fills.flatMap(([fill, name]) => {
    const n = bin.counts.get(fill);
    return n ? [`${name.toLowerCase()} ${n.toLocaleString('en-GB')}${bin.first.has(fill) ? ', for the first time' : ''}`] : [];
  });
  return `${when}: ${count(bin.total, 'contact')}; ${parts.join('; ')}`;
}

/** Returns "Week of 16 March 2026", "March 2026", "2026". */
export function binName(bin: Bin, step: Step): string {
  const iso = isoDay(bin.from);
  if (step === 'week') return `Week of ${dayName(iso, 'full').replace(/^\S+ /, '')}`;
  return dayName(iso.slice(0, step === 'month' ? 7 : 4));
}

/** Returns the heights of a bar's parts, bottom up; what is there is seen, however little it is beside the tallest. */
export function heightsOf(bin: Bin, bars: Bars, tallest: number): { fill: Fill; from: number; height: number }[] {
  const LEAST = 8;
  let from = 0;
  return bars.fills.flatMap(([fill]) => {
    const n = bin.counts.get(fill) ?? 0;
    if (n === 0) return [];
    const height = Math.max(LEAST, (n / bars.most) * tallest);
    const part = { fill, from, height };
    from += height;
    return [part];
  });
}
