/** A form that is being written: kept sealed as it is typed, and there again after a lock or a crash. */
import { untrack } from 'svelte';
import { backend } from '../../ipc';
import { onLock, unheeded } from '../lockNow';
import { unsaved } from '../unsaved.svelte';
import type { FieldDraft } from './values';

/** How long nothing is typed until it is kept, in milliseconds. */
const PAUSE = 300;

export class KeptForm {
  draft = $state<FieldDraft>({});
  reason = $state('');
  /** When it was last kept; nothing while it is only on this page. */
  kept = $state<string | null>(null);
  /** True once it is known whether something was kept before. */
  ready = $state(false);
  readonly #inCase: number;
  readonly #name: string;
  readonly #from: string;
  #written: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #over = false;

  constructor(inCase: number, name: string, from: FieldDraft) {
    this.#inCase = inCase;
    this.#name = name;
    this.draft = structuredClone(from);
    this.#from = this.#text();
    this.#written = this.#from;
    open.add(this);
  }

  get dirty(): boolean {
    return this.#text() !== this.#from;
  }

  /** Puts back what was kept before. */
  async load(): Promise<void> {
    const kept = (await backend.drafts(this.#inCase).catch(() => [])).find((one) => one.form === this.#name);
    if (kept) {
      try {
        const { draft, reason } = JSON.parse(kept.text) as { draft: FieldDraft; reason: string };
        this.draft = { ...untrack(() => this.draft), ...draft };
        this.reason = reason;
        this.kept = kept.kept;
        this.#written = this.#text();
      } catch {
        // What an unknown version of the page kept is not put back.
      }
    }
    this.ready = true;
  }

  /** Says that something may have been typed. */
  typed(): void {
    unsaved.mark(this, this.dirty);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), PAUSE);
  }

  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.#text();
    if (this.#over || text === this.#written) return this.#last.then(() => undefined);
    this.#written = text;
    const gone = text === this.#from;
    this.#last = this.#last.then(() => this.#put(gone ? null : text)).catch(() => undefined);
    await this.#last;
  }

  /** It was saved, or thrown away: nothing of it stays. */
  drop(): void {
    this.close();
    this.#over = true;
    unheeded(this.#last.then(() => backend.dropDraft(this.#inCase, this.#name)));
  }

  /** The page is left; what was typed is kept. */
  close(): void {
    if (!this.#over) unheeded(this.keep());
    open.delete(this);
    unsaved.mark(this, false);
  }

  async #put(text: string | null): Promise<void> {
    if (text === null) await backend.dropDraft(this.#inCase, this.#name);
    else await backend.keepDraft(this.#inCase, this.#name, text);
    this.kept = text === null ? null : new Date().toISOString();
  }

  #text(): string {
    return JSON.stringify({ draft: $state.snapshot(this.draft), reason: this.reason });
  }
}

const open = new Set<KeptForm>();
onLock(async () => {
  await Promise.all([...open].map((form) => form.keep()));
});
