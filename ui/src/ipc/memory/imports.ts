/** Imports of the vault in memory: one folder of a phone, always the same. */
import { isProblem } from '../backend';
import type { ImportsBackend } from '../imports';
import type { AddEvent, AddOutcome, ImportFrom, ImportLeft, ImportPlan, ImportProgress, ImportReport, Progress, SourcesRemoved } from '../types';
import { now, problem } from './said';

/** What it needs of the vault. */
interface Vault {
  readonly options: { chosen: string | null };
  addPaths(inCase: number, paths: string[], on: (event: AddEvent) => void): Promise<AddOutcome>;
  steps<T>(all: T[]): AsyncIterable<[number, T]>;
  needed(): void;
}

const FROM = 'Pixel 8 copy';
const NAMES = [...Array.from({ length: 22 }, (_, n) => `Screenshot_20260319-2234${String(n).padStart(2, '0')}.png`), 'IMG-20260301-WA0001.png', 'IMG-20260301-WA0002.png'];
const REFUSED = [{ name: `${FROM}/backup.zip/old.db`, why: 'it needs a password; unpack it with the program that made it, then add what comes out' }];
const EACH = 2_600_000;

type Left = ImportLeft & { added: number; noted: number; duplicates: number };

export class MemoryImports implements ImportsBackend {
  #left: Left | null = null;
  #reports = new Map<number, ImportReport[]>();

  constructor(private vault: Vault) {}

  async plan(_inCase: number, _from: ImportFrom, on: (progress: Progress) => void): Promise<ImportPlan | null> {
    this.vault.needed();
    if (this.vault.options.chosen === null) return null;
    on({ files_done: 1, files: 0, bytes_done: 0, bytes: 0, current: NAMES[0]! });
    return {
      from: [FROM], files: NAMES.length, bytes: NAMES.length * EACH, kinds: [{ kind: 'Pictures', files: NAMES.length, bytes: NAMES.length * EACH }],
      duplicates: 0, in_archives: 2, noted: 2, refused: REFUSED, more_refused: 0,
    };
  }

  async start(inCase: number, on: (progress: ImportProgress) => void): Promise<ImportReport | null> {
    if (this.#left) throw problem('bad_input', 'Another import is not finished. Go on with it or end it first.', 'Look at what is left of it.');
    this.#left = { case: inCase, from: [FROM], begun: now(), done: 0, files: NAMES.length, added: 0, noted: 0, duplicates: 0 };
    return this.resume(on);
  }

  async resume(on: (progress: ImportProgress) => void): Promise<ImportReport | null> {
    const left = this.#needed();
    try {
      await this.#add(left, on);
    } catch (caught) {
      if (!isProblem(caught) || caught.code !== 'cancelled') throw caught;
      return null;
    }
    return this.#report();
  }

  async #add(left: Left, on: (progress: ImportProgress) => void): Promise<void> {
    for await (const [, name] of this.vault.steps(NAMES.slice(left.done))) {
      const { added } = await this.vault.addPaths(left.case, [`/run/media/${FROM}/${name}`], () => undefined);
      left.added += added;
      left.duplicates += 1 - added;
      left.noted += name.includes('-WA') ? 1 : 0;
      left.done += 1;
      on({
        files_done: left.done, files: NAMES.length, bytes_done: left.done * EACH, bytes: NAMES.length * EACH, rate: 41_000_000,
        seconds_left: Math.ceil(((NAMES.length - left.done) * EACH) / 41_000_000), current: name,
        tally: { added: left.added, duplicates: left.duplicates, refused: REFUSED.length, noted: left.noted },
      });
    }
  }

  async end(): Promise<ImportReport> {
    this.#needed();
    return this.#report();
  }

  async left(): Promise<ImportLeft | null> {
    if (!this.#left) return null;
    const { case: inCase, from, begun, done, files } = this.#left;
    return { case: inCase, from, begun, done, files };
  }

  async reports(inCase: number): Promise<ImportReport[]> {
    return this.#reports.get(inCase) ?? [];
  }

  async removeSources(): Promise<SourcesRemoved> {
    return { removed: NAMES.length - 2, left: [{ name: 'backup.zip', why: 'archives stay; delete it yourself if you want' }] };
  }

  /** Keeps the report of an export of messages. */
  note(inCase: number, report: ImportReport): void {
    this.#reports.set(inCase, [report, ...(this.#reports.get(inCase) ?? [])]);
  }

  #needed() {
    if (!this.#left) throw problem('no_such_entry', 'There is no import that is not finished.', 'Choose a folder to begin one.');
    return this.#left;
  }

  #report(): ImportReport {
    const { added, noted, duplicates, done, ...left } = this.#needed();
    const report: ImportReport = {
      at: now(), begun: left.begun, from: left.from, files: NAMES.length + REFUSED.length, bytes: NAMES.length * EACH,
      tally: { added, duplicates, refused: REFUSED.length, noted }, first: added > 0 ? 29 : null, last: added > 0 ? 28 + added : null,
      refused: REFUSED, more_refused: 0, whole: done === NAMES.length, messages: null,
    };
    this.#reports.set(left.case, [report, ...(this.#reports.get(left.case) ?? [])]);
    this.#left = null;
    return report;
  }
}
