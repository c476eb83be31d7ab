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
  /** What a check says that is no fault. */
  notes?: Finding[];
  /** True when the vault was checked yesterday. */
  checked?: boolean;
  /** How the backups are. */
  backups?: 'none' | 'fine' | 'due' | 'unwise';
  /** True when the words were not tried for a year. */
  wordsDue?: boolean;
  /** True when a change of every key was begun and is not finished. */
  rotating?: boolean;
  /** True when the first case is on hold. */
  held?: boolean;
  /** True when the first case has entries in its registers. */
  registers?: boolean;
  /** True when the program that reads words in pictures is there. */
  tesseract?: boolean;
  /** True when the first case has the export of a chat. */
  chat?: boolean;
  /** True when the first case has a mail and a mailbox. */
  mails?: boolean;
  /** True when the first case has recordings. */
  media?: boolean;
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
  findings: [], failed: 0, wait: 0, remarks: [], notes: [], checked: false, wordsDue: false, rotating: false, held: false, registers: false, tesseract: false, chat: false, mails: false, media: false, backups: 'fine', wayland: false, settings: {}, pace: 0, many: 0, chosen: '/home/em/Documents/Casekeep',
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

export const DAMAGED: Finding[] = [
  { class: 'OBJECT_CHANGED', severity: 'problem', what: 'Item 0012 in Matter 1 (“Screenshot 2026-04-02”) is not the file that was added.', step: 'Put the file back from a backup: its name is its hash, so the right one is easy to tell.' },
  { class: 'OBJECT_MISSING', severity: 'problem', what: 'Item 0019 in Matter 1 (“Voicemail.m4a”) is not in the folder any more.', step: 'Put the file back from a backup: its name is its hash, so the right one is easy to tell.' },
  { class: 'KEYFILE_UNKNOWN', severity: 'warning', what: 'There is a key file that this vault does not know: recovery-7.age.', step: 'Someone put a key file there. It was not used. Keep a copy of the folder and ask who could write to it.' },
];

export const NOTES: Finding[] = [
  { class: 'OBJECT_UNKNOWN', severity: 'note', what: 'One file belongs to no entry.', step: 'No entry needs this file. It may be left from a crash; it does no harm.' },
];
