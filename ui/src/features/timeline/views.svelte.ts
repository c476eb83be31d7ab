/**
 * Views that the person named: filters and a search, to come back to.
 *
 * They are private and no part of the record, so they lie where drafts lie: on this computer, sealed to the vault, gone
 * with the case when it is shredded. Nothing of them is in the log, in a backup or in what is handed over.
 */
import { asProblem, backend, type Problem } from '../../ipc';
import { NO_FILTERS, type Filters } from './filters';

export interface View {
  name: string;
  filters: Filters;
  query: string;
}

/** The name under which they are kept among the forms of a case. */
const FORM = 'timeline-views';
const MOST = 50;

export class Views {
  all = $state.raw<readonly View[]>([]);
  problem = $state.raw<Problem | null>(null);

  constructor(readonly inCase: number) {}

  async load(): Promise<void> {
    try {
      const kept = (await backend.drafts(this.inCase)).find((draft) => draft.form === FORM);
      this.all = kept ? readViews(kept.text) : [];
    } catch (caught) {
      this.problem = asProblem(caught);
    }
  }

  /** Keeps a view under a name, in place of one of that name. */
  async keep(view: View): Promise<void> {
    await this.#write([...this.all.filter((other) => other.name !== view.name), view].slice(-MOST));
  }

  async forget(name: string): Promise<void> {
    await this.#write(this.all.filter((view) => view.name !== name));
  }

  async #write(all: readonly View[]): Promise<void> {
    try {
      await (all.length === 0 ? backend.dropDraft(this.inCase, FORM) : backend.keepDraft(this.inCase, FORM, JSON.stringify(all)));
      this.all = all;
      this.problem = null;
    } catch (caught) {
      this.problem = asProblem(caught);
    }
  }
}

/** Reads views as they were kept; what is not as it should be is left out. */
export function readViews(text: string): View[] {
  try {
    const all: unknown = JSON.parse(text);
    if (!Array.isArray(all)) return [];
    return all.slice(0, MOST).flatMap((one: Partial<View> | null) =>
      one && typeof one.name === 'string' && one.name !== '' ? [{ name: one.name, filters: readFilters(one.filters), query: typeof one.query === 'string' ? one.query : '' }] : [],
    );
  } catch {
    return [];
  }
}

function readFilters(of: Partial<Filters> | undefined): Filters {
  const filters: Filters = { ...NO_FILTERS, ...of };
  return {
    ...filters, channels: Array.isArray(filters.channels) ? filters.channels : [], hasItems: filters.hasItems === true, late: filters.late === true,
    person: typeof filters.person === 'number' ? filters.person : null, tags: Array.isArray(filters.tags) ? filters.tags : [],
  };
}
