// What the vault in memory says when it refuses, and the time by its clock.
import type { Stop } from '../backend';
import type { Problem } from '../types';

export const LOCKED: Problem = { code: 'locked', message: 'The vault is locked.', hint: 'Unlock it first.' };

export function problem(code: Problem['code'], message: string, hint: string): Problem {
  return { code, message, hint };
}

export function now(): string {
  return new Date().toISOString();
}

export function ago(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}

export const NO_CASE = problem('bad_input', 'No case is open, so nothing was added.', 'Open the case that it belongs to, then drop it again.');

/** Keeps a listener until it is stopped. */
export async function heard<T>(all: Set<T>, then: T): Promise<Stop> {
  all.add(then);
  return () => all.delete(then);
}
