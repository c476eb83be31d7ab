/** An export that is looked at and then made into contacts; nothing is written before the last step. */
import {
  asProblem, backend, type DateOrder, type ImportFrom, type MessageChoices, type MessagesOutcome, type MessagesPreview, type Problem, type Progress, type SenderRole,
} from '../../ipc';
import { announce } from '../../shared/live.svelte';

export const STEPS = ['What it is', 'Who and when', 'Look it over', 'Done'] as const;

export class Messages {
  step = $state(0);
  preview = $state.raw<MessagesPreview | null>(null);
  order = $state<DateOrder | null>(null);
  zone = $state('Europe/London');
  platform = $state('');
  roles = $state<Record<string, SenderRole | undefined>>({});
  /** The columns of a table, from 0; -1 until it is said. */
  columns = $state({ time: -1, sender: -1, text: -1 });

  /** True when the files that messages name are looked for where the export was found. */
  withFiles = $state(false);

  busy = $state(false);
  /** True while contacts are made. */
  writing = $state(false);
  progress = $state.raw<Progress | null>(null);
  problem = $state.raw<Problem | null>(null);
  outcome = $state.raw<MessagesOutcome | null>(null);

  constructor(readonly inCase: number, readonly item: number, withFiles = false) {
    this.withFiles = withFiles;
  }

  /** True while it is a table of which the columns are to be said. */
  readonly asksColumns = $derived.by(() => this.preview?.kind === 'table');
  readonly mapped = $derived.by(() => {
    const { time, sender, text } = this.columns;
    return [time, sender, text].every((column) => column >= 0) && new Set([time, sender, text]).size === 3;
  });
  /** Senders of whom it is not said who they are. */
  readonly unsaid = $derived.by(() => (this.preview?.senders ?? []).filter(({ sender, own }) => !this.roleOf(sender, own)));
  readonly anybody = $derived.by(() => (this.preview?.senders ?? []).some(({ sender, own }) => this.roleOf(sender, own) === 'them'));

  roleOf(sender: string, own: boolean): SenderRole | undefined {
    return this.roles[sender] ?? (own ? 'you' : undefined);
  }

  get choices(): MessageChoices {
    const senders = (this.preview?.senders ?? []).flatMap(({ sender, own }) => {
      const role = this.roleOf(sender, own);
      return role ? [{ sender, role }] : [];
    });
    const choices: MessageChoices = { senders: this.step === 0 ? [] : senders };
    if (this.order) choices.order = this.order;
    if (this.zone.trim()) choices.zone = this.zone.trim();
    if (this.platform.trim()) choices.platform = this.platform.trim();
    if (this.mapped) choices.columns = { ...this.columns };
    return choices;
  }

  async look(): Promise<boolean> {
    return this.#work(async () => {
      this.preview = await backend.messages.preview(this.inCase, this.item, $state.snapshot(this.choices), this.withFiles, (progress) => (this.progress = progress));
      if (this.order === null) this.order = suggested(this.preview);
      announce('The file is read');
    });
  }

  /** Asks where the files lie that the messages name, and counts anew. */
  async chooseFiles(from: ImportFrom): Promise<boolean> {
    let found = false;
    const asked = await this.#work(async () => {
      found = (await backend.messages.find(from, (progress) => (this.progress = progress))) !== null;
    });
    if (!asked || !found) return false;
    this.withFiles = true;
    return this.look();
  }

  async write(): Promise<boolean> {
    this.writing = !this.busy;
    return this.#work(async () => {
      this.outcome = await backend.messages.write(this.inCase, this.item, $state.snapshot(this.choices), this.withFiles, (progress) => (this.progress = progress));
      this.step = 3;
    });
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }

  async #work(run: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.progress = null;
    this.problem = null;
    try {
      await run();
      return true;
    } catch (caught) {
      this.problem = asProblem(caught);
      return false;
    } finally {
      this.writing = false;
      this.busy = false;
    }
  }
}

/** The order that the dates themselves show; nothing where they do not. */
export function suggested({ dates }: MessagesPreview): DateOrder | null {
  if (!dates || dates.runs.length === 0) return null;
  return dates.runs.length > 1 ? 'as_found' : (dates.runs[0]?.order ?? null);
}
