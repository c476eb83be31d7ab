/**
 * Changing every key: long work during which nothing else of the vault can be opened, that is stopped, and gone on with.
 */
import { asProblem, backend, type Made, type Opening, type Problem, type Progress, type Proof } from '../../ipc';
import { onForget } from '../../shared/forget';
import { announce } from '../../shared/live.svelte';
import { fresh } from './fresh.svelte';

class Rotation {
  /** True once the old keys open nothing any more: the page shows nothing but this. */
  running = $state(false);
  stopped = $state(false);
  progress = $state.raw<Progress | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** True when it ended since the vault was opened, until the person has read what to do next. */
  done = $state(false);
  /** What the vault says of itself under its new keys. */
  opening = $state.raw<Opening | null>(null);

  /** Rejects only with a refusal before anything was begun. */
  begin(proof: Proof, passphrase: string): Promise<void> {
    return this.#work((on) => backend.keys.rotate(proof, passphrase, on));
  }

  goOn(): Promise<void> {
    return this.#work((on) => backend.keys.resumeRotation(on));
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }

  reset(): void {
    Object.assign(this, { running: false, stopped: false, progress: null, problem: null, done: false, opening: null });
  }

  async #work(run: (on: (progress: Progress) => void) => Promise<Made>): Promise<void> {
    Object.assign(this, { stopped: false, problem: null });
    try {
      const made = await run((progress) => {
        this.progress = progress;
        this.running = true;
      });
      fresh.take(made.words);
      this.opening = made.opening;
      this.done = true;
      announce('Every key is changed');
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code === 'locked') return;
      if (!this.running && problem.code !== 'cancelled') throw caught;
      this.stopped = true;
      this.opening = (await backend.vaultState()).opening;
      if (problem.code === 'cancelled') announce('Stopped');
      else this.problem = problem;
    } finally {
      this.running = false;
    }
  }
}

export const rotation = new Rotation();
onForget(() => rotation.reset());
