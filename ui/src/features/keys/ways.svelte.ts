/** The ways to unlock the open vault. */
import { asProblem, backend, type Keys, type KeyWay, type Problem } from '../../ipc';

export class Ways {
  keys = $state.raw<Keys | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly passphrase = $derived(this.keys?.ways.find((way) => way.kind === 'passphrase'));
  readonly words = $derived(this.keys?.ways.find((way) => way.kind === 'recovery'));
  readonly further: KeyWay[] = $derived(this.keys?.ways.filter((way) => way.kind === 'further') ?? []);

  async load(): Promise<void> {
    try {
      this.keys = await backend.keys.all();
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked') this.problem = problem;
    }
  }
}
