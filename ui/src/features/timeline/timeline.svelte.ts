/** What the timeline of one case shows: the packed index, the filters, the search, the selected lines. */
import { asProblem, backend, type Behaviour, type Channel, type EntryKind, type Problem, type TimelineRow } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { Bodies } from '../../shared/bodies.svelte';
import { isoDay } from '../../shared/calendar';
import { safeText } from '../../shared/names';
import { filterCount, filterRows, NO_FILTERS, shownWords, type Filters } from './filters';
import { Packed, readFound, rowKey, type Row } from '../../shared/packed';
import { ledgerOf, lineOf, standingRows, type Line } from './ledger';
import { stripOf } from './strip';

/** So many of the newest rows are asked for first, so that something is there at once. */
export const FIRST = 200;

/** Where the ledger was scrolled to: the line at the top and how much of it is above the edge. */
export interface Anchor {
  key: string;
  into: number;
}

export class Timeline {
  readonly inCase: number;
  readonly bodies: Bodies;
  /** Every row of the case, oldest first; only the newest while the others are on their way. */
  rows = $state.raw<readonly Row[]>([]);
  /** True when there are no earlier ones. */
  complete = $state(true);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  filters = $state.raw<Filters>(NO_FILTERS);
  /** Who is in any row, and what was done in any. */
  people = $state.raw<ReadonlySet<number>>(new Set());
  tags = $state.raw<ReadonlySet<Behaviour>>(new Set());
  /** The names in the register of people, by number. */
  names = $state.raw<ReadonlyMap<number, string>>(new Map());
  query = $state('');
  /** The rows that the search found; `null` while nothing is searched for. */
  found = $state.raw<readonly Row[] | null>(null);
  /** True while what was found is marked among everything, false while the rest is left out. */
  inPlace = $state(false);
  selected = $state<string | null>(null);
  /** The other end of a selection of several lines. */
  extent = $state<string | null>(null);
  /** A row inside a selected burst that is looked at on its own. */
  within = $state<string | null>(null);
  /** Kept while another screen of the case is shown. */
  anchor: Anchor | null = null;
  #state = '';
  #near = -1;
  #asked = 0;

