/** One hand-over while it is being put together; nothing is made before the last step. */
import { asProblem, backend, type BundleTo, type DisclosureReceipt, type Problem, type Progress, type Selection, type TimelineRow } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { dayOf } from '../../shared/when';

export const STEPS = ['For whom', 'What goes', 'Look it over', 'Done'] as const;

export class Handover {
  step = $state(0);

  purpose = $state('');
  way = $state<'passphrase' | 'recipients'>('passphrase');
  words = $state.raw<string[]>([]);
  keys = $state('');

  rows = $state.raw<TimelineRow[] | null>(null);
  span = $state<'all' | 'range'>('all');
  from = $state('');
  to = $state('');
  withoutContacts = $state.raw<ReadonlySet<number>>(new Set());
  withoutItems = $state.raw<ReadonlySet<number>>(new Set());

  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  problem = $state.raw<Problem | null>(null);
  receipt = $state.raw<DisclosureReceipt | null>(null);

  constructor(readonly inCase: number) {}

  /** What lies in the span of days, oldest first. */
  readonly inSpan = $derived.by(() => (this.rows ?? []).filter((row) => this.#within(row)));
  /** The end that is typed is before the start. */
  readonly turned = $derived.by(() => {
    const [from, to] = [typed(this.from), typed(this.to)];
    return this.span === 'range' && from !== '' && to !== '' && to < from.slice(0, to.length);
  });
  readonly goes = $derived.by(() => this.inSpan.filter((row) => !this.stays(row)));
  readonly contacts = $derived(this.goes.filter((row) => row.kind === 'contact').length);
  readonly items = $derived(this.goes.filter((row) => row.kind === 'item').length);
  readonly bytes = $derived(this.goes.reduce((sum, row) => sum + (row.bytes ?? 0), 0));
  readonly allContacts = $derived((this.rows ?? []).filter((row) => row.kind === 'contact').length);
  readonly allItems = $derived((this.rows ?? []).filter((row) => row.kind === 'item').length);
  readonly recipients = $derived(this.keys.split('\n').map((line) => line.trim()).filter(Boolean));

  async load(): Promise<void> {
    try {
      [this.rows, this.words] = await Promise.all([backend.timeline(this.inCase, {}), backend.sixWords()]);
    } catch (caught) {
      this.#fail(caught);
    }
  }

  async otherWords(): Promise<void> {
    this.words = await backend.sixWords();
    announce('Six other words');
  }

  stays(row: TimelineRow): boolean {
    return (row.kind === 'contact' ? this.withoutContacts : this.withoutItems).has(row.n);
  }

  /** Lets rows go, or leaves them behind. */
  set(rows: TimelineRow[], go: boolean): void {
    const contacts = new Set(this.withoutContacts);
    const items = new Set(this.withoutItems);
    for (const row of rows) {
      const set = row.kind === 'contact' ? contacts : items;
      if (go) set.delete(row.n);
      else set.add(row.n);
    }
    this.withoutContacts = contacts;
    this.withoutItems = items;
  }

  goTo(step: number): void {
    this.problem = null;
    this.step = step;
    announce(`Step ${step + 1} of ${STEPS.length}: ${STEPS[step] ?? ''}`);
  }

  async make(): Promise<void> {
    Object.assign(this, { busy: true, problem: null, progress: null });
    try {
      const to: BundleTo =
        this.way === 'passphrase' ? { kind: 'passphrase', passphrase: this.words.join(' ') } : { kind: 'recipients', recipients: this.recipients };
      const receipt = await backend.exportBundle(this.inCase, this.#selection(), to, this.purpose.trim(), (progress) => (this.progress = progress));
      if (receipt) {
        this.receipt = receipt;
        this.goTo(3);
      }
    } catch (caught) {
      this.#fail(caught);
    } finally {
      this.busy = false;
      this.progress = null;
    }
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }

  #selection(): Selection {
    const range = this.span === 'range' ? { from: this.from.trim() || undefined, to: this.to.trim() || undefined } : {};
    return { ...range, without_contacts: [...this.withoutContacts], without_items: [...this.withoutItems] };
  }

  #within(row: TimelineRow): boolean {
    if (this.span === 'all') return true;
    const at = row.occurred ?? dayOf(row.instant);
    const [from, to] = [typed(this.from), typed(this.to)];
    if (from && at.slice(0, 10) < from.slice(0, at.length)) return false;
    return !to || at.slice(0, to.length) <= to;
  }

  #fail(caught: unknown): void {
    const problem = asProblem(caught);
    if (problem.code !== 'locked') this.problem = problem;
  }
}

/** Returns a day or month that is typed to its end; empty while it is not, so that half a date hides nothing. */
function typed(text: string): string {
  return /^\d{4}-\d{2}(-\d{2})?$/.test(text.trim()) ? text.trim() : '';
}
