/** The keys of the vault in memory: they are changed, tried and exchanged, and open nothing. */
import type { KeysBackend } from '../keeping';
import type { Keys, KeyWay, KeyWayKind, Made, Progress, Proof } from '../types';
import { ago, now, problem } from './said';
import type { MemoryVault } from './vault';
import { RECOVERY, SECOND_RECOVERY } from './words';

const KEY = /^(age1[02-9ac-hj-np-z]{20,}|ssh-(ed25519|rsa) \S+)/;
const DAY = 24;

export class MemoryKeys implements KeysBackend {
  readonly #vault: MemoryVault;
  readonly #ways: KeyWay[];
  #next = 4;
  #dueSince: boolean;
  #epoch = 1;
  /** How many files of a change of every key are done, while it is not finished. */
  #rotated = 0;

  constructor(vault: MemoryVault) {
    this.#vault = vault;
    const { sample, wordsDue, rotating } = vault.options;
    if (rotating) this.#rotated = 12;
    this.#dueSince = wordsDue;
    const made = sample ? ago(DAY * (wordsDue ? 400 : 51)) : now();
    this.#ways = [
      this.#way('passphrase', made), { ...this.#way('recovery', made), rehearsed: sample && !wordsDue ? ago(DAY * 16) : null },
      ...(sample ? [{ ...this.#way('further', ago(DAY * 43)), label: 'Ruth, practice manager', recipient: 'age1q0y8f4c4h4pazw0g0mhgs0z7x0kxgqzk7e6v4u8f0jzvsl0t9y3smk6qhe' }] : []),
    ];
  }

  async all(): Promise<Keys> {
    this.#vault.needed();
    return { epoch: this.#epoch, ways: structuredClone(this.#ways), words_due: this.#dueSince, rotating: this.#vault.options.rotating };
  }

  async changePassphrase(proof: Proof, passphrase: string): Promise<void> {
    this.#asked(proof);
    this.#vault.strongEnough(passphrase);
    this.#vault.options.passphrase = passphrase;
    this.#replace('passphrase');
  }

  async newWords(proof: Proof): Promise<string[]> {
    this.#asked(proof);
    return this.#freshWords();
  }

  async rehearseWords(words: string): Promise<void> {
    this.#asked({ kind: 'words', words });
    const way = this.#ways.find((one) => one.kind === 'recovery');
    if (way) way.rehearsed = now();
    this.#dueSince = false;
  }

  async add(proof: Proof, label: string, recipient: string): Promise<KeyWay> {
    this.#asked(proof);
    if (!label.trim()) throw problem('bad_input', 'The key has no name yet.', 'Say whose key it is, or where it is kept.');
    if (!KEY.test(recipient.trim())) throw problem('bad_recipient', 'This is not a key that Casekeep can seal to.', 'A key begins with age1 or with ssh-ed25519. Ask the person to send it again.');
    const way = { ...this.#way('further', now()), file: `further-${this.#next++}.age`, label: label.trim(), recipient: recipient.trim() };
    this.#ways.push(way);
    return structuredClone(way);
  }

  async remove(proof: Proof, file: string): Promise<void> {
    this.#asked(proof);
    const at = this.#ways.findIndex((one) => one.file === file && one.kind === 'further');
    if (at < 0) throw problem('no_such_entry', 'That key is not there any more.', 'Look at the list again.');
    this.#ways.splice(at, 1);
  }

  async rotate(proof: Proof, passphrase: string, on: (progress: Progress) => void): Promise<Made> {
    this.#asked(proof);
    this.#vault.strongEnough(passphrase);
    this.#rotated = 0;
    this.#vault.options.passphrase = passphrase;
    this.#vault.options.rotating = true;
    this.#replace('passphrase');
    return this.resumeRotation(on);
  }

  async resumeRotation(on: (progress: Progress) => void): Promise<Made> {
    this.#vault.needed();
    if (!this.#vault.options.rotating) throw problem('bad_input', 'There is no change of all keys to finish.', 'Look at the list again.');
    const all = this.#vault.cases.flatMap((one) => one.items);
    const files = all.length;
    on({ files_done: this.#rotated, files, bytes_done: 0, bytes: 0, current: '' });
    for await (const [, item] of this.#vault.steps(all.slice(this.#rotated))) {
      this.#rotated += 1;
      on({ files_done: this.#rotated, files, bytes_done: 0, bytes: 0, current: item.name });
    }
    this.#vault.options.rotating = false;
    this.#epoch += 1;
    this.#ways.splice(0, Infinity, ...this.#ways.filter((way) => way.kind !== 'further'));
    const words = this.#freshWords();
    const { opening } = await this.#vault.vaultState();
    return { words, opening: opening! };
  }

  async saveWordsForm(): Promise<string | null> {
    this.#vault.needed();
    return this.#vault.options.chosen === null ? null : `${this.#vault.options.chosen}/Sheet for 12 words.html`;
  }

  #asked(proof: Proof): void {
    this.#vault.needed();
    this.#vault.prove(proof);
  }

  #freshWords(): string[] {
    this.#vault.words = this.#vault.words[0] === RECOVERY[0] ? [...SECOND_RECOVERY] : [...RECOVERY];
    this.#replace('recovery');
    this.#dueSince = false;
    return [...this.#vault.words];
  }

  #replace(kind: KeyWayKind): void {
    const at = this.#ways.findIndex((one) => one.kind === kind);
    this.#ways[at] = { ...this.#way(kind, now()), file: `${kind}-${this.#next++}.age` };
  }

  #way(kind: KeyWayKind, made: string): KeyWay {
    return { file: `${kind}-1.age`, kind, label: null, recipient: null, made, rehearsed: null };
  }
}
