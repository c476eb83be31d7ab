/**
 * What must not outlive the unlocked vault: every module that keeps state of a case registers how to drop it.
 */
const forgetters = new Set<() => void>();

/** Registers what to drop when the vault is locked. */
export function onForget(forget: () => void): () => void {
  forgetters.add(forget);
  return () => forgetters.delete(forget);
}

/** Drops all of it. */
export function forgetAll(): void {
  for (const forget of forgetters) forget();
}
