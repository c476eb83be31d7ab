/**
 * The ledger: timeline rows as lines, in the order in which they happened.
 *
 * A line is an entry (one row, or a burst of one day and channel), a turning point ruled across, or a gap in words.
 * Rows arrive in their order; nothing here sorts. Every row appears in exactly one line.
 */
import type { Turn } from '../../ipc/types';
import { isoDay } from '../../shared/calendar';
import { rowKey, type Row } from '../../shared/packed';

/** How the margin line is drawn: single, double after "asked to stop", a solid band after the warning letter. */
export type Phase = 0 | 1 | 2;

/** A date left of the margin line, on the first line of its day. */
export class DayHead {
  constructor(
    readonly row: Row,
    /** The row above, whose day is another. */
    readonly above: Row | null,
    /** Whole days since the last turning point; `null` before the first. */
    readonly after: number | null,
  ) {}

  /** `2026-03-18`, `2026-03`, `2026`, or empty where nothing is known. */
  get day(): string {
    return this.row.dayText;
  }

  /** The zone of the first row of the day. */
  get zone(): string {
    return this.row.zone;
  }

  /** True when the year is another than that of the day above. */
  get newYear(): boolean {
    return this.day !== '' && this.day.slice(0, 4) !== (this.above?.dayText ?? '').slice(0, 4);
  }

  /** True for the day after the one above. */
  get nextDay(): boolean {
    return this.above !== null && this.row.day === this.above.day + 1;
  }
}

export class EntryLine {
  readonly kind = 'entry';
  constructor(readonly rows: readonly [Row, ...Row[]], readonly head: DayHead | null, readonly phase: Phase) {}
  get key(): string {
    return this.rows.length > 1 ? `b${this.rows[0].label}` : rowKey(this.rows[0]);
  }
}

export class TurnLine {
  readonly kind = 'turn';
  constructor(readonly rows: readonly [Row], readonly turn: Turn, readonly head: DayHead | null, readonly phase: Phase) {}
  get key(): string {
    return rowKey(this.rows[0]);
  }
}

export class GapLine {
  readonly kind = 'gap';
  constructor(readonly before: Row, readonly days: number, readonly phase: Phase) {}
  get key(): string {
    return `gap-${rowKey(this.before)}`;
  }
}

export type Line = EntryLine | TurnLine | GapLine;

/** The shortest burst: so many contacts of one day, channel, platform and direction become one line. */
export const BURST = 3;
/** The shortest gap, in days, that is said in words. */
export const GAP = 7;

/** Returns true for a row that surely came after a turning point: what has no date is neither before nor after. */
export function isAfter(row: Row, turned: Row): boolean {
  return row !== turned && row.at > turned.at && row.dated && turned.dated;
}

/** Returns the first turning point of a kind, one with a date before one without. */
export function firstTurn(rows: readonly Row[], turn: Turn): Row | undefined {
  let undated: Row | undefined;
  for (const row of rows) {
    if (row.turn !== turn) continue;
    if (row.dated) return row;
    undated ??= row;
  }
  return undated;
}

const PHASE: Record<Turn, Phase> = { asked_to_stop: 1, warning_letter: 2, police: 0 };

/** Returns the phase after a turning point; the police being told changes the rule, not the line. */
export function phaseAfter(phase: Phase, turn: Turn): Phase {
  return Math.max(phase, PHASE[turn]) as Phase;
}

/** Returns the rows that a line of their own belongs to: all but items that belong to a contact. */
export function standingRows(rows: readonly Row[]): Row[] {
  return rows.filter((row) => !row.belongs);
}

/** Returns true for two rows of one day; a month or a year is a day of its own. */
function sameDay(one: Row, other: Row): boolean {
  return Object.is(one.day, other.day) && (!Number.isNaN(one.day) || one.dayText === other.dayText);
}

/** Gathers the rows of one stretch of a day: three or more that came in the same way become one group. */
export function gatherBursts(rows: readonly Row[]): [Row, ...Row[]][] {
  if (rows.length < BURST) return rows.map((row) => [row]);
  const groups = new Map<number | string, Row[]>();
  for (const row of rows) {
    const { way } = row;
    if (way !== null) (groups.get(way) ?? groups.set(way, []).get(way)!).push(row);
  }
  const gathered: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const { way } = row;
    const group = way !== null ? groups.get(way)! : [row];
    if (group.length < BURST) gathered.push([row]);
    else if (group[0] === row) gathered.push(group as [Row, ...Row[]]);
  }
  return gathered;
}

/** Some rows of one day, the turning point below them, and one that is not shown and stands there. */
interface Stretch {
  rows: Row[];
  turn: Row | null;
  past: Row | null;
}

