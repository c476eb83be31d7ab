/** Whether images and exact words are covered, for the whole window; one key covers and shows all. */
import { onForget } from './forget';
import { announce } from './live.svelte';

class Cover {
  /** True when everything is covered until asked for. */
  all = $state(false);
  /** What was shown one by one while all is covered, by any name its owner gives it ("item 12"). */
  #shown = $state.raw<ReadonlySet<string>>(new Set());

  covered(name: string): boolean {
    return this.all !== this.#shown.has(name);
  }

  toggle(name: string): void {
    const next = new Set(this.#shown);
    if (!next.delete(name)) next.add(name);
    this.#shown = next;
    announce(this.covered(name) ? 'Covered' : 'Shown');
  }

  toggleAll(): void {
    this.all = !this.all;
    this.#shown = new Set();
    announce(this.all ? 'Images and exact words are covered' : 'Images and exact words are shown');
  }

  reset(all: boolean): void {
    this.all = all;
    this.#shown = new Set();
  }
}

export const cover = new Cover();
onForget(() => cover.reset(true));
