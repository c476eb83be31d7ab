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
  /** Seconds until the next try is taken. */
  wait?: number;
  /** What a person should know when the vault opens. */
  remarks?: string[];
  wayland?: boolean;
  settings?: Partial<Settings>;
  /** Milliseconds that each step of long work takes. */
  pace?: number;
  /** So many more messages in the first case, four a day, for a long timeline. */
  many?: number;
  /** What a save or folder dialog answers; `null` is closing it. */
  chosen?: string | null;
}

/** What holds where an option is not given. */
export const DEFAULTS: Required<MemoryOptions> = {
  state: 'unlocked', sample: true, passphrase: 'gravel opera tomato lantern quiet', folder: '/home/em/Casekeep', firstTimeHere: false,
  findings: [], failed: 0, wait: 0, remarks: [], wayland: false, settings: {}, pace: 0, many: 0, chosen: '/home/em/Documents/Casekeep',
};

/** The screen and the windows that can be captured. */
export const SOURCES = [
  { id: 'screen-1', title: 'Whole screen', kind: 'screen' as const },
  { id: 'window-7', title: 'Messages: Browser', kind: 'window' as const },
  { id: 'window-9', title: 'Inbox: Mail', kind: 'window' as const },
];

export const ROLLED_BACK: Finding = {
  class: 'ROLLED_BACK',
  severity: 'problem',
  what: 'This vault is older than the one last opened on this computer: 14 entries made after 18 April are not in it.',
  step: 'If you put back a copy yourself, say so below. If not, keep this folder as it is and look for the newer one first.',
};
