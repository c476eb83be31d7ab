/** The backups of the vault in memory: places that are copied to, opened again, and put back. */
import type { BackupsBackend } from '../keeping';
import type { BackupPlace, BackupReport, Backups, Progress, Proof, Rehearsal } from '../types';
import { ago, now, problem } from './said';
import type { MemoryVault } from './vault';

const WEEK = 7 * 24;

export class MemoryBackups implements BackupsBackend {
  readonly #vault: MemoryVault;
  #places: BackupPlace[];

  constructor(vault: MemoryVault) {
    this.#vault = vault;
    const { backups } = vault.options;
    const copied = ago(backups === 'due' ? 12 * 24 : 44);
    this.#places = backups === 'none' ? [] : [
      { folder: '/media/em/BLACK STICK/Casekeep', there: true, copied, rehearsed: ago(19 * 24), warning: null },
      { folder: '/media/em/Safe at work/Casekeep', there: false, copied: ago(33 * 24), rehearsed: null, warning: null },
    ];
    if (backups === 'unwise') {
      this.#places[0] = { ...this.#places[0]!, folder: '/home/em/Dropbox/Casekeep', rehearsed: null, warning: 'Dropbox copies this folder to the internet. What is there stays sealed, but others can take it away or put back an older one.' };
    }
  }

  async all(): Promise<Backups> {
    this.#vault.needed();
    const newest = this.#places.map((place) => place.copied ?? '').sort().at(-1) ?? '';
    return {
      places: structuredClone(this.#places), due: newest < ago(WEEK),
      warnings: this.#vault.options.backups === 'unwise' ? ['Everyone who uses this computer can read the vault’s folder. It stays sealed, but it can be copied or deleted.'] : [],
    };
  }

  async backUp(folder: string, on: (progress: Progress) => void): Promise<BackupReport> {
    this.#vault.needed();
    this.#reached(folder);
    const items = this.#vault.cases.flatMap((one) => one.items);
    await this.#through(on, true);
    const known = this.#places.find((place) => place.folder === folder);
    const fresh = known?.copied ? Math.min(3, items.length) : items.length;
    if (known) known.copied = now();
    else this.#places.push({ folder, there: true, copied: now(), rehearsed: null, warning: null });
    return {
      folder, copied: fresh + 2, kept: items.length - fresh, verified: items.length + 2, problems: [], notes: [],
      bytes: items.slice(0, fresh).reduce((sum, item) => sum + item.bytes, 4_000),
    };
  }

  async rehearse(folder: string, proof: Proof, on: (progress: Progress) => void): Promise<Rehearsal> {
    this.#vault.needed();
    this.#reached(folder);
    this.#vault.prove(proof);
    await this.#through(on, true);
    const { cases } = this.#vault;
    const place = this.#places.find((one) => one.folder === folder);
    if (place) place.rehearsed = now();
    const sum = (of: (one: (typeof cases)[number]) => number) => cases.reduce((total, one) => total + of(one), 0);
    return {
      ok: true, cases: cases.length, contacts: sum((one) => one.contacts.length), items: sum((one) => one.items.length),
      behind: place?.copied && place.copied < ago(24) ? 3 : 0, problems: [],
    };
  }

  async forget(folder: string): Promise<void> {
    this.#vault.needed();
    this.#places = this.#places.filter((place) => place.folder !== folder);
  }

  async restore(from: string, to: string, on: (progress: Progress) => void): Promise<BackupReport> {
    if (!/casekeep/i.test(from)) throw problem('not_a_vault', 'There is no backup of a vault in this folder.', 'Choose the folder that holds vault.json.');
    if (from === to) throw problem('folder_not_empty', 'There is something in this folder already.', 'Choose an empty folder for the restored vault.');
    await this.#through(on, false);
    const files = this.#vault.cases.flatMap((one) => one.items);
    return { folder: to, copied: files.length + 12, bytes: files.reduce((sum, item) => sum + item.bytes, 9_000), kept: 0, verified: files.length + 12, problems: [], notes: [] };
  }

  #reached(folder: string): void {
    const place = this.#places.find((one) => one.folder === folder);
    if (place && !place.there) throw problem('io', `${folder} cannot be reached.`, 'Connect the disk, then try again. The vault itself is as it was.');
  }

  async #through(on: (progress: Progress) => void, open: boolean): Promise<void> {
    const items = this.#vault.cases.flatMap((one) => one.items);
    const whole = items.reduce((sum, item) => sum + item.bytes, 0);
    let done = 0;
    for await (const [i, item] of this.#vault.steps(items, open)) {
      on({ files_done: i, files: items.length, bytes_done: done, bytes: whole, current: '' });
      done += item.bytes;
    }
  }
}
