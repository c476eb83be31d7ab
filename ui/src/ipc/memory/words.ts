/** Words and fingerprints of the vault in memory; for show, they open nothing. */
export const RECOVERY = ['harvest', 'copper', 'lantern', 'ribbon', 'meadow', 'tunnel', 'candle', 'orbit', 'velvet', 'garden', 'pencil', 'anchor'];
export const SECOND_RECOVERY = ['saddle', 'winter', 'mirror', 'bucket', 'canyon', 'feather', 'ladder', 'orange', 'pillow', 'rocket', 'silver', 'timber'];
export const SEAL_WORDS = [
  ['brisk', 'walnut', 'harbor', 'olive', 'magnet', 'quarter', 'ribbon', 'sunset', 'tackle', 'useful', 'velvet', 'zebra'],
  ['maple', 'engine', 'copper', 'drift', 'lantern', 'nephew', 'oxygen', 'parrot', 'rally', 'settle', 'thunder', 'vivid'],
];
export const FINGERPRINT = 'SHA256:n3oXPbXmrzL9fPqBqgRwZxkXKc1YyJ0mG2v8cUq5D7s';
export const FINGERPRINT_WORDS = ['winter', 'marble', 'oval', 'kitchen', 'sugar', 'puzzle', 'bench', 'rotate', 'amber', 'field', 'hollow', 'mango'];

const LIST = ['acorn', 'velvet', 'summit', 'paddle', 'crisp', 'onion', 'gravel', 'opera', 'tomato', 'quiet', 'basket', 'copper', 'window', 'saddle', 'mirror', 'pencil', 'ladder', 'butter', 'canyon', 'ticket', 'harbour', 'island', 'jacket', 'kettle'];

/** Returns six words, each at most once. */
export function sixWords(): string[] {
  const left = [...LIST];
  const pick = new Uint32Array(6);
  crypto.getRandomValues(pick);
  return Array.from(pick, (n) => left.splice(n % left.length, 1)[0]!);
}