  turns = $state.raw<readonly Row[]>([]);
  /** Of which kinds any row is, and by which channels any came. */
  kinds = $state.raw<ReadonlySet<EntryKind>>(new Set());
  channels = $state.raw<ReadonlySet<Channel | undefined>>(new Set());
  #narrowed = $derived(this.found !== null && !this.inPlace);
  filtered = $derived(this.#narrowed || filterCount(this.filters) > 0);
  #standing = $derived(standingRows(this.rows));
  // Among what was found linked items stand on their own: the person may have looked for just that.
  shown = $derived(
    this.#narrowed ? filterRows(this.found!, this.filters, this.turns, true)
    : this.filtered ? filterRows(this.rows, this.filters, this.turns)
    : this.#standing,
  );
  #all = $derived(ledgerOf(this.#standing, true));
  lines: readonly Line[] = $derived(this.filtered ? ledgerOf(this.shown, false, this.turns) : this.#all);
  strip = $derived(stripOf(this.rows));
  standing = $derived(this.#standing.length);
  at = $derived(this.selected === null ? -1 : lineOf(this.lines, this.selected, this.#near));
  line = $derived(this.at < 0 ? null : (this.lines[this.at] ?? null));
  /** The first and the last of the selected lines; `null` where fewer than two are. */
  range = $derived.by(() => {
    const to = this.extent === null ? -1 : lineOf(this.lines, this.extent);
    return this.at < 0 || to < 0 || to === this.at ? null : { first: Math.min(this.at, to), last: Math.max(this.at, to) };
  });
  /** The lines that hold something that was found, ascending. */
  hits = $derived.by(() => {
    if (this.found === null) return [];
    const { lines } = this;
    // Where the rest is left out every line holds something.
    const found = this.inPlace ? new Set(this.found) : null;
    const holds = (line: Line) => line.kind !== 'gap' && (found === null || line.rows.some((row) => found.has(row)));
    const hits: number[] = [];
    for (let at = 0; at < lines.length; at += 1) if (holds(lines[at]!)) hits.push(at);
    return hits;
  });

  constructor(inCase: number) {
    this.inCase = inCase;
    this.bodies = new Bodies(inCase);
  }

  /** Asks for the rows, the newest first; what is selected stays selected. */
  async load(): Promise<void> {
    try {
      const first = this.loaded ? null : FIRST;
      const packed = this.#take(await backend.timelinePacked(this.inCase, first));
      if (!packed.whole) {
        // What is in view is asked for before the rest of the columns are.
        this.loaded = true;
        await this.bodies.first(this.rows.slice(-40));
        this.#take(await backend.timelinePacked(this.inCase, null));
      }
      if (this.query) await this.search(this.query, true);
      if (this.people.size > 0) await this.#name();
    } catch (caught) {
      this.problem = asProblem(caught);
    }
    this.loaded = true;
    if (this.at < 0) this.select(null);
  }

  async #name(): Promise<void> {
    const people = await backend.registers.entries(this.inCase, 'person');
    this.names = new Map(people.flatMap(({ n, entry }) => (entry.register === 'person' ? [[n, entry.display]] : [])));
  }

  /** Returns what somebody is called in the register. */
  nameOf(person: number): string {
    return safeText(this.names.get(person) ?? `Person ${person} of the register`);
  }

  #take(bytes: ArrayBuffer): Packed {
    const packed = new Packed(bytes);
    if (packed.state !== this.#state) this.bodies.doubt();
    this.#state = packed.state;
    this.complete = packed.whole;
    this.rows = packed.rows;
    this.people = packed.everyone();
    this.tags = packed.allTags();
    this.turns = packed.turns();
    this.kinds = packed.kinds();
    this.channels = packed.channels();
    this.problem = null;
    return packed;
  }

  /** Returns what a row says; nothing while it is not here. */
  body(row: Row): TimelineRow | undefined {
    return this.bodies.of(row);
  }

  /** Searches the case; an answer that was overtaken by a later question is dropped. */
  async search(text: string, quiet = false): Promise<void> {
    this.query = text;
    const asked = ++this.#asked;
    if (!text.trim()) {
      this.found = null;
    } else {
      try {
        let found = readFound(await backend.findInTimeline(this.inCase, text.trim()));
        if (asked !== this.#asked) return;
        if (found.state !== this.#state || !this.complete) {
          this.#take(await backend.timelinePacked(this.inCase, null));
          found = readFound(await backend.findInTimeline(this.inCase, text.trim()));
          if (asked !== this.#asked) return;
        }
        const { rows } = this;
        this.found = Array.from(found.places, (place) => rows[place]).filter((row) => row !== undefined);
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

  /** Selects a line, or nothing. */
  select(key: string | null, near = -1): void {
    this.#near = near;
    this.selected = key;
    this.extent = null;
    this.within = null;
  }

  /** Moves one end of the selection to a line; the other stays where it was. */
  extend(key: string, near = -1): void {
    const stays = this.extent ?? this.selected;
    this.select(key, near);
    this.extent = stays === key ? null : stays;
    const { days } = this;
    if (days) announce(`${days.lines.toLocaleString('en-GB')} lines selected`);
  }

  /** The days from the first to the last of the selected lines, and how many lines these are; `null` without a day. */
  get days(): { from: string; to: string; lines: number } | null {
    if (!this.range) return null;
    const lines = this.lines.slice(this.range.first, this.range.last + 1).filter((line) => line.kind !== 'gap');
    const days = lines.flatMap((line) => line.rows.map((row) => row.day)).filter((day) => !Number.isNaN(day));
    if (days.length === 0) return null;
    const [from, to] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
    return { from: isoDay(from), to: isoDay(to), lines: lines.length };
  }

  /** Selects the line that holds an entry; filters that hide it are taken away first. */
  async show(kind: EntryKind, n: number): Promise<void> {
    const find = () => this.rows.find((other) => other.kind === kind && other.n === n);
    if (!find() && !this.complete) await this.load();
    const row = find();
    if (!row) return;
    const key = rowKey(row);
    if (lineOf(this.lines, key) < 0) this.showAll();
    const at = lineOf(this.lines, key);
    const line = this.lines[at];
    if (!line) return;
    this.select(line.key, at);
    if (line.key !== key) this.within = key;
  }

  say(): void {
    const shown = this.found !== null && this.inPlace ? this.found.length : this.shown.length;
    announce(shownWords(shown, this.standing, this.query.trim()));
  }
}
