/** The registers in a hand-over: what may go of them, and what the person leaves behind. */
import { backend, type Register, type RegisterView, type Selection } from '../../ipc';
import { localOf } from '../../shared/when';
import { BOOKS, isEvent, whenOf, whyStays } from './listed';

const keyOf = (view: RegisterView) => `${view.entry.register} ${view.n}`;

export class Books {
  /** Every entry, by register. */
  views = $state.raw<ReadonlyMap<Register, readonly RegisterView[]>>(new Map());
  /** Whether anything is written in the details of the case. */
  detailed = $state(false);
  withoutDetails = $state(false);
  #without = $state.raw<ReadonlySet<string>>(new Set());

  async load(inCase: number): Promise<void> {
    const [details, ...all] = await Promise.all([
      backend.registers.details(inCase),
      ...BOOKS.map(async ([register]) => [register, await backend.registers.entries(inCase, register)] as const),
    ]);
    this.detailed = details.recorded !== null;
    this.views = new Map(all.filter(([, views]) => views.length > 0));
  }

  stays(view: RegisterView): boolean {
    return whyStays(view) !== null || this.#without.has(keyOf(view));
  }

  /** Lets entries go, or leaves them behind; those that stay whatever is chosen are passed over. */
  set(views: readonly RegisterView[], go: boolean): void {
    const without = new Set(this.#without);
    for (const view of views) {
      if (go) without.delete(keyOf(view));
      else if (whyStays(view) === null) without.add(keyOf(view));
    }
    this.#without = without;
  }

  /** Returns the entries of a register that fall on the days that are chosen; people and transcripts are on no day. */
  within(register: Register, holds: (day: string) => boolean): readonly RegisterView[] {
    const views = this.views.get(register) ?? [];
    return register === 'person' || register === 'transcript' ? views : views.filter((view) => holds(whenOf(view)?.local || localOf(view.recorded)));
  }

  /** True while something on these days goes that makes a bundle by itself. */
  anyEvent(holds: (day: string) => boolean): boolean {
    return [...this.views.keys()].some((register) => this.within(register, holds).some((view) => isEvent(view) && !this.stays(view)));
  }

  /** A register of which nothing goes is left out whole, so that the record of the hand-over stays short. */
  selection(): Partial<Selection> {
    const without = [...this.views].map(([register, views]) => ({ register, left: views.filter((view) => this.#without.has(keyOf(view))), views }));
    const whole = without.filter(({ left, views }) => left.length > 0 && views.every((view) => this.stays(view)));
    const single = without.filter((one) => !whole.includes(one));
    return {
      without_registers: whole.map(({ register }) => register),
      without_entries: single.flatMap(({ register, left }) => left.map(({ n }) => ({ register, n }))),
      without_details: this.withoutDetails,
    };
  }
}
