/** Whether something is being written that is not in the vault yet; the warning before locking says so. */
import { untrack } from 'svelte';
import { onForget } from './forget';

class Unsaved {
  #holders = $state.raw<ReadonlySet<object>>(new Set());

  get any(): boolean {
    return this.#holders.size > 0;
  }

  /** Says that the holder has, or has no longer, something that is not saved. */
  mark(holder: object, is: boolean): void {
    const before = untrack(() => this.#holders);
    if (before.has(holder) === is) return;
    const next = new Set(before);
    if (is) next.add(holder);
    else next.delete(holder);
    this.#holders = next;
  }

  clear(): void {
    this.#holders = new Set();
  }
}

export const unsaved = new Unsaved();
onForget(() => unsaved.clear());
