/** Taking things into a case: captures, the clipboard, files and what is dropped on the window. One thing at a time. */
import { asProblem, backend, type AddEvent, type CaptureSource, type ItemReceipt, type ItemView, type Problem, type SetNow, type Taken } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { itemNumber } from '../../shared/names';
import { preferences } from '../../shared/settings.svelte';
import { toast } from '../../shared/toasts.svelte';
import { duplicateWords, isComplete, NO_TALLY, outcomeWords, tallied, type Tally } from './tally';

/** Work that takes longer than this, in milliseconds, shows how far it is. */
const SLOW = 1000;
/** Files that are dropped without a word on how many: so long after the last one they count as done, in milliseconds. */
const QUIET = 700;

export type Shown =
  | { is: 'nothing' }
  | { is: 'sources'; sources: CaptureSource[] }
  | { is: 'progress'; label: string }
  | { is: 'card'; receipt: Pick<ItemReceipt, 'item' | 'recorded'> }
  | { is: 'outcome'; tally: Tally };

export class Capturing {
  readonly inCase: number;
  shown = $state.raw<Shown>({ is: 'nothing' });
  tally = $state.raw<Tally>(NO_TALLY);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  /** The source of the last capture, for the next shot. */
  source = $state.raw<CaptureSource | null>(null);
  /** The set of captures that is going on. */
  set = $state.raw<SetNow | null>(null);
  /** Seconds until a capture that is asked for here is made. */
  delay = $state(preferences.now.captureDelay);
  #onadded: (items: number[]) => void;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(inCase: number, onadded: (items: number[]) => void) {
    this.inCase = inCase;
    this.#onadded = onadded;
  }

  /** Asks what can be captured; a single screen is captured at once. */
  async capture(): Promise<void> {
    if (this.busy) return;
    try {
      const sources = await backend.captureSources();
      if (sources.length === 0) {
        this.problem = { code: 'capture_failed', message: 'There is no screen or window to capture.', hint: 'Take a picture of the screen with a phone and add the file.' };
      } else if (sources.length === 1) {
        await this.shoot(sources[0]!);
      } else {
        this.shown = { is: 'sources', sources };
      }
    } catch (caught) {
      this.problem = asProblem(caught);
    }
  }

  async shoot(source: CaptureSource): Promise<void> {
    this.source = source;
    this.shown = { is: 'nothing' };
    await this.#one('Capturing', () => backend.capture(this.inCase, source.id, this.delay));
  }

  async nextShot(): Promise<void> {
    await (this.source ? this.shoot(this.source) : this.capture());
  }

  /** Takes in what the shortcut captured while another program was in front. */
  taken(taken: Taken): void {
    if (taken.kind === 'failed') {
      this.problem = taken.problem;
    } else if (taken.kind === 'saved' && taken.case === this.inCase) {
      this.#onadded([taken.receipt.item]);
      // What is being written on a card stays; the card itself shows that its set grew.
      if (this.shown.is === 'nothing') this.#card(taken.receipt);
    }
  }

  /** Opens the card of an item that was captured before. */
  describe({ n, recorded }: ItemView): void {
    this.shown = { is: 'card', receipt: { item: n, recorded } };
  }

  /** Adds the saved page, or another file, to the set of an item. */
  async addToSet(item: number): Promise<void> {
    const { shown } = this;
    try {
      const added: number[] = [];
      await backend.captures.addToSet(this.inCase, item, (event) => {
        if (event.kind === 'added') added.push(event.receipt.item);
        if (event.kind === 'failed') this.problem = event.problem;
      });
      if (added.length > 0) this.#onadded(added);
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'cancelled') this.problem = problem;
    }
    this.shown = shown;
  }

  /** Says that the set is complete: the next capture begins another. */
  async endSet(): Promise<void> {
    await backend.captures.endSet().catch(() => undefined);
  }

  async paste(): Promise<void> {
    await this.#one('Pasting', () => backend.paste(this.inCase));
  }

  async addFiles(): Promise<void> {
    await this.#many('Adding files', (on) => backend.addFilesDialog(this.inCase, on));
  }

  /** Takes in what was dropped on the window; the backend says file by file what came of it. */
  dropped(event: AddEvent): void {
    if (!this.busy) this.#begin('Adding files');
    this.tally = tallied(this.tally, event);
    clearTimeout(this.#quiet);
    if (isComplete(this.tally)) this.#finish();
    else if (event.kind !== 'progress' && this.tally.progress === null) this.#quiet = setTimeout(() => this.#finish(), QUIET);
  }

  stop(): void {
    void backend.cancel().catch(() => undefined);
  }

  close(): void {
    this.shown = { is: 'nothing' };
    this.tally = NO_TALLY;
  }

  dispose(): void {
    clearTimeout(this.#slow);
    clearTimeout(this.#quiet);
  }

  #begin(label: string): void {
    this.busy = true;
    this.problem = null;
    this.tally = NO_TALLY;
    this.#slow = setTimeout(() => {
      if (this.busy) this.shown = { is: 'progress', label };
    }, SLOW);
  }

  #end(): void {
    clearTimeout(this.#slow);
    clearTimeout(this.#quiet);
    this.busy = false;
    if (this.shown.is === 'progress') this.shown = { is: 'nothing' };
  }

  async #one(label: string, work: () => Promise<ItemReceipt>): Promise<void> {
    if (this.busy) return;
    this.#begin(label);
    try {
      const receipt = await work();
      this.#end();
      this.#card(receipt);
      this.#onadded([receipt.item]);
    } catch (caught) {
      this.#end();
      const problem = asProblem(caught);
      if (problem.code !== 'cancelled') this.problem = problem;
    }
  }

  async #many(label: string, work: (on: (event: AddEvent) => void) => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.#begin(label);
    try {
      await work((event) => (this.tally = tallied(this.tally, event)));
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'cancelled') this.problem = problem;
    }
    this.#finish();
  }

  #finish(): void {
    this.#end();
    const { added, duplicates, failed } = this.tally;
    if (added.length + duplicates.length + failed.length === 0) return;
    if (added.length === 1 && duplicates.length === 0 && failed.length === 0) {
      this.#card(added[0]!.receipt);
    } else {
      this.shown = { is: 'outcome', tally: this.tally };
      announce(outcomeWords(this.tally).title);
    }
    this.#onadded([...added, ...duplicates].map((one) => one.receipt.item));
  }

  #card(receipt: ItemReceipt): void {
    if (receipt.duplicate_of !== null) {
      toast(`${duplicateWords(receipt)}. It is not kept twice.`);
      return;
    }
    this.shown = { is: 'card', receipt };
    announce(`Saved as item ${itemNumber(receipt.item)}`);
  }
}
