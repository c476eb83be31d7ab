/** What the page says. */
import type { Class } from '../core/findings';
import type { RefusalCode } from '../core/envelope';
import type { Account, State } from '../core/proofs';

/** Why the bundle was not opened, and what to do. */
export const REFUSALS: Record<RefusalCode, [string, string]> = {
  not_a_bundle: ['This file is not a bundle.', 'Choose the file whose name ends in .tar.age.'],
  secret_missing: ['This bundle is sealed.', 'Type the passphrase that you were told, or choose the file with your key.'],
  wrong_passphrase: ['That is not the passphrase of this bundle.', 'Check it with the person who sent the bundle, word by word.'],
  wrong_key: ['That does not open this bundle: it is sealed to keys, and this is not one of them.', 'Use the private key that belongs to the public key you sent.'],
  cost: ['Opening this bundle would take more memory than a page may use.', 'Casekeep never makes such a file. Ask for the bundle again.'],
  bad_identity: ['The key file holds no key that can open a bundle.', 'Choose a file with AGE-SECRET-KEY lines.'],
  identity_locked: ['The key file is protected by a passphrase of its own.', 'Open a copy of it first: age -d.'],
  identity_ssh: ['This page opens age keys, and this is an SSH key.', 'Open the bundle by hand, as below: age takes SSH keys.'],
  unreadable: ['The file could not be read.', 'If it is on a stick or a network drive, copy it to this computer and choose it again.'],
};

/** What kind of thing is wrong, in a few words. */
export const KINDS: Record<Class, string> = {
  FORMAT_NEWER: 'Of a newer version',
  ROLLED_BACK: 'An earlier state',
  RECORD_MISPLACED: 'A record in the wrong place',
  RECORD_BAD: 'A record was changed',
  SIGNATURE_BAD: 'A signature does not hold',
  SIGNED_AFTER_CUTOFF: 'Signed with a key that no longer counted',
  BUNDLE_EXTRA: 'Something was added',
  BUNDLE_MISSING: 'Something is missing',
  BUNDLE_CHANGED: 'A file was changed',
  BUNDLE_SIGNER: 'Signed by another key',
  BUNDLE_KEY_MISMATCH: 'Keys do not belong together',
  BUNDLE_TAR: 'Damaged or cut short',
  ACCOUNTING_GAP: 'The account has a gap',
  PROOF_BAD: 'A proof does not hold',
};

/** Returns a number with its noun. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;
}

/** Returns a size as people say it. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Returns a day as people write it; '' for what is none. */
export function day(iso: string | null): string {
  const at = iso && /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T12:00:00Z`) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }) : '';
}

/** Returns how many records have a state, and their numbers: those that follow each other as first to last, log by log. */
export function numbersOf(accounts: readonly Account[], state: State): [many: number, numbers: string] {
  let many = 0;
  const said: string[] = [];
  for (const [log, { states }] of accounts.entries()) {
    const name = (n: number) => (accounts.length > 1 ? `${log + 1}/${n}` : String(n));
    for (let at = states.indexOf(state); at >= 0; at = states.indexOf(state, at)) {
      let end = at;
      while (states[end + 1] === state) end += 1;
      said.push(end > at ? `${name(at)} to ${name(end)}` : name(at));
      many += end + 1 - at;
      at = end + 1;
    }
  }
  return [many, said.join(', ')];
}
