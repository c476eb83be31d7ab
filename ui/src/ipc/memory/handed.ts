/** The bundles that were made of the vault in memory, and what became of them. */
import type { HandingBackend } from '../handing';
import { RECEIPT_FIELDS, type Disclosing, type DisclosureView, type Entered, type Patch, type Receipt, type ReceiptView, type Selection } from '../types';
import { amendment, changed, patched } from './entries';
import { now, problem } from './said';
import type { MemoryVault } from './vault';

/** What an earlier bundle holds: the entries by kind and number, with how often each was amended. */
type Held = ReadonlyMap<string, number>;

interface Handed {
  view: DisclosureView;
  held: Held;
}

export class MemoryHanded implements HandingBackend {
  readonly #vault: MemoryVault;
  #all: Handed[] = [];

  constructor(vault: MemoryVault) {
    this.#vault = vault;
  }

  async disclosures(inCase: number): Promise<DisclosureView[]> {
    this.#vault.needed();
    return structuredClone(this.#all.filter(({ view }) => view.case === inCase).map(({ view }) => view));
  }

  /** Notes a bundle that was made; returns its number. */
  made(inCase: number, why: Disclosing, selection: Selection, held: Held, [contacts, items]: [number, number], sealed: string): number {
    const n = this.#all.length + 1;
    const follows = selection.only_new ? this.followed(inCase, why).map(({ view }) => view.n) : [];
    const view: DisclosureView = {
      n, label: String(n), case: inCase, recorded: now(), state: 'made', recipients: ['passphrase'], why: structuredClone(why), selection: structuredClone(selection),
      contacts, items, follows, tagmanifest_sha256: 'ab'.repeat(32), sealed_sha256: sealed, withdrawn: false, can_follow: true, receipts: [],
    };
    this.#all.push({ view, held });
    return n;
  }

  /** The bundles that the same recipient has; refused where there is none. */
  followed(inCase: number, why: Disclosing): Handed[] {
    const key = ({ profile, name }: Disclosing) => `${profile ?? ''} ${(name ?? '').trim().replace(/\s+/g, ' ').toLowerCase()}`;
    const theirs = this.#all.filter(({ view }) => view.case === inCase && !view.withdrawn && key(view.why) === key(why));
    if (theirs.length === 0) throw problem('bad_input', 'There is no earlier bundle for this recipient that a supplement could follow.', 'Change it and try again. Nothing was saved.');
    return theirs;
  }

  async addReceipt(inCase: number, disclosure: string, receipt: Receipt): Promise<Entered> {
    this.#vault.needed();
    const handed = this.#all.find(({ view }) => view.case === inCase && view.label === disclosure);
    if (!handed) throw problem('no_such_entry', `There is no hand-over ${disclosure}.`, 'Look at the timeline for the numbers.');
    const n = Math.max(0, ...this.#all.flatMap(({ view }) => view.receipts.map((one) => one.n))) + 1;
    const recorded = now();
    handed.view.receipts.push({ n, label: String(n), recorded, receipt: structuredClone(receipt), amendments: [] });
    settle(handed.view);
    return { n, recorded };
  }

  async amendReceipt(inCase: number, receipt: string, changes: Patch, reason: string): Promise<void> {
    this.#vault.needed();
    if (!reason.trim()) throw problem('bad_input', 'The reason is empty.', 'Change it and try again. Nothing was saved.');
    for (const { view } of this.#all.filter((one) => one.view.case === inCase)) {
      const one = view.receipts.find(({ label }) => label === receipt);
      if (!one) continue;
      const after = patched(one.receipt, changes) as Receipt;
      one.amendments.push(amendment(now(), reason, one.receipt.event, after.event, changed(one.receipt, after).filter(isField)));
      one.receipt = after;
      return settle(view);
    }
    throw problem('no_such_entry', `There is no receipt ${receipt}.`, 'Look at the timeline for the numbers.');
  }
}

const isField = ({ field }: { field: string }) => RECEIPT_FIELDS.some(([name]) => name === field);

/** A bundle that was taken back, and not given again since, can be followed by none. */
function settle(view: DisclosureView): void {
  const last = view.receipts.findLast(({ receipt }: ReceiptView) => receipt.event !== 'opened');
  view.withdrawn = last?.receipt.event === 'withdrawn';
  view.can_follow = !view.withdrawn;
}
