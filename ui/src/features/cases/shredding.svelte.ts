/** Shredding a case: the plan, the work, the certificate; and what is left of cases that are gone. */
import { asProblem, backend, type Problem, type Progress, type ShredPlan, type Tombstone } from '../../ipc';
import { onForget } from '../../shared/forget';
import { announce } from '../../shared/live.svelte';
import { safeName } from '../../shared/names';
import { toast } from '../../shared/toasts.svelte';

class Graves {
  all = $state.raw<Tombstone[]>([]);
  /** The case whose certificate can still be saved: the last that was shredded since the vault was opened. */
  latest = $state<number | null>(null);

  async load(): Promise<void> {
    try {
      this.all = await backend.shredding.tombstones();
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked') toast(`${problem.message} ${problem.hint}`);
    }
  }

  /** Saves the certificate of the latest; true when it was. */
  async save(): Promise<boolean> {
    const place = await backend.shredding.saveCertificate();
    if (place !== null) toast(`Saved: ${safeName(place)}`);
    return place !== null;
  }
}

export const graves = new Graves();
onForget(() => Object.assign(graves, { all: [], latest: null }));

export class Shredding {
  readonly inCase: number;
  plan = $state.raw<ShredPlan | null>(null);
  running = $state(false);
  progress = $state.raw<Progress | null>(null);
  certificate = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(inCase: number) {
    this.inCase = inCase;
  }

  async load(): Promise<void> {
    try {
      this.plan = await backend.shredding.plan(this.inCase);
    } catch (caught) {
      this.problem = asProblem(caught);
    }
  }

  async run(name: string, reason: string): Promise<void> {
    Object.assign(this, { running: true, problem: null, progress: null });
    try {
      const { text } = await backend.shredding.shred(this.inCase, name, reason, (progress) => (this.progress = progress));
      this.certificate = text;
      graves.latest = this.inCase;
      announce('The case is shredded');
    } catch (caught) {
      this.problem = asProblem(caught);
    } finally {
      this.running = false;
    }
  }
}
