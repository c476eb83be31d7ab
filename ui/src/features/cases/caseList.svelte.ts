/** The cases of the open vault, asked for anew after every change. Made when the vault opens, dropped when it locks. */
import { asProblem, backend, type CaseRow, type Problem } from '../../ipc';

export class CaseList {
  rows = $state.raw<CaseRow[] | null>(null);
  problem = $state.raw<Problem | null>(null);

  readonly open = $derived((this.rows ?? []).filter((row) => !row.closed));
  readonly closed = $derived((this.rows ?? []).filter((row) => row.closed));

  async load(): Promise<void> {
    try {
      this.rows = await backend.listCases();
      this.problem = null;
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code !== 'locked') this.problem = problem;
    }
  }

  find(number: number): CaseRow | undefined {
    return this.rows?.find((row) => row.case === number);
  }
}
