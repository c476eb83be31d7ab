/** The seals of the open vault, newest first. */
import { asProblem, backend, type Problem, type Seal } from '../../ipc';

export class Seals {
  all = $state.raw<Seal[] | null>(null);
  problem = $state.raw<Problem | null>(null);

  async load(): Promise<void> {
    try {
      this.all = (await backend.seals.all()).toReversed();
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked') this.problem = problem;
    }
  }
}
