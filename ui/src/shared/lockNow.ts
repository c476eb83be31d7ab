/** Locks the vault; says so when that fails, because then it is still open. */
import { asProblem, backend } from '../ipc';
import { toast } from './toasts.svelte';

const first = new Set<() => Promise<void>>();

/** Registers what must be done before the person locks. */
export function onLock(act: () => Promise<void>): void {
  first.add(act);
}

export async function lockNow(): Promise<void> {
  await Promise.allSettled([...first].map((act) => act()));
  try {
    await backend.lock();
  } catch (caught) {
    const problem = asProblem(caught);
    toast(`${problem.message} ${problem.hint}`);
  }
}

/** Runs something whose failure needs no word: the next thing that the person does shows what is wrong. */
export function unheeded(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
