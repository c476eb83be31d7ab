/** What the timeline of one case shows: rows asked from the backend, the filters, the search, the selected line. */
import { asProblem, backend, type Problem, type TimelineRow } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { filterCount, filterRows, NO_FILTERS, shownWords, type Filters } from './filters';
import { ledgerOf, lineOf, rowKey, type Line } from './ledger';
import { stripOf } from './strip';

/** Where the ledger was scrolled to: the line at the top and how much of it is above the edge. */
export interface Anchor {
  key: string;
  into: number;
}

export class Timeline {
  readonly inCase: number;
  rows = $state.raw<TimelineRow[]>([]);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  filters = $state.raw<Filters>(NO_FILTERS);
  query = $state('');
  /** What the search found; `null` while nothing is searched for. */
  found = $state.raw<TimelineRow[] | null>(null);
  selected = $state<string | null>(null);
  /** A row inside a selected burst that is looked at on its own. */
  within = $state<string | null>(null);
  /** Kept while another screen of the case is shown. */
  anchor: Anchor | null = null;
  #asked = 0;

  shown = $derived(this.found ? filterFound(this.found, this.filters) : filterRows(this.rows, this.filters));
  filtered = $derived(this.found !== null || filterCount(this.filters) > 0);
  lines: Line[] = $derived(ledgerOf(this.shown, !this.filtered));
  strip = $derived(stripOf(this.rows));
  standing = $derived(filterRows(this.rows, NO_FILTERS).length);
  items = $derived(new Map(this.rows.filter((row) => row.kind === 'item').map((row) => [row.n, row])));
  at = $derived(this.selected === null ? -1 : lineOf(this.lines, this.selected));
  line = $derived(this.at < 0 ? null : (this.lines[this.at] ?? null));

  constructor(inCase: number) {
    this.inCase = inCase;
  }

  /** Asks for the rows; what is selected stays selected. */
  async load(): Promise<void> {
    try {
      this.rows = await backend.timeline(this.inCase, {});
      this.problem = null;
      if (this.query) await this.search(this.query, true);
    } catch (caught) {
      this.problem = asProblem(caught);
    }
    this.loaded = true;
    if (this.at < 0) this.select(null);
  }

  /** Searches the case; an answer that was overtaken by a later question is dropped. */
  async search(text: string, quiet = false): Promise<void> {
    this.query = text;
    const asked = ++this.#asked;
    if (!text.trim()) {
      this.found = null;
    } else {
      try {
        const found = await backend.search(text.trim(), this.inCase);
        if (asked !== this.#asked) return;
        this.found = found;
        this.problem = null;
      } catch (caught) {
        if (asked !== this.#asked) return;
        this.found = [];
        this.problem = asProblem(caught);
      }
    }
    if (!quiet) this.say();
  }

  filter(part: Partial<Filters>): void {
    this.filters = { ...this.filters, ...part };
    this.say();
  }

  /** Takes filters and search away. */
  showAll(): void {
    this.filters = NO_FILTERS;
    void this.search('');
  }

  select(key: string | null): void {
    this.selected = key;
    this.within = null;
  }

  /** Selects the line that holds a contact or an item; filters that hide it are taken away first. */
  show(kind: 'contact' | 'item', n: number): void {
    const row = this.rows.find((other) => other.kind === kind && other.n === n);
    if (!row) return;
    const key = rowKey(row);
    if (lineOf(this.lines, key) < 0) this.showAll();
    const line = this.lines[lineOf(this.lines, key)];
    if (!line) return;
    this.select(line.key);
    if (line.key !== key) this.within = key;
  }

  say(): void {
    announce(shownWords(this.shown.length, this.standing, this.query.trim()));
  }
}

/** In what a search found, linked items stand on their own: the person may have looked for just that. */
function filterFound(found: readonly TimelineRow[], filters: Filters): TimelineRow[] {
  return filterRows(found.map((row) => (row.kind === 'item' ? { ...row, contacts: [] } : row)), filters);
}
