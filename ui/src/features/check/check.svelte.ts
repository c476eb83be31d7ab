/** The last whole check, and the one that is going on. */
import { asProblem, backend, type LastCheck, type Problem, type Progress, type Report } from '../../ipc';
import { announce } from '../../shared/live.svelte';

export class Check {
  last = $state.raw<LastCheck | null>(null);
  progress = $state.raw<Progress | null>(null);
  running = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** What the check that goes on by itself found, until the person has seen it. */
  found = $state.raw<LastCheck | null>(null);

  /** The report of a check that looked at everything; `null` when there is none. */
  readonly report: Report | null = $derived(this.last?.finished && this.last.depth === 'full' ? this.last.report : null);
  readonly at: string | null = $derived(this.report && this.last ? this.last.at : null);
  /** True when the last one was stopped and can be gone on with. */
  readonly stopped = $derived(this.last !== null && !this.last.finished && this.last.depth === 'full');

  async load(): Promise<void> {
    try {
      this.last = await backend.checks.last();
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked') this.problem = problem;
    }
  }

  /** Takes over what the check that goes on by itself found. */
  take(last: LastCheck): void {
    this.last = last;
    this.found = last;
    announce('The daily check found something that is not as it was saved');
  }

  async run(resume = false): Promise<void> {
    if (this.running) return;
    Object.assign(this, { running: true, progress: null, problem: null, found: null });
    announce('Checking everything');
    try {
      const report = await backend.checks.run(resume, (progress) => (this.progress = progress));
      announce(report.ok ? 'Checked: everything is as it was saved' : `Checked: ${report.problems.length} problems found`, !report.ok);
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked' && problem.code !== 'cancelled') this.problem = problem;
    } finally {
      await this.load();
      this.running = false;
      this.progress = null;
    }
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }
}
