/** A rough stand-in for the engine's estimate of how hard a passphrase is to guess. */
import type { Strength } from '../types';

const COMMON = /pass|word|1234|qwert|letmein|admin|abc|iloveyou|monkey|dragon/i;

export function strength(passphrase: string): Strength {
  const words = new Set(passphrase.trim().toLowerCase().split(/[\s-]+/).filter((word) => word.length > 2)).size;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s]/].filter((kind) => kind.test(passphrase)).length;
  const different = new Set(passphrase).size;
  let score = 0;
  if (passphrase.length >= 8 && different >= 5) score = 1;
  if (passphrase.length >= 10 && different >= 7) score = 2;
  if (words >= 4 || (passphrase.length >= 12 && kinds >= 3)) score = 3;
  if (words >= 5 || (passphrase.length >= 18 && kinds >= 3)) score = 4;
  const common = COMMON.test(passphrase);
  if (common) score = Math.min(score, 1);
  const enough = score >= 3 && passphrase.length >= 10;
  return {
    score, enough,
    warning: common ? 'This is similar to a commonly used password.' : null,
    suggestions: enough ? [] : ['Add another word or two. Uncommon words are better.'],
  };
}
