/**
 * What the window may ask about how the vault is kept, by theme. As in `backend.ts`, every promise rejects with a
 * `Problem`; long work reports how far it is and is stopped with `Backend.cancel`.
 */
import type { Seal, SealVerdict } from './types';

/** Seals: twelve words for the state of every log. */
export interface SealsBackend {
  make(): Promise<Seal>;
  /** Every seal, oldest first. */
  all(): Promise<Seal[]>;
  /** Compares twelve words, a whole checkpoint or the text of a sheet with today's log. */
  check(words: string): Promise<SealVerdict>;
  /** Asks where to save, then writes a sheet to print; `null` when they closed the dialog. */
  saveSheet(words: string[]): Promise<string | null>;
}
