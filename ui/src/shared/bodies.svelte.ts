/** What rows say: asked for in pages near what is in view, kept while it may be shown again, forgotten beyond that. */
import { asProblem, backend, type EntryKind, type Problem, type RowKey, type TimelineRow } from '../ipc';
import { nextFrame } from './frame';
import { labelOf, rowKey } from './packed';

/** So many rows are asked for at once. */
export const PAGE = 200;
/** So many are kept. */
const KEPT = 3_000;

type Wanted = Pick<RowKey, 'kind' | 'n' | 'twin'>;

const keyOf = ({ kind, n, twin }: Wanted) => rowKey({ kind, label: labelOf(n, twin) });

export class Bodies {
  problem = $state.raw<Problem | null>(null);
  #rows = $state.raw<ReadonlyMap<string, TimelineRow>>(new Map());
  /** What was asked for since the rows were last known to be as they are. */
  #asked = new Set<string>();
  /** What is wanted, by what wants it: the view, the selected line. */
  #wanted = new Map<string, readonly Wanted[]>();
  #asking = false;

  constructor(readonly inCase: number) {}

  /** Returns what a row says; nothing while it is not here. */
  of(row: Wanted): TimelineRow | undefined {
    return this.#rows.get(keyOf(row));
  }

  /** Returns what an item's row says. */
  item(n: number): TimelineRow | undefined {
    return this.of({ kind: 'item', n, twin: 0 });
  }

  /** Asks for rows that are not here; what this one wanted before and is not under way is dropped. */
  want(by: string, rows: readonly Wanted[]): void {
    this.#wanted.set(by, rows);
    if (!this.#asking) void this.#ask();
  }

  /** Asks for the first rows that will be in view, and waits for them. */
  async first(rows: readonly Wanted[]): Promise<void> {
    this.#wanted.set('view', rows);
    await this.#ask();
  }

  /** Says that rows may have changed: what is here is shown until it is asked for anew. */
  doubt(): void {
    this.#asked = new Set();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    let answered = false;
    for (;;) {
      const keys = this.#missing();
      if (keys.length === 0) break;
      const asked = this.#asked;
      for (const key of keys) asked.add(keyOf(key));
      try {
        const rows = await backend.timelineRows(this.inCase, keys);
        // Lines that are drawn with each of many answers would otherwise keep the first from being painted.
        if (answered) await nextFrame();
        answered = true;
        this.#take(rows);
        this.problem = null;
      } catch (caught) {
        // Asked for again as soon as it is in view again.
        for (const key of keys) asked.delete(keyOf(key));
        const problem = asProblem(caught);
        if (problem.code !== 'locked') this.problem = problem;
        break;
      }
    }
    this.#asking = false;
  }

  /** The next rows to ask for: those that are wanted, then the items of those that are here. */
  #missing(): RowKey[] {
    const keys: RowKey[] = [];
    const add = ({ kind, n, twin }: Wanted) => {
      if (keys.length < PAGE && !this.#asked.has(keyOf({ kind, n, twin }))) keys.push({ kind, n, twin });
    };
    const wanted = [...this.#wanted.values()].flat();
    wanted.forEach(add);
    if (keys.length > 0) return keys;
    const items = new Set(wanted.flatMap((row) => this.of(row)?.items ?? []));
    for (const n of items) add({ kind: 'item' as EntryKind, n, twin: 0 });
    return keys;
  }

  #take(rows: readonly TimelineRow[]): void {
    const all = new Map(this.#rows);
    for (const row of rows) {
      const key = rowKey(row);
      all.delete(key);
      all.set(key, row);
    }
    const wanted = all.size > KEPT ? new Set([...this.#wanted.values()].flat().map(keyOf)) : null;
    for (const key of wanted ? all.keys() : []) {
      if (all.size <= KEPT) break;
      if (wanted?.has(key)) continue;
      all.delete(key);
      this.#asked.delete(key);
    }
    this.#rows = all;
  }
}
