/** What every entry of the vault in memory has: how late it is, and its amendments. */
import { TURNS, type Amendment, type Captured, type Change, type EntryKind, type Moment, type Problem } from '../types';

export const DAY = 86_400_000;

/** Fields that a contact always has, and that say `null` where nothing is written. */
const NULLABLE = new Set(['platform', 'words', 'place', 'present', 'response', 'effect', 'turn']);

export function delay(at: Moment | null, recorded: string): { late: boolean; delay: string | null } {
  if (!at?.from || !at.to) return { late: false, delay: null };
  const exact = at.precision === 'minute' || at.precision === 'second';
  const after = Date.parse(recorded) - Date.parse(exact ? at.from : at.to);
  if (after < 60_000) return { late: false, delay: null };
  const [n, unit] =
    after < 3_600_000 ? [Math.floor(after / 60_000), 'minute'] : after < DAY ? [Math.floor(after / 3_600_000), 'hour'] : [Math.floor(after / DAY), 'day'];
  return { late: after > DAY, delay: `${n} ${unit}${n === 1 ? '' : 's'} after` };
}

export function amendment(recorded: string, reason: string, earlier: string, later: string, changes: Change[]): Amendment {
  return { recorded, reason, earlier, later, changes, conflict: false };
}

export function changed(before: object, after: object): Change[] {
  const [a, b] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => JSON.stringify(a[field] ?? null) !== JSON.stringify(b[field] ?? null))
    .map((field) => ({ field, earlier: spoken(field, a[field]), later: spoken(field, b[field]) }));
}

function spoken(field: string, value: unknown): string {
  if (field === 'turn') return TURNS.find(([turn]) => turn === value)?.[1] ?? '';
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(', ');
  if (field === 'captured') return Object.entries(value as Captured).flatMap(([point, said]) => (typeof said === 'string' ? [`${point}: ${said}`] : [])).join('; ');
  return typeof value === 'object' ? ((value as { local?: string }).local ?? JSON.stringify(value)) : String(value);
}

/** Applies a merge patch of one level: `null` and an empty text take a field away. */
export function patched(before: object, changes: object): object {
  const after: Record<string, unknown> = { ...before };
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value !== null && value !== '') after[field] = structuredClone(value);
    else if (NULLABLE.has(field)) after[field] = null;
    else if (field === 'items' && 'occurred' in after) after[field] = [];
    else delete after[field];
  }
  return after;
}

export function missing(kind: EntryKind, n: number): never {
  const problem: Problem = { code: 'no_such_entry', message: `There is no ${kind} ${n} in this case.`, hint: 'Look for it on the timeline.' };
  throw problem;
}
