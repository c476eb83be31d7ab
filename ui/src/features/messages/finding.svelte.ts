/** A folder or an archive that an app exported: chosen, looked through, and one of its exports kept to be read. */
import { asProblem, backend, type ExportFound, type ExportsFound, type ImportFrom, type Problem } from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { count } from '../../shared/names';

export type Finding = { is: 'closed' } | { is: 'asking' } | { is: 'looking'; current: string } | { is: 'found'; found: ExportsFound } | { is: 'keeping'; found: ExportsFound };

export class Exports {
  step = $state.raw<Finding>({ is: 'closed' });
  problem = $state.raw<Problem | null>(null);

  constructor(readonly inCase: number, readonly onkept: (item: number) => void) {}

  ask(): void {
    this.problem = null;
    this.step = { is: 'asking' };
  }

  async look(from: ImportFrom): Promise<void> {
    this.problem = null;
    this.step = { is: 'looking', current: '' };
    try {
      const found = await backend.messages.find(from, ({ current }) => {
        if (this.step.is === 'looking') this.step = { is: 'looking', current };
      });
      this.step = found ? { is: 'found', found } : { is: 'asking' };
      if (found) announce(`${count(found.exports.length + found.more, 'file')} may be messages`);
    } catch (caught) {
      this.#failed(caught, { is: 'asking' });
    }
  }

  async keep({ name }: ExportFound): Promise<void> {
    if (this.step.is !== 'found') return;
    const { found } = this.step;
    this.step = { is: 'keeping', found };
    try {
      const { item } = await backend.messages.keep(this.inCase, name, () => undefined);
      this.step = { is: 'closed' };
      this.onkept(item);
    } catch (caught) {
      this.#failed(caught, { is: 'found', found });
    }
  }

  close(): void {
    if (this.step.is === 'looking' || this.step.is === 'keeping') void backend.cancel().catch(() => undefined);
    this.step = { is: 'closed' };
    this.problem = null;
  }

  /** Closed meanwhile, what was under way comes to nothing. */
  #failed(caught: unknown, back: Finding): void {
    if (this.step.is === 'closed') return;
    const problem = asProblem(caught);
    this.step = back;
    if (problem.code !== 'cancelled' && problem.code !== 'locked') this.problem = problem;
  }
}
