/** A burst: contacts of one day and channel as one line, with its span and the marks of its hours. */
import type { TimelineRow } from '../../ipc/types';
import type { Row } from '../../shared/packed';

const minutes = (row: Row): number => {
  const [hours = 0, mins = 0] = row.time.split(':').map(Number);
  return hours * 60 + mins;
};

/** Returns the first and the last clock time of a burst. */
export function span(rows: readonly Row[]): [first: string, last: string] {
  return [rows[0]?.time ?? '', rows.at(-1)?.time ?? ''];
}

/** Returns where each contact stands on a 24-hour line, in per cent. */
export function hourMarks(rows: readonly Row[]): number[] {
  return rows.map((row) => Math.round((minutes(row) / 1440) * 1000) / 10);
}

/** Returns the line of hours in words: "3 before 08:00, 15 by 17:00, 31 by 22:48." */
export function hoursWords(rows: readonly Row[]): string {
  const upTo = (limit: number) => rows.filter((row) => minutes(row) < limit).length;
  const [, last] = span(rows);
  const early = upTo(8 * 60);
  const told = [early > 0 ? `${early} before 08:00` : '', `${upTo(17 * 60)} by 17:00`, `${rows.length} by ${last}`];
  return `${told.filter(Boolean).join(', ')}.`;
}

/** Returns the first and the last of the exact words in a burst, for one line of the ledger. */
export function quoteEnds(rows: readonly TimelineRow[]): string[] {
  const said = rows.map((row) => row.words?.trim() ?? '').filter(Boolean);
  const ends = [said[0], said[said.length - 1]].filter((text): text is string => Boolean(text));
  return said.length < 2 || ends[0] === ends[1] ? ends.slice(0, 1) : ends;
}

/** Returns the items of every contact in a burst, each once. */
export function itemsOf(rows: readonly TimelineRow[]): number[] {
  return [...new Set(rows.flatMap((row) => row.items))];
}

/** Returns how long after they were written, and how many of them were where not all; `null` where none was late. */
export function lateWords(rows: readonly Row[], delayOf: (row: Row) => string | null | undefined): string | null {
  const late = rows.filter((row) => row.late);
  const last = late.at(-1);
  if (!last) return null;
  const delay = delayOf(last) ?? 'late';
  return late.length === rows.length ? `written ${delay}` : `${late.length.toLocaleString('en-GB')} written ${delay}`;
}
