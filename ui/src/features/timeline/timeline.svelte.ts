/** What the timeline of one case shows: rows asked from the backend, the filters, the search, the selected line. */
import { asProblem, backend, type Problem, type TimelineRow } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { filterCount, filterRows, NO_FILTERS, shownWords, type Filters } from './filters';
import { ledgerOf, lineOf, rowKey, type Line } from './ledger';
import { stripOf } from './strip';

/** So many rows are asked for at a time, the newest first; few cases have more. */
export const PAGE = 2_000;
/** So many hits of a search are shown. */
export const HITS = 500;

/** Where the ledger was scrolled to: the line at the top and how much of it is above the edge. */
export interface Anchor {
  key: string;
  into: number;
}

export class Timeline {
  readonly inCase: number;
  /** The newest rows, as far back as was asked for. */
  rows = $state.raw<TimelineRow[]>([]);
  /** True when there are no earlier ones. */
  complete = $state(true);
  /** The turning points among all rows. */
  turns = $state.raw<TimelineRow[]>([]);
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

  shown = $derived(this.found ? filterFound(this.found, this.filters, this.turns) : filterRows(this.rows, this.filters, this.turns));
  filtered = $derived(this.found !== null || filterCount(this.filters) > 0);
  lines: Line[] = $derived(ledgerOf(this.shown, !this.filtered, this.#turnsBefore()));
  strip = $derived(stripOf(this.rows));
  standing = $derived(filterRows(this.rows, NO_FILTERS).length);
  items = $derived(new Map([...(this.found ?? []), ...this.rows].filter((row) => row.kind === 'item').map((row) => [row.n, row])));
  at = $derived(this.selected === null ? -1 : lineOf(this.lines, this.selected));
  line = $derived(this.at < 0 ? null : (this.lines[this.at] ?? null));

  constructor(inCase: number) {
    this.inCase = inCase;
  }

  /** Asks for the rows; what is selected stays selected. */
  async load(): Promise<void> {
    try {
      const most = Math.max(PAGE, this.rows.length);
      const rows = await backend.timeline(this.inCase, { most });
      this.turns = rows.length < most ? rows.filter((row) => row.turn) : await backend.timeline(this.inCase, { turns: true });
      this.complete = rows.length < most;
      this.rows = rows;
      this.problem = null;
      if (this.query) await this.search(this.query, true);
    } catch (caught) {
      this.problem = asProblem(caught);
    }
    this.loaded = true;
    if (this.at < 0) this.select(null);
  }

  /** Asks for rows before the first of those that are here; false when it did not work, which is said. */
  async earlier(): Promise<boolean> {
    try {
      const rows = await backend.timeline(this.inCase, { skip: this.rows.length, most: PAGE });
      this.complete = rows.length < PAGE;
      this.rows = [...rows, ...this.rows];
      this.problem = null;
      announce(`${this.rows.length.toLocaleString('en-GB')} lines are here`);
    } catch (caught) {
      this.problem = asProblem(caught);
      return false;
    }
    return true;
  }

  /** Asks for earlier rows until something of the day, or before it, is among them. */
  async backTo(day: string): Promise<void> {
    const isThere = () => this.rows.some((row) => row.occurred !== null && row.occurred.slice(0, day.length) <= day);
    while (!this.complete && !isThere()) if (!(await this.earlier())) return;
  }

  /** Searches the case; an answer that was overtaken by a later question is dropped. */
  async search(text: string, quiet = false): Promise<void> {
    this.query = text;
    const asked = ++this.#asked;
    if (!text.trim()) {
      this.found = null;
    } else {
      try {
        const found = await backend.search(text.trim(), this.inCase, HITS);
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
  async show(kind: 'contact' | 'item', n: number): Promise<void> {
    const find = () => this.rows.find((other) => other.kind === kind && other.n === n);
    while (!find() && !this.complete) if (!(await this.earlier())) return;
    const row = find();
    if (!row) return;
    const key = rowKey(row);
    if (lineOf(this.lines, key) < 0) this.showAll();
    const line = this.lines[lineOf(this.lines, key)];
    if (!line) return;
    this.select(line.key);
    if (line.key !== key) this.within = key;
  }

  /** The turning points before the first row that is here. */
  #turnsBefore(): TimelineRow[] {
    if (this.complete) return [];
    const here = new Set(this.rows.filter((row) => row.turn).map(rowKey));
    return this.turns.filter((row) => !here.has(rowKey(row)));
  }

  say(): void {
    announce(shownWords(this.shown.length, this.standing, this.query.trim()));
  }
}

/** In what a search found, linked items stand on their own: the person may have looked for just that. */
function filterFound(found: readonly TimelineRow[], filters: Filters, turns: readonly TimelineRow[]): TimelineRow[] {
  return filterRows(found.map((row) => (row.kind === 'item' ? { ...row, contacts: [] } : row)), filters, turns);
}
