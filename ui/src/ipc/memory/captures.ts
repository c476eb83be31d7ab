/** Captures of the vault in memory: the set that is going on, and the shortcut as a person presses it. */
import type { CapturesBackend } from '../captures';
import type { AddEvent, AddOutcome, InboxRow, ItemReceipt, SetNow, SetPlace, Taken } from '../types';
import { heard, problem } from './said';

/** What it needs of the vault. */
interface Vault {
  readonly isOpen: boolean;
  current(): number | null;
  keepShot(inCase: number, title: string, set: SetPlace): ItemReceipt;
  sealShot(): InboxRow;
  itemSet(inCase: number, item: number): { place: SetPlace; items: number[] } | null;
  addPaths(inCase: number, paths: string[], on: (event: AddEvent) => void, set?: () => SetPlace): Promise<AddOutcome>;
}

export class MemoryCaptures implements CapturesBackend {
  #set: SetNow | null = null;
  #sets = 0;
  #taken = new Set<(taken: Taken) => void>();
  #changed = new Set<(set: SetNow | null) => void>();

  constructor(private vault: Vault) {}

  async set(): Promise<SetNow | null> {
    return this.#set;
  }

  async endSet(): Promise<void> {
    this.#tell(null);
  }

  /** The next place of the set that is going on, or the first of a new one. */
  next(): SetPlace {
    if (!this.#set) {
      this.#sets += 1;
      this.#tell({ id: `set${String(this.#sets).padStart(13, 'a')}`, shots: 0 });
    }
    const { id, shots } = this.#set!;
    this.#tell({ id, shots: shots + 1 });
    return { id, n: shots + 1, overlap: shots === 0 ? null : 412 };
  }

  async addToSet(inCase: number, item: number, on: (event: AddEvent) => void): Promise<AddOutcome> {
    const set = this.vault.itemSet(inCase, item);
    if (!set) throw problem('bad_input', 'This item belongs to no set of captures.', 'Add the file to the case by itself.');
    let last = Math.max(set.items.length, this.#set?.id === set.place.id ? this.#set.shots : 0);
    return this.vault.addPaths(inCase, ['/home/em/Pages/messages.mhtml'], on, () => {
      last += 1;
      if (this.#set?.id === set.place.id) this.#tell({ id: set.place.id, shots: last });
      return { id: set.place.id, n: last, overlap: null };
    });
  }

  /** What the person does when they press the keys in front of another program; for tests. */
  press(): void {
    const inCase = this.vault.isOpen ? this.vault.current() : null;
    const set = this.next();
    const taken: Taken = inCase === null
      ? { kind: 'sealed', row: this.vault.sealShot() }
      : { kind: 'saved', case: inCase, receipt: this.vault.keepShot(inCase, `Shot ${set.n}`, set) };
    this.#taken.forEach((then) => then(taken));
  }

  onTaken = (then: (taken: Taken) => void) => heard(this.#taken, then);
  onSetChanged = (then: (set: SetNow | null) => void) => heard(this.#changed, then);

  #tell(set: SetNow | null): void {
    this.#set = set;
    this.#changed.forEach((then) => then(set));
  }
}
