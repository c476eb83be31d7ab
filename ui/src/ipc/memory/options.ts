// How a vault in memory starts, and what it answers.
import type { Finding, Settings, Standing } from '../types';

export interface MemoryOptions {
  state?: Standing;
  sample?: boolean;
  passphrase?: string;
  folder?: string;
  firstTimeHere?: boolean;
  findings?: Finding[];
  failed?: number;
  wayland?: boolean;
  settings?: Partial<Settings>;
  /** Milliseconds that each step of long work takes. */
  pace?: number;
  /** So many more messages in the first case, four a day, for a long timeline. */
  many?: number;
  /** What a save or folder dialog answers; `null` is closing it. */
  chosen?: string | null;
}
