/** Which rows of a case are shown, and the words that say so. */
import type { Channel, Direction, EntryKind, TimelineRow, Turn } from '../../ipc/types';
import { count } from '../../shared/names';
import { standingRows } from './ledger';

export interface Filters {
  channels: Channel[];
  direction: Direction | null;
  kind: EntryKind | null;
  hasItems: boolean;
  late: boolean;
  after: Turn | null;
}

export const NO_FILTERS: Filters = {
  channels: [],
  direction: null,
  kind: null,
  hasItems: false,
  late: false,
  after: null,
};

/** Returns how many of the filters are set. */
export function filterCount(filters: Filters): number {
  const set = [filters.channels.length > 0, filters.direction, filters.kind, filters.hasItems, filters.late, filters.after];
  return set.filter(Boolean).length;
}

/** Returns the rows that pass; with the type set to items, linked items stand on their own too. */
export function filterRows(rows: readonly TimelineRow[], filters: Filters, turns: readonly TimelineRow[] = rows): TimelineRow[] {
  const standing = filters.kind === 'item' ? rows : standingRows(rows);
  const turned = filters.after ? turns.find((row) => row.turn === filters.after) : undefined;
  return standing.filter((row) => {
    if (filters.kind && row.kind !== filters.kind) return false;
    if (filters.channels.length > 0 && !(row.channel && filters.channels.includes(row.channel))) return false;
    if (filters.direction && row.direction !== filters.direction) return false;
    if (filters.hasItems && row.kind === 'contact' && row.items.length === 0) return false;
    if (filters.late && !row.late) return false;
    if (filters.after && !(turned && row !== turned && row.instant >= turned.instant)) return false;
    return true;
  });
}

/** Returns what a screen reader hears after a filter or a search: "12 of 52 contacts and items shown". */
export function shownWords(shown: number, all: number, query: string): string {
  if (query) return shown === 0 ? `Nothing found for “${query}”` : `${count(shown, 'result')} for “${query}”`;
  if (shown === all) return `All ${count(all, 'entry', 'entries')} shown`;
  return `${shown.toLocaleString('en-GB')} of ${count(all, 'entry', 'entries')} shown`;
}
