/** Where the vault is copied to; the copying and the trying that goes on, which may outlive the page. */
import { asProblem, backend, type BackupReport, type Backups, type Problem, type Progress, type Proof, type Rehearsal } from '../../ipc';
import { onForget } from '../../shared/forget';
import { announce } from '../../shared/live.svelte';

export type Outcome = { folder: string; report: BackupReport } | { folder: string; rehearsal: Rehearsal };

class Places {
  now = $state.raw<Backups | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The folder that is worked on, and what is done there. */
  working = $state.raw<{ folder: string; what: 'copying' | 'trying' } | null>(null);
  progress = $state.raw<Progress | null>(null);
  outcome = $state.raw<Outcome | null>(null);

  async load(): Promise<void> {
    try {
      this.now = await backend.backups.all();
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked') this.problem = problem;
    }
  }

  async backUp(folder: string): Promise<void> {
    await this.#work(folder, 'copying', async (on) => {
      const report = await backend.backups.backUp(folder, on);
      this.outcome = { folder, report };
      announce(report.problems.length === 0 ? 'The backup is made, read back and compared' : 'The backup is made, with problems', report.problems.length > 0);
    });
  }

  /** Rejects with `wrong_secret` only; everything else is shown. */
  async rehearse(folder: string, proof: Proof): Promise<void> {
    await this.#work(folder, 'trying', async (on) => {
      const rehearsal = await backend.backups.rehearse(folder, proof, on);
      this.outcome = { folder, rehearsal };
      announce(rehearsal.ok ? 'The backup opens, and holds what it should' : 'Something is wrong with the backup', !rehearsal.ok);
    });
  }

  async forget(folder: string): Promise<void> {
    try {
      await backend.backups.forget(folder);
      announce('Forgotten. Nothing there is deleted.');
    } catch (caught) {
      this.problem = asProblem(caught);
    }
    await this.load();
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }

  reset(): void {
    Object.assign(this, { now: null, problem: null, working: null, progress: null, outcome: null });
  }

  async #work(folder: string, what: 'copying' | 'trying', run: (on: (progress: Progress) => void) => Promise<void>): Promise<void> {
    if (this.working) return;
    Object.assign(this, { working: { folder, what }, progress: null, problem: null, outcome: null });
    try {
      await run((progress) => (this.progress = progress));
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code === 'wrong_secret') throw caught;
      if (problem.code === 'cancelled') announce('Stopped');
      else if (problem.code !== 'locked') this.problem = problem;
    } finally {
      this.working = null;
      await this.load();
    }
  }
}

export const places = new Places();
onForget(() => places.reset());

/** Days since an instant; `null` when there is none. */
export function daysSince(instant: string | null, now = Date.now()): number | null {
  return instant === null ? null : Math.max(0, Math.floor((now - Date.parse(instant)) / 86_400_000));
}

/** The last part of a folder that means something to a person: the name of the disk. */
export function placeName(folder: string): string {
  const parts = folder.split(/[\\/]/).filter(Boolean);
  const last = parts.at(-1) ?? folder;
  return /^casekeep|\.casekeep$/i.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
}
