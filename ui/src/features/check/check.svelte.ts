/** The last whole check of this session, and the one that is going on. */
import { asProblem, backend, type Problem, type Progress, type Report } from '../../ipc';
import { announce } from '../../shared/live.svelte';

export class Check {
  progress = $state.raw<Progress | null>(null);
  running = $state(false);
  report = $state.raw<Report | null>(null);
  at = $state.raw<string | null>(null);
  problem = $state.raw<Problem | null>(null);

  async run(): Promise<void> {
    if (this.running) return;
    Object.assign(this, { running: true, progress: null, problem: null });
    announce('Checking everything');
    try {
      this.report = await backend.verify((progress) => (this.progress = progress));
      this.at = new Date().toISOString();
      announce(this.report.ok ? 'Checked: everything is as it was saved' : `Checked: ${this.report.problems.length} problems found`, !this.report.ok);
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked' && problem.code !== 'cancelled') this.problem = problem;
    } finally {
      this.running = false;
      this.progress = null;
    }
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }
}
