/** The registers of one case as they are looked at: asked for when a page is shown, and anew after each change. */
import { asProblem, backend, type Problem, type RegisterView } from '../../ipc';
import { loadLinks, NO_LINKS, type Links } from '../../shared/fields/links';
import type { Kept } from './registers';

export class Book {
  readonly inCase: number;
  views = $state.raw<readonly RegisterView[] | null>(null);
  links = $state.raw<Links>(NO_LINKS);
  problem = $state.raw<Problem | null>(null);
  #asked = 0;

  constructor(inCase: number) {
    this.inCase = inCase;
  }

  /** Reads a register, and the people and chaperones that its entries can point at. */
  async load(register: Kept): Promise<void> {
    const mine = ++this.#asked;
    try {
      const [views, links] = await Promise.all([backend.registers.entries(this.inCase, register), loadLinks(this.inCase)]);
      if (mine !== this.#asked) return;
      this.views = views;
      this.links = links;
      this.problem = null;
    } catch (caught) {
      if (mine === this.#asked) this.problem = asProblem(caught);
    }
  }

  find(n: number): RegisterView | undefined {
    return this.views?.find((view) => view.n === n);
  }
}
