/** Adding thousands at once: the plan, how far it is, paused, and the report. */
import { asProblem, backend, type ImportFrom, type ImportLeft, type ImportPlan, type ImportProgress, type ImportReport, type Problem, type SourcesRemoved } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { count } from '../../shared/names';

export type Step =
  | { is: 'nothing' }
  | { is: 'looking'; current: string; seen: number }
  | { is: 'plan'; plan: ImportPlan }
  | { is: 'adding'; progress: ImportProgress | null }
  | { is: 'paused'; left: ImportLeft; progress: ImportProgress | null }
  | { is: 'done'; report: ImportReport; removed: SourcesRemoved | null; /** The chosen files are known still. */ fresh: boolean };

export class Importing {
  step = $state.raw<Step>({ is: 'nothing' });
  problem = $state.raw<Problem | null>(null);
  #inCase: number;
  #onadded: () => void;

  constructor(inCase: number, onadded: () => void) {
    this.#inCase = inCase;
    this.#onadded = onadded;
  }

  /** Looks whether an import of this case was cut short, and offers to go on with it. */
  async look(): Promise<void> {
    const left = await backend.imports.left().catch(() => null);
    if (left?.case === this.#inCase && this.step.is === 'nothing') this.step = { is: 'paused', left, progress: null };
  }

  async choose(from: ImportFrom): Promise<void> {
    this.problem = null;
    this.step = { is: 'looking', current: '', seen: 0 };
    await this.#try(async () => {
      const plan = await backend.imports.plan(this.#inCase, from, ({ current, files_done }) => {
        if (this.step.is === 'looking') this.step = { is: 'looking', current, seen: files_done };
      });
      this.step = plan ? { is: 'plan', plan } : { is: 'nothing' };
    });
  }

  async start(): Promise<void> {
    await this.#add((on) => backend.imports.start(this.#inCase, on), true);
  }

  async goOn(): Promise<void> {
    await this.#add((on) => backend.imports.resume(on), false);
  }

  /** Stops after what is under way; it can go on later, after a lock or a crash too. */
  pause(): void {
    void backend.cancel().catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.#try(async () => this.#done(await backend.imports.end(), false));
  }

  async removeSources(): Promise<void> {
    const { step } = this;
    if (step.is !== 'done') return;
    await this.#try(async () => {
      const removed = await backend.imports.removeSources(this.#inCase);
      this.step = { ...step, removed };
      announce(`${count(removed.removed, 'unprotected file')} deleted`);
    });
  }

  close(): void {
    this.step = { is: 'nothing' };
    this.problem = null;
  }

  async #add(work: (on: (progress: ImportProgress) => void) => Promise<ImportReport | null>, fresh: boolean): Promise<void> {
    let last: ImportProgress | null = this.step.is === 'paused' ? this.step.progress : null;
    this.step = { is: 'adding', progress: last };
    await this.#try(async () => {
      const report = await work((progress) => {
        last = progress;
        if (this.step.is === 'adding') this.step = { is: 'adding', progress };
      });
      if (report) return this.#done(report, fresh);
      const left = await backend.imports.left();
      this.step = left ? { is: 'paused', left, progress: last } : { is: 'nothing' };
      announce('Paused. What is added stays.');
      this.#onadded();
    });
  }

  #done(report: ImportReport, fresh: boolean): void {
    this.step = { is: 'done', report, removed: null, fresh };
    announce(`${count(report.tally.added, 'file')} added`);
    this.#onadded();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (caught) {
      const problem = asProblem(caught);
      const left = await backend.imports.left().catch(() => null);
      this.step = left?.case === this.#inCase ? { is: 'paused', left, progress: null } : { is: 'nothing' };
      if (problem.code !== 'cancelled' && problem.code !== 'locked') this.problem = problem;
    }
  }
}
