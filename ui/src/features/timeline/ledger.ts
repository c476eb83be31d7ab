/**
 * The ledger: timeline rows as lines, in the order in which they happened.
 *
 * A line is an entry (one row, or a burst of one day and channel), a turning point ruled across, or a gap in words.
 * Rows arrive in their order; nothing here sorts. Every row appears in exactly one line.
 */
import type { TimelineRow, Turn } from '../../ipc/types';
import { dayNumber, dayPart } from './calendar';

/** How the margin line is drawn: single, double after "asked to stop", a solid band after the warning letter. */
export type Phase = 0 | 1 | 2;

/** A date left of the margin line, on the first line of its day. */
export interface DayHead {
  /** `2026-03-18`, `2026-03`, `2026`, or empty where nothing is known. */
  day: string;
  /** The zone of the first row of the day. */
  zone: string;
  /** True when the year is another than that of the day above. */
  newYear: boolean;
  /** True for the day after the one above. */
  nextDay: boolean;
  /** Whole days since the last turning point; `null` before the first. */
  after: number | null;
}

export interface EntryLine {
  kind: 'entry';
  key: string;
  rows: [TimelineRow, ...TimelineRow[]];
  head: DayHead | null;
  phase: Phase;
}

export interface TurnLine {
  kind: 'turn';
  key: string;
  rows: [TimelineRow];
  turn: Turn;
  head: DayHead | null;
  phase: Phase;
}

export interface GapLine {
  kind: 'gap';
  key: string;
  days: number;
  phase: Phase;
}

export type Line = EntryLine | TurnLine | GapLine;

/** The shortest burst: so many contacts of one day, channel, platform and direction become one line. */
export const BURST = 3;
/** The shortest gap, in days, that is said in words. */
export const GAP = 7;

const PHASE: Record<Turn, Phase> = { asked_to_stop: 1, warning_letter: 2, police: 0 };

/** Returns the key of a row, which is stable while the case is open. */
export function rowKey(row: TimelineRow): string {
  return `${row.kind === 'contact' ? 'c' : row.kind === 'item' ? 'i' : row.kind}${row.label}`;
}

/** Returns the phase after a turning point; the police being told changes the rule, not the line. */
export function phaseAfter(phase: Phase, turn: Turn): Phase {
  return Math.max(phase, PHASE[turn]) as Phase;
}

/** Returns the rows that a line of their own belongs to: contacts, and items that belong to no contact. */
export function standingRows(rows: readonly TimelineRow[]): TimelineRow[] {
  return rows.filter((row) => row.kind === 'contact' || row.contacts.length === 0);
}

const dayOf = (row: TimelineRow) => dayPart(row.occurred ?? '');

function burstKey(row: TimelineRow): string | null {
  const timed = row.precision === 'minute' || row.precision === 'second';
  if (row.kind !== 'contact' || row.turn || !timed) return null;
  return JSON.stringify([row.channel, row.platform, row.direction]);
}

/** Gathers the rows of one stretch of a day: three or more of one channel, platform and direction become one group. */
export function gatherBursts(rows: readonly TimelineRow[]): [TimelineRow, ...TimelineRow[]][] {
  const groups = new Map<string, TimelineRow[]>();
  for (const row of rows) {
    const key = burstKey(row);
    if (key) (groups.get(key) ?? groups.set(key, []).get(key)!).push(row);
  }
  const gathered: [TimelineRow, ...TimelineRow[]][] = [];
  for (const row of rows) {
    const key = burstKey(row);
    const group = key ? groups.get(key)! : [row];
    if (group.length < BURST) gathered.push([row]);
    else if (group[0] === row) gathered.push(group as [TimelineRow, ...TimelineRow[]]);
  }
  return gathered;
}

