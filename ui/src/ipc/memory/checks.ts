/** Checks of the vault in memory: they find what its options say, and can be stopped and gone on with. */
import type { Stop } from '../backend';
import type { ChecksBackend } from '../keeping';
import type { LastCheck, Progress, Report } from '../types';
import { ago, heard, now, problem } from './said';
import type { MemoryVault } from './vault';

export class MemoryChecks implements ChecksBackend {
  readonly #vault: MemoryVault;
  readonly #heard = new Set<(check: LastCheck) => void>();
  #last: LastCheck | null = null;
  #done = 0;

  constructor(vault: MemoryVault) {
    this.#vault = vault;
  }

  /** Remembers a check of the day before, as a vault that has been used would. */
  begin(): void {
    if (this.#vault.options.checked) this.#last = { at: ago(24), depth: 'full', finished: true, report: this.#report() };
  }

  async run(resume: boolean, on: (progress: Progress) => void): Promise<Report> {
    this.#vault.needed();
    const all = this.#vault.cases.flatMap((one) => one.items);
    if (!resume) this.#done = 0;
    const from = this.#done;
    try {
      for await (const [i, item] of this.#vault.steps(all.slice(from))) {
        on({ files_done: from + i, files: all.length, bytes_done: 0, bytes: 0, current: item.name });
        this.#done = from + i + 1;
      }
    } catch (caught) {
      this.#last = { at: now(), depth: 'full', finished: false, report: this.#report() };
      throw caught;
    }
    this.#done = 0;
    this.#last = { at: now(), depth: 'full', finished: true, report: this.#report() };
    return this.#last.report;
  }

  async folder(folder: string, on: (progress: Progress) => void): Promise<Report> {
    if (!/casekeep/i.test(folder)) throw problem('not_a_vault', 'There is no vault in this folder.', 'Choose the folder that holds vault.json.');
    const all = this.#vault.cases.flatMap((one) => one.items);
    for await (const [i] of this.#vault.steps(all)) on({ files_done: i, files: all.length, bytes_done: 0, bytes: 0, current: '' });
    return { ...this.#report(), ok: true, problems: [] };
  }

  async last(): Promise<LastCheck | null> {
    this.#vault.needed();
    return structuredClone(this.#last);
  }

  onChecked = (then: (check: LastCheck) => void): Promise<Stop> => heard(this.#heard, then);

  /** What the shell does when the check that goes on by itself found something; for tests. */
  found(): void {
    const check: LastCheck = { at: now(), depth: 'full', finished: true, report: this.#report() };
    this.#last = check;
    this.#heard.forEach((then) => then(check));
  }

  #report(): Report {
    const { cases, findings, options } = this.#vault;
    const items = cases.flatMap((one) => one.items);
    const records = cases.reduce((sum, one) => sum + one.contacts.length + one.items.length, 0);
    return {
      ok: findings.length === 0, problems: [...findings], notes: [...options.notes],
      checked: { boxes: cases.length + 1, records, objects: items.length, bytes: items.reduce((sum, item) => sum + item.bytes, 0) },
    };
  }
}
