/** Which rows of a case are shown, and the words that say so. */
import type { Behaviour, Channel, Direction, EntryKind, Turn } from '../../ipc/types';
import { count } from '../../shared/names';
import { firstTurn, isAfter, standingRows } from './ledger';
import type { Row } from '../../shared/packed';

export interface Filters {
  channels: Channel[];
  direction: Direction | null;
  kind: EntryKind | null;
  hasItems: boolean;
  late: boolean;
  after: Turn | null;
  /** Somebody, by their number in the register of people. */
  person: number | null;
  /** What they did: any of these. */
  tags: Behaviour[];
}

export const NO_FILTERS: Filters = {
  channels: [],
  direction: null,
  kind: null,
  hasItems: false,
  late: false,
  after: null,
  person: null,
  tags: [],
};

/** Returns how many of the filters are set. */
export function filterCount(filters: Filters): number {
  const set = [filters.channels.length > 0, filters.direction, filters.kind, filters.hasItems, filters.late, filters.after, filters.person, filters.tags.length > 0];
  return set.filter(Boolean).length;
}

/** Returns the rows that pass; with the type set to items, or where it is said, linked items stand on their own too. */
export function filterRows(rows: readonly Row[], filters: Filters, turns: readonly Row[] = rows, linked = false): Row[] {
  const standing = linked || filters.kind === 'item' ? rows : standingRows(rows);
  if (filterCount(filters) === 0) return standing as Row[];
  const turned = filters.after ? firstTurn(turns, filters.after) : undefined;
  const channels = new Set(filters.channels);
  return standing.filter((row) => {
    if (filters.kind && row.kind !== filters.kind) return false;
    if (channels.size > 0 && !(row.channel && channels.has(row.channel))) return false;
    if (filters.direction && row.direction !== filters.direction) return false;
    if (filters.hasItems && row.kind === 'contact' && !row.hasItems) return false;
    if (filters.late && !row.late) return false;
    if (filters.person !== null && !row.people.includes(filters.person)) return false;
    if (filters.tags.length > 0 && !row.tags.some((tag) => filters.tags.includes(tag))) return false;
    return !filters.after || (turned !== undefined && isAfter(row, turned));
  });
}

/** Returns what a screen reader hears after a filter or a search: "12 of 52 contacts and items shown". */
export function shownWords(shown: number, all: number, query: string): string {
  if (query) return shown === 0 ? `Nothing found for “${query}”` : `${count(shown, 'result')} for “${query}”`;
  if (shown === all) return `All ${count(all, 'entry', 'entries')} shown`;
  return `${shown.toLocaleString('en-GB')} of ${count(all, 'entry', 'entries')} shown`;
}
