/**
 * The one backend that the window speaks to: the shell's inside the application, a vault in memory in a plain browser.
 */
import type { Backend } from './backend';

async function pick(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauri;
  return (await import('./memory')).MemoryBackend.fromAddress(window.location.search);
}

export let backend: Backend = await pick();

/** Puts another backend in place; for tests. */
export function useBackend(other: Backend): void {
  backend = other;
}

export { asProblem, isProblem } from './backend';
export type { Backend, Stop } from './backend';
export { lookedFor } from './captures';
export * from './types';
