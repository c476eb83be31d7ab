/** The areas of a redacted copy while they are chosen: drawn, moved, given a reason, taken back step by step. */
import type { Area, Crop, WordPlace } from '../../ipc/types';
import { held } from './crop';
import type { Size } from './zoom';

export interface Draft extends Area {
  id: number;
}

/** Why people cover things, most often; none of them says what is covered. */
export const REASONS = [
  'Your home', 'Your family', 'Your car', 'Where and when you work', 'An account or number of yours', 'Another patient', 'Another person',
] as const;
const STEPS = 100;

export class Redacting {
  areas = $state.raw<readonly Draft[]>([]);
  chosen = $state<number | null>(null);
  turn = $state<0 | 1 | 2 | 3>(0);
  /** The reason that the next area begins with: that of the last one. */
  reason = $state<string>(REASONS[0]);
  #before = $state.raw<(readonly Draft[])[]>([]);
  #next = 1;

  readonly undoable = $derived(this.#before.length > 0);

  on(page: number): readonly Draft[] {
    return this.areas.filter((area) => area.page === page);
  }

  /** The number that an area is shown by. */
  number(id: number): number {
    return this.areas.findIndex((area) => area.id === id) + 1;
  }

  add(page: number, crop: Crop, picture: Size): Draft {
    const area = { ...held(crop, picture), page, reason: this.reason, id: this.#next++ };
    this.#become([...this.areas, area]);
    this.chosen = area.id;
    return area;
  }

  change(id: number, part: Partial<Area>): void {
    if (part.reason !== undefined) this.reason = part.reason;
    this.#become(this.areas.map((area) => (area.id === id ? { ...area, ...part } : area)));
  }

  remove(id: number): void {
    this.#become(this.areas.filter((area) => area.id !== id));
    if (this.chosen === id) this.chosen = null;
  }

  /** Covers every place of found words; returns how many were not covered yet. */
  cover(places: readonly WordPlace[], reason: string): number {
    const fresh = places.flatMap((place): Draft[] => {
      const area = { ...place, reason };
      const there = this.areas.some((other) => other.page === area.page && other.x <= area.x && other.y <= area.y && other.x + other.width >= area.x + area.width && other.y + other.height >= area.y + area.height);
      return there ? [] : [{ ...area, id: this.#next++ }];
    });
    if (fresh.length > 0) this.#become([...this.areas, ...fresh]);
    return fresh.length;
  }

  undo(): void {
    const before = this.#before.at(-1);
    if (!before) return;
    this.#before = this.#before.slice(0, -1);
    this.areas = before;
    if (!before.some((area) => area.id === this.chosen)) this.chosen = null;
  }

  /** What the copy is made of. */
  told(): Area[] {
    return this.areas.map(({ page, x, y, width, height, reason }) => ({ page, x, y, width, height, reason: reason.trim() }));
  }

  #become(areas: readonly Draft[]): void {
    this.#before = [...this.#before, this.areas].slice(-STEPS);
    this.areas = areas;
  }
}
