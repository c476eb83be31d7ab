/**
 * Checking a bundle in the order of `docs/format.md` section 9.8, stopping at nothing that is found. The same classes as
 * `casekeep verify` and the second reader; a test holds the three against each other.
 */
import { equal, type Bytes } from './bytes';
import { Bad, Findings, type Finding } from './findings';
import type { Intake } from './intake';
import { ALLOWED_SIGNERS, SIGNATURE, TAG_MANIFEST } from './layout';
import { Lineage } from './lineage';
import { bagInfo, checkManifests, readFollows, type FollowedBundle } from './manifests';
import { checkOriginals } from './originals';
import { checkAccounting, checkGiven, checkPlaces, readLogs, type Account } from './proofs';
import { readRecords } from './records';
import { checkSeals, type SealShown } from './seals';
import { fingerprint, fingerprintWords, isOf, keyOfLine, sshSigner } from './signing';

export type Signer = 'matched' | 'not compared' | 'different';

/** What a check of a bundle found. */
export interface Report {
  ok: boolean;
  signer: Signer;
  /** The fingerprint of the key that signed; `null` when no signature holds. */
  fingerprint: string | null;
  words: string[];
  /** Those of the keys that the vault had before, oldest first. */
  earlier: string[];
  folder: string | null;
  /** The day on which the bundle was made, as it says. */
  day: string | null;
  files: number;
  disclosed: number;
  accounts: Account[];
  /** The earlier bundles that it follows and does not repeat, oldest first. */
  follows: FollowedBundle[];
  seals: SealShown[];
  problems: Finding[];
  moreProblems: number;
  notes: Finding[];
}

/** Checks what was read of a bundle. `expected` is a fingerprint as `readFingerprint` gives it. */
export async function check(intake: Intake, expected: string | null = null): Promise<Report> {
  const found = intake.found.copy();
  const signed = await checkSignature(intake, found);
  const lineage = await Lineage.read(intake, signed.key, found);
  const signer = compare(signed, lineage?.earlier ?? [], expected, found);
  checkManifests(intake, found);
  const follows = readFollows(intake, found);
  const records = readRecords(intake, found);
  const logs = await readLogs(intake, lineage, found);
  checkPlaces(intake, records, logs, found);
  const accounts = checkAccounting(intake, records, logs, found);
  checkGiven(accounts, follows, found);
  checkOriginals(intake, records, found);
  const seals = await checkSeals(intake, lineage, logs, found);
  const key = signed.holds ? signed.key : null;
  return {
    ok: found.problems.length === 0,
    signer,
    fingerprint: key && fingerprint(key),
    words: key ? fingerprintWords(key) : [],
    earlier: signed.holds ? (lineage?.earlier ?? []).map(fingerprint) : [],
    folder: intake.folder,
    day: bagInfo(intake, 'Bagging-Date'),
    files: intake.files.size,
    disclosed: records.all.length,
    accounts,
    follows: follows ?? [],
    seals,
    problems: found.problems,
    moreProblems: found.more,
    notes: found.notes,
  };
}

/** Who signed, as far as that holds. */
interface Signed {
  /** The key that signed; the one in `allowed_signers` when no signature holds, to check the rest by. */
  key: Bytes | null;
  holds: boolean;
}

async function checkSignature(intake: Intake, found: Findings): Promise<Signed> {
  const line = intake.text(ALLOWED_SIGNERS);
  const named = line?.startsWith('casekeep ') && line.endsWith('\n') ? keyOfLine(line.slice(9, -1)) : null;
  const [armored, message] = [intake.text(SIGNATURE), intake.kept.get(TAG_MANIFEST)];
  let signing: Bytes | null = null;
  if (armored !== null && message) {
    try {
      signing = await sshSigner(armored, message);
    } catch (caught) {
      if (!(caught instanceof Bad)) throw caught;
      found.add('SIGNATURE_BAD', `The signature of the bundle does not hold: ${caught.what}.`);
    }
  } else if (message && intake.files.has(SIGNATURE)) {
    found.add('SIGNATURE_BAD', 'The signature of the bundle is not text.');
  }
  if (signing && intake.files.has(ALLOWED_SIGNERS) && !(named && equal(named, signing))) {
    found.add('BUNDLE_KEY_MISMATCH', 'The file allowed_signers names another key than the one that signed.');
  }
  return { key: signing ?? named, holds: signing !== null };
}

/** Compares the key that signed with the fingerprint that the reader was given; an older key's is not enough. */
function compare(signed: Signed, earlier: readonly Bytes[], expected: string | null, found: Findings): Signer {
  if (!signed.key || !signed.holds || expected === null) return 'not compared';
  if (isOf(expected, signed.key)) return 'matched';
  const shown = fingerprint(signed.key);
  found.add(
    'BUNDLE_SIGNER',
    earlier.some((key) => isOf(expected, key))
      ? `The fingerprint that you were given is of a key that this vault had before. All its keys were changed since, and the bundle is signed by the newest: ${shown}. Whoever has an older key could have made such a bundle too.`
      : `The bundle is signed by another key than the one you were told of: ${shown}.`,
  );
  return 'different';
}
