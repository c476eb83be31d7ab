/** What a case says about its plan: asked for anew whenever something was written. */
import { asProblem, backend, type CaseRow, type Details, type Moment, type Pattern, type Problem, type RegisterView, type Turn } from '../../ipc';
import { content } from '../../shared/guidance';
import { answersYes, planRows, suggestion, type Facts, type PlanRow, type Suggestion } from './plan';

/** What the rules ask about, of the pattern of a case. */
export function counted(pattern: Pattern): Pick<Facts, 'contacts' | 'channels' | 'turns' | 'after'> {
  const after = new Map<Turn, number>();
  for (const turn of pattern.turns) after.set(turn.turn, Math.max(after.get(turn.turn) ?? 0, turn.after));
  return { contacts: pattern.contacts, channels: new Set(pattern.channels.map((one) => one.channel)), turns: new Set(after.keys()), after };
}

export class CasePlan {
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  rows = $state.raw<PlanRow[]>([]);
  steps = $state.raw<RegisterView[]>([]);
  details = $state.raw<Details | null>(null);
  next = $state.raw<Suggestion | null>(null);
  /** When the last warning letter was sent. */
  warned = $state.raw<Moment | null>(null);
  readonly #row: CaseRow;

  constructor(row: CaseRow) {
    this.#row = row;
  }

  get done(): number {
    return this.rows.filter((row) => row.standing === 'done').length;
  }

  async load(): Promise<void> {
    const inCase = this.#row.case;
    try {
      const [steps, letters, gifts, reviews, view, pattern] = await Promise.all([
        backend.registers.entries(inCase, 'step'), backend.registers.entries(inCase, 'letter'), backend.registers.entries(inCase, 'gift'),
        backend.registers.entries(inCase, 'review'), backend.registers.details(inCase), backend.pattern(inCase),
      ]);
      const newest = reviews.at(-1)?.entry;
      const facts: Facts = {
        ...counted(pattern),
        items: this.#row.items,
        gifts: gifts.length + (pattern.channels.find((one) => one.channel === 'gift')?.n ?? 0),
        details: { ...view.details },
        reviewYes: newest?.register === 'review' && answersYes(newest),
      };
      this.steps = steps;
      this.details = view.details;
      this.rows = planRows(content(), steps, letters);
      this.next = suggestion(content(), this.rows, facts);
      const sent = letters.flatMap(({ entry }) => (entry.register === 'letter' && entry.purpose === 'warning' && entry.sent ? [entry.sent] : []));
      this.warned = sent.at(-1) ?? null;
      this.problem = null;
    } catch (caught) {
      this.problem = asProblem(caught);
    } finally {
      this.loaded = true;
    }
  }
}