/** Splits rows into stretches of one day, each ended by its turning point where it has one, or by one that is left out. */
function* stretches(rows: readonly Row[], left: readonly Row[]): Generator<Stretch> {
  let open: Row[] = [];
  let next = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]!;
    for (; next < left.length && left[next]!.at < row.at; next += 1) {
      yield { rows: open, turn: null, past: left[next]! };
      open = [];
    }
    const turns = row.turn !== null;
    if (!turns) open.push(row);
    const following = rows[at + 1];
    if (turns || !following || !sameDay(row, following)) {
      yield { rows: open, turn: turns ? row : null, past: null };
      open = [];
    }
  }
}

/**
 * Builds the lines of a ledger; `gaps` is false while a filter hides rows, for then a gap would say too much. `turns` are
 * all turning points of the case: those that are not among the rows still decide how the margin line is drawn.
 */
export function ledgerOf(rows: readonly Row[], gaps: boolean, turns: readonly Row[] = []): Line[] {
  const lines: Line[] = [];
  let phase: Phase = 0;
  let turned = NaN;
  const shown = new Set(turns.length === 0 ? [] : rows.filter((row) => row.turn !== null));
  const left = turns.filter((row) => !shown.has(row) && row.dated);
  let above: Row | null = null;
  let contactDay = NaN;

  const pass = (row: Row | null): void => {
    if (!row?.turn || !row.dated) return;
    phase = phaseAfter(phase, row.turn);
    if (!Number.isNaN(row.day)) turned = row.day;
  };

  for (const stretch of stretches(rows, left)) {
    const first = stretch.rows[0] ?? stretch.turn;
    if (!first) {
      pass(stretch.past);
      continue;
    }
    const { day } = first;
    const whole = !Number.isNaN(day);
    if (gaps && whole && [stretch.turn, ...stretch.rows].some((row) => row?.kind === 'contact')) {
      const days = day - contactDay - 1;
      if (days >= GAP) lines.push(new GapLine(first, days, phase));
      contactDay = day;
    }
    let head: DayHead | null = null;
    if (!above || !sameDay(first, above)) {
      head = new DayHead(first, above, whole && !Number.isNaN(turned) ? day - turned : null);
    }
    above = first;
    // What has no date is neither before nor after a turning point.
    const drawn = first.dated ? phase : 0;
    for (const group of gatherBursts(stretch.rows)) {
      lines.push(new EntryLine(group, head, drawn));
      head = null;
    }
    const { turn } = stretch;
    if (turn?.turn) lines.push(new TurnLine([turn], turn.turn, head, phase));
    pass(turn);
    pass(stretch.past);
  }
  return lines;
}

/** Returns a number that the same line has every time and that hardly any other has; for what may be wrong now and then. */
export function lineCode(line: Line): number {
  if (line.kind === 'gap') return -1;
  const [row] = line.rows;
  const kind = line.rows.length > 1 ? 1 : row.kind === 'contact' ? 0 : row.kind === 'item' ? 2 : 3 + ((row.kind as string).length % 5);
  return row.n * 8 + kind;
}

/** Returns the line of a key, or the burst line that holds a row of that key; −1 where there is none. */
export function lineOf(lines: readonly Line[], key: string, near = -1): number {
  if (lines[near]?.key === key) return near;
  const n = Number(/\d+/.exec(key)?.[0] ?? NaN);
  const gap = key.startsWith('gap-');
  let holds = -1;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.kind === 'gap') {
      if (gap && line.key === key) return at;
      continue;
    }
    if (line.rows[0].n === n && line.key === key) return at;
    if (holds < 0 && line.rows.length > 1 && line.rows.some((row) => row.n === n && rowKey(row) === key)) holds = at;
  }
  return holds;
}

/** Returns the first line on or after a day, else the last line with a date; −1 in an empty ledger. */
export function lineOnOrAfter(lines: readonly Line[], wanted: number): number {
  let last = -1;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.kind === 'gap') continue;
    const [row] = line.rows;
    if (Number.isNaN(row.day)) {
      const text = row.dayText;
      if (text === '') continue;
      if (text >= isoDay(wanted).slice(0, text.length)) return at;
    } else if (row.day >= wanted) return at;
    last = at;
  }
  return last;
}

/** Returns where the turning point stands that a line is under, for the rule that stays in sight; −1 where none is. */
export function turnAbove(lines: readonly Line[], at: number): number {
  for (let i = Math.min(at, lines.length - 1); i >= 0; i -= 1) if (lines[i]!.kind === 'turn') return i;
  return -1;
}
