/** Short notes at the foot of the window that go away by themselves; never the only place where a thing is said. */
import { onForget } from './forget';
import { announce } from './live.svelte';

export interface Toast {
  id: number;
  text: string;
  act?: { label: string; run: () => void };
}

const SHOWN_FOR = 6000;

class Toasts {
  all = $state.raw<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, act?: Toast['act']): number {
    const id = this.#next++;
    // One at a time: a second one would cover more of the page than it says.
    this.clear();
    this.all = [{ id, text, act }];
    announce(text);
    this.#timers.set(id, setTimeout(() => this.close(id), act ? SHOWN_FOR * 2 : SHOWN_FOR));
    return id;
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.all = [];
  }
}

export const toasts = new Toasts();
onForget(() => toasts.clear());

export function toast(text: string, act?: Toast['act']): number {
  return toasts.show(text, act);
}
