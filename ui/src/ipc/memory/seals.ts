/** Seals of the vault in memory: words for how many records there are, compared again later. */
import type { SealsBackend } from '../keeping';
import type { Seal, SealVerdict } from '../types';
import { ago, now, problem } from './said';
import type { MemoryVault } from './vault';
import { SEAL_WORDS } from './words';

export class MemorySeals implements SealsBackend {
  readonly #vault: MemoryVault;
  #all: Seal[] = [];
  /** True once a request for a time-stamp was saved. */
  #asked = false;

  constructor(vault: MemoryVault) {
    this.#vault = vault;
  }

  /** Remembers a seal of some weeks before, with a time that an authority gave. */
  begin(): void {
    if (!this.#vault.options.sample) return;
    this.#all = [{ ...this.#seal(ago(23 * 24), SEAL_WORDS[0]!), contacts: 41, items: 22, records: 70, size: 70, stamped: ago(23 * 24 - 1), stamped_by: 'Time-stamp authority of Northshire' }];
  }

  async make(): Promise<Seal> {
    this.#vault.needed();
    const seal = this.#seal(now(), SEAL_WORDS[this.#all.length % SEAL_WORDS.length]!);
    this.#all.push(seal);
    return structuredClone(seal);
  }

  async all(): Promise<Seal[]> {
    this.#vault.needed();
    return structuredClone(this.#all);
  }

  async check(words: string): Promise<SealVerdict> {
    this.#vault.needed();
    const typed = words.trim().toLowerCase().replace(/[\s,.\d]+/g, ' ').trim();
    const seal = this.#all.find((one) => one.words.join(' ') === typed || one.checkpoint.trim() === words.trim()) ?? null;
    const rolledBack = this.#vault.findings.some((finding) => finding.class === 'ROLLED_BACK');
    if (!seal) return { outcome: 'unknown', seal, sentence: 'These words belong to no seal of this vault.', step: 'Compare each word with the sheet, the order too. If they are right, the sheet belongs to another vault, or the log was rewritten.' };
    if (rolledBack) return { outcome: 'rolled_back', seal, sentence: 'Today’s log is shorter than the sealed one: entries made before the seal are missing.', step: 'Look for a newer copy of the vault or a backup, and keep this one as it is.' };
    return { outcome: 'extends', seal, sentence: 'Everything that was in the log when this seal was made is still there, unchanged.', step: 'Nothing needs doing. Keep the sheet where it is.' };
  }

  async saveSheet(words: string[]): Promise<string | null> {
    this.#vault.needed();
    return this.#vault.options.chosen === null ? null : `${this.#vault.options.chosen}/Seal ${words[0]}.html`;
  }

  async saveTimeRequest(): Promise<string | null> {
    this.#vault.needed();
    if (this.#all.length === 0) throw problem('bad_input', 'The vault was not sealed yet, so there is nothing to stamp.', 'Change it and try again. Nothing was saved.');
    this.#asked = this.#vault.options.chosen !== null;
    return this.#vault.options.chosen === null ? null : `${this.#vault.options.chosen}/Seal.tsq`;
  }

  async takeTimeResponse(): Promise<Seal | null> {
    this.#vault.needed();
    const seal = this.#all.at(-1);
    if (!seal || this.#vault.options.chosen === null) return null;
    if (!this.#asked) throw problem('bad_input', 'The reply was not taken: it answers another request than the ones that this vault wrote.', 'Change it and try again. Nothing was saved.');
    Object.assign(seal, { stamped: now(), stamped_by: 'Time-stamp authority of Northshire' });
    return structuredClone(seal);
  }

  #seal(at: string, words: string[]): Seal {
    const { cases } = this.#vault;
    const sum = (of: (one: (typeof cases)[number]) => number) => cases.reduce((total, one) => total + of(one), 0);
    const [contacts, items] = [sum((one) => one.contacts.length), sum((one) => one.items.length)];
    const root = 'n3oXPbXmrzL9fPqBqgRwZxkXKc1YyJ0mG2v8cUq5D7s=';
    return {
      at, words: [...words], size: contacts + items + 7, root, cases: cases.length, contacts, items, records: contacts + items + 7, stamped: null, stamped_by: null,
      checkpoint: `casekeep/vault\n${contacts + items + 7}\n${root}\n\n— casekeep ${words[0]}`,
    };
  }
}
