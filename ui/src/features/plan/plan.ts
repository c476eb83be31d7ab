/**
 * The plan of a case: where each step stands, and the one that is suggested. Every rule is in the content file and says
 * why it holds; all of it is counts and fields of the case, nothing is weighed.
 */
import type { Channel, Condition, Guidance, Letter, Moment, PlanStep, RegisterView, Review, Step, Turn } from '../../ipc/types';
import { count } from '../../shared/names';

export type Standing = 'open' | 'going' | 'done' | 'aside';

/** A step of the plan with what is written of it. */
export interface PlanRow {
  step: PlanStep;
  standing: Standing;
  /** Its newest entry in the register of steps. */
  entry: RegisterView | null;
  /** When it was done; of a letter, when that was sent. */
  done: Moment | null;
}

/** What the rules ask about. */
export interface Facts {
  contacts: number;
  items: number;
  gifts: number;
  channels: ReadonlySet<Channel>;
  turns: ReadonlySet<Turn>;
  /** How many contacts came after the first of each kind of turning point. */
  after: ReadonlyMap<Turn, number>;
  details: Readonly<Record<string, unknown>>;
  reviewYes: boolean;
}

export interface Suggestion {
  row: PlanRow;
  /** The end of the sentence that begins "Shown because". */
  because: string;
}

const stepOf = (view: RegisterView): Step | null => (view.entry.register === 'step' ? view.entry : null);
const letterOf = (view: RegisterView): Letter | null => (view.entry.register === 'letter' ? view.entry : null);

/** Returns how an entry of a step stands. */
export function standingOf(step: Step): Standing {
  if (step.not_taken) return 'aside';
  return step.when && step.done !== false ? 'done' : 'going';
}

/** Returns every step of the plan, in the plan's order. */
export function planRows(content: Guidance, steps: readonly RegisterView[], letters: readonly RegisterView[]): PlanRow[] {
  return content.plan.map((step) => {
    const entry = steps.findLast((view) => stepOf(view)?.plan === step.id) ?? null;
    const written = entry ? stepOf(entry) : null;
    if (written && standingOf(written) === 'done') return { step, standing: 'done', entry, done: written.when ?? null };
    const sent = letters.map(letterOf).findLast((letter) => letter?.sent && step.letters.includes(letter.purpose));
    if (sent) return { step, standing: 'done', entry, done: sent.sent ?? null };
    return { step, standing: written ? standingOf(written) : 'open', entry, done: null };
  });
}

/** Returns whether a condition holds. */
export function holds(condition: Condition, facts: Facts): boolean {
  switch (condition.if) {
    case 'contacts_at_least': return facts.contacts >= condition.n;
    case 'items_at_least': return facts.items >= condition.n;
    case 'gifts_at_least': return facts.gifts >= condition.n;
    case 'channel': return condition.any.some((channel) => facts.channels.has(channel));
    case 'no_turn': return !facts.turns.has(condition.turn);
    case 'contacts_after_at_least': return (facts.after.get(condition.turn) ?? 0) >= condition.n;
    case 'detail_present': return says(facts.details[condition.field]);
    case 'detail_missing': return !says(facts.details[condition.field]);
    case 'detail_is': return facts.details[condition.field] === condition.word;
    case 'review_answered_yes': return facts.reviewYes;
  }
}

const says = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Returns the suggested step: the first rule that holds, of a step that is open. */
export function suggestion(content: Guidance, rows: readonly PlanRow[], facts: Facts): Suggestion | null {
  for (const rule of content.next) {
    const row = rows.find((one) => one.step.id === rule.step);
    if (row?.standing === 'open' && rule.all.every((condition) => holds(condition, facts))) return { row, because: filled(rule.because, facts) };
  }
  return null;
}

function filled(because: string, facts: Facts): string {
  const counts: Record<string, string> = {
    contacts: `${count(facts.contacts, 'contact')} ${facts.contacts === 1 ? 'is' : 'are'}`,
    items: `${count(facts.items, 'item')} ${facts.items === 1 ? 'is' : 'are'}`,
    gifts: `${count(facts.gifts, 'gift')} ${facts.gifts === 1 ? 'is' : 'are'}`,
    after_asked: count(facts.after.get('asked_to_stop') ?? 0, 'contact'),
  };
  return because.replace(/\{(\w+)\}/g, (whole, name: string) => counts[name] ?? whole);
}

/** Returns whether a review answers yes to something to tell the police, or says very frightened. */
export function answersYes(review: Review): boolean {
  return review.frightened === 'very' || (review.points ?? []).some((point) => point.answer === 'yes');
}

/** Returns the clock text of a day so many months later: `2026-04-30` and 6 are `2026-10-30`. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const two = (n: number) => String(n).padStart(2, '0');
  return `${first.getUTCFullYear()}-${two(first.getUTCMonth() + 1)}-${two(Math.min(date, last))}`;
}