/** Splits rows into stretches of one day, each ended by its turning point where it has one. */
function* stretches(rows: readonly TimelineRow[]): Generator<{ day: string; rows: TimelineRow[]; turn: TimelineRow | null }> {
  let open: TimelineRow[] = [];
  for (const [at, row] of rows.entries()) {
    const day = dayOf(row);
    if (!row.turn) open.push(row);
    const following = rows[at + 1];
    if (row.turn || !following || dayOf(following) !== day) {
      yield { day, rows: open, turn: row.turn ? row : null };
      open = [];
    }
  }
}

/**
 * Builds the lines of a ledger; `gaps` is false while a filter hides rows, for then a gap would say too much. `earlier`
 * are turning points before the first of the rows: they decide how the margin line begins.
 */
export function ledgerOf(rows: readonly TimelineRow[], gaps: boolean, earlier: readonly TimelineRow[] = []): Line[] {
  const lines: Line[] = [];
  let phase: Phase = 0;
  let turned: number | null = null;
  for (const row of earlier) {
    if (!row.turn) continue;
    const day = dayOf(row);
    phase = phaseAfter(phase, row.turn);
    turned = day.length === 10 ? dayNumber(day) : turned;
  }
  let above = '';
  let contactDay: number | null = null;

  for (const stretch of stretches(rows)) {
    const whole = stretch.day.length === 10;
    const number = whole ? dayNumber(stretch.day) : null;
    const has = stretch.turn !== null || stretch.rows.some((row) => row.kind === 'contact');
    if (gaps && has && number !== null) {
      const days = contactDay === null ? 0 : number - contactDay - 1;
      const first = stretch.rows[0] ?? stretch.turn!;
      if (days >= GAP) lines.push({ kind: 'gap', key: `gap-${rowKey(first)}`, days, phase });
      contactDay = number;
    }
    let head: DayHead | null = null;
    if (stretch.day !== above) {
      head = {
        day: stretch.day,
        zone: (stretch.rows[0] ?? stretch.turn!).zone,
        newYear: stretch.day.slice(0, 4) !== above.slice(0, 4) && stretch.day !== '',
        nextDay: number !== null && above.length === 10 && number === dayNumber(above) + 1,
        after: number !== null && turned !== null ? number - turned : null,
      };
    }
    above = stretch.day;
    for (const group of gatherBursts(stretch.rows)) {
      const key = group.length > 1 ? `b${group[0].label}` : rowKey(group[0]);
      // What has no date is neither before nor after a turning point.
      lines.push({ kind: 'entry', key, rows: group, head, phase: stretch.day === '' ? 0 : phase });
      head = null;
    }
    const { turn } = stretch;
    if (turn?.turn) {
      lines.push({ kind: 'turn', key: rowKey(turn), rows: [turn], turn: turn.turn, head, phase });
      phase = phaseAfter(phase, turn.turn);
      turned = number ?? turned;
    }
  }
  return lines;
}

/** Returns the line of a key, or the burst line that holds a row of that key; −1 where there is none. */
export function lineOf(lines: readonly Line[], key: string): number {
  const own = lines.findIndex((line) => line.key === key);
  if (own >= 0) return own;
  return lines.findIndex((line) => line.kind === 'entry' && line.rows.some((row) => rowKey(row) === key));
}

/** Returns the first line on or after a day, else the last line with a date; −1 in an empty ledger. */
export function lineOnOrAfter(lines: readonly Line[], day: string): number {
  let last = -1;
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'gap') continue;
    const own = dayOf(line.rows[0]);
    if (!own) continue;
    if (own >= day.slice(0, own.length) && (own.length < 10 || own >= day)) return at;
    last = at;
  }
  return last;
}

/** Returns the turning point that a line stands under, for the rule that stays in sight. */
export function turnAbove(lines: readonly Line[], at: number): TurnLine | null {
  for (let i = Math.min(at, lines.length - 1); i >= 0; i -= 1) {
    const line = lines[i]!;
    if (line.kind === 'turn') return line;
  }
  return null;
}
