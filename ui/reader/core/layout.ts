/** The names of the files in a bundle and the limits on them; `docs/format.md` section 9. */

export const HOW_TO = 'HOW-TO-VERIFY.txt';
export const ALLOWED_SIGNERS = 'allowed_signers';
export const BAG_INFO = 'bag-info.txt';
export const BAGIT = 'bagit.txt';
export const MANIFEST = 'manifest-sha256.txt';
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';
export const SIGNATURE = `${TAG_MANIFEST}.sig`;
export const TIME_STAMP = `${TAG_MANIFEST}.tsr`;
export const CHRONOLOGY = 'data/chronology.html';
export const CHRONOLOGY_CSV = 'data/chronology.csv';
/** The papers, in their order, and what each is called. */
export const PAPERS: ReadonlyMap<string, string> = new Map([
  ['data/00-read-me-first.pdf', 'Read me first'],
  ['data/01-summary.pdf', 'Summary'],
  ['data/02-chronology.pdf', 'Chronology'],
  ['data/03-full-log.pdf', 'Full log'],
  ['data/04-items.pdf', 'Items'],
  ['data/05-continuity.pdf', 'Continuity'],
  ['data/06-withheld.pdf', 'What is withheld'],
  ['data/07-software-and-clock.pdf', 'Software and clock'],
]);
export const ORIGINALS = 'data/originals/';
export const PROOF = 'data/proof/';
export const RECORDS = 'data/proof/records.jsonl';
export const INCLUSION = 'data/proof/inclusion.json';
export const ACCOUNTING = 'data/proof/accounting.txt';
export const CONSISTENCY = 'data/proof/consistency.json';
export const EPOCHS = 'data/proof/epochs.json';
export const SEAL = 'data/proof/seal-';

/** What `bagit.txt` says in every bundle. */
export const BAGIT_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
/** The tag files that the tag manifest lists. */
export const LISTED_TAGS = [HOW_TO, ALLOWED_SIGNERS, BAG_INFO, BAGIT, MANIFEST] as const;
/** The folders that an archive may name. */
export const FOLDERS: readonly string[] = ['', 'data', 'data/originals', 'data/proof'];

export const MOST_FILES = 1_000_000;
export const LONGEST_PATH = 200;
/** The most bytes of one proof file or manifest, and of all of them. */
export const PROOF_FILE = 256 * 2 ** 20;
export const PROOF_FILES = 512 * 2 ** 20;

/** Returns true for a path that a bundle may have: ASCII letters, digits, `.`, `_` and `-`, no `.` or `..` step. */
export function isPlain(path: string): boolean {
  return path.length <= LONGEST_PATH && path.split('/').every((step) => /^[A-Za-z0-9._-]+$/.test(step) && step !== '.' && step !== '..');
}

/** Returns the path of the `k`th writer's signed checkpoint, from 1. */
export function checkpoint(k: number): string {
  return `${PROOF}checkpoint-${k}.txt`;
}

/** Returns `k` for a checkpoint's path, `null` for another. */
export function checkpointNumber(path: string): number | null {
  const match = /^data\/proof\/checkpoint-([1-9][0-9]{0,8})\.txt$/.exec(path);
  return match ? Number(match[1]) : null;
}

/** Returns the path of a seal's checkpoint, and of a time-stamp over it, both from 1. */
export function seal(number: number, stamp?: number): string {
  return stamp === undefined ? `${SEAL}${number}.txt` : `${SEAL}${number}-${stamp}.tsr`;
}

/** Returns the numbers of the seal and of the time-stamp for such a path, `null` for another. */
export function stampNumbers(path: string): [seal: number, stamp: number] | null {
  const match = /^data\/proof\/seal-([1-9][0-9]{0,8})-([1-9][0-9]{0,8})\.tsr$/.exec(path);
  return match ? [Number(match[1]), Number(match[2])] : null;
}

/** Returns the item's number at the start of an original's name; `null` where there is none. */
export function originalNumber(path: string): number | null {
  const match = path.startsWith(ORIGINALS) ? /^([0-9]+)[^0-9]/.exec(path.slice(ORIGINALS.length)) : null;
  const number = match ? Number(match[1]) : null;
  return number !== null && number <= 0xffffffff ? number : null;
}
