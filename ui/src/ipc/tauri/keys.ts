/** The ways to unlock the vault, asked of the shell. */
import type { KeysBackend } from '../keeping';
import type { Keys, KeyWay, Made, Progress } from '../types';
import { call, channel } from './call';

export const keys: KeysBackend = {
  all: () => call<Keys>('keys'),
  changePassphrase: (proof, passphrase) => call<void>('change_passphrase', { proof, passphrase }),
  newWords: (proof) => call<string[]>('new_recovery_words', { proof }),
  rehearseWords: (words) => call<void>('rehearse_words', { words }),
  add: (proof, label, recipient) => call<KeyWay>('add_key', { proof, label, recipient }),
  remove: (proof, file) => call<void>('remove_key', { proof, file }),
  rotate: (proof, passphrase, on) => call<Made>('rotate', { proof, passphrase, onEvent: channel<Progress>(on) }),
  resumeRotation: (on) => call<Made>('resume_rotation', { onEvent: channel<Progress>(on) }),
  saveWordsForm: () => call<string | null>('save_words_form'),
};
