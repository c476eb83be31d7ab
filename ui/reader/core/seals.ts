/**
 * The seals in a bundle: each checkpoint signed by the same key, the case's head proven to be under it, and today's log
 * proven to go on from that head; 9.9. Of time-stamps only that they name the checkpoint is looked at.
 */
import { hash, type Bytes } from './bytes';
import { Bad, type Findings } from './findings';
import type { Intake } from './intake';
import { hasFields, isNumber, isTexts, proofJson, type Json } from './json';
import { CONSISTENCY, SEAL, seal as sealPath, stampNumbers } from './layout';
import { readShown, shownOf, singleHeads, type Lineage, type LogHead, type Shown } from './lineage';
import { noteOrigin, type Checkpoint, type Origin } from './note';
import type { Log } from './proofs';
import { sealWords } from './signing';
import { goesOn, readPath } from './tree';

/** A seal that the case's log was shown to go on from. */
export interface SealShown {
  words: string[];
  /** When it was made, by the clock of the computer. */
  at: string | null;
  /** How many records of the case it covers. */
  covers: number;
  /** How many time-stamps of it are here. */
  stamps: number;
}

interface Sealed {
  ended: string[] | null;
  logs: { k: number; path: Json; size: number }[];
  records: Shown[];
  seal: number;
  stamps: number;
}

/** Checks every seal in the bundle. */
export async function checkSeals(intake: Intake, lineage: Lineage | null, logs: readonly Log[], found: Findings): Promise<SealShown[]> {
  const bytes = intake.kept.get(CONSISTENCY);
  const list = bytes ? readList(bytes) : [];
  if (!list) found.add('PROOF_BAD', `The file ${CONSISTENCY} cannot be read.`);
  const named = new Set<string>();
  const stamped = new Map<number, number>();
  for (const [index, { seal, stamps }] of (list ?? []).entries()) {
    if (seal !== index + 1) found.add('PROOF_BAD', `The file ${CONSISTENCY} names seal ${seal} out of order.`);
    named.add(sealPath(seal));
    stamped.set(seal, Math.max(stamps, stamped.get(seal) ?? 0));
  }
  // A count is only what somebody wrote, and may be of millions: what is gone through are the files.
  const there = new Map<number, number[]>();
  for (const path of intake.files.keys()) {
    if (!path.startsWith(SEAL)) continue;
    const [seal, stamp] = stampNumbers(path) ?? [0, 0];
    if (stamp > 0 && stamp <= (stamped.get(seal) ?? 0)) {
      const others = there.get(seal);
      if (others) others.push(stamp);
      else there.set(seal, [stamp]);
    } else if (!named.has(path)) found.add('PROOF_BAD', `Nothing proves what ${path} has to do with this case.`);
  }
  const shown: SealShown[] = [];
  for (const sealed of lineage ? (list ?? []) : []) {
    const stamps = (there.get(sealed.seal) ?? []).filter((stamp) => stamp <= sealed.stamps).sort((a, b) => a - b);
    const one = await checkSeal(intake, lineage as Lineage, logs, sealed, stamps, found);
    if (one) shown.push(one);
    // Named a second time, which was found already, its stamps are not gone through again.
    there.delete(sealed.seal);
  }
  return shown;
}

function readList(bytes: Uint8Array): Sealed[] | null {
  const said = proofJson(bytes);
  if (!Array.isArray(said)) return null;
  const list = said.map(readSealed);
  return list.every((one) => one !== null) ? (list as Sealed[]) : null;
}

function readSealed(said: Json): Sealed | null {
  if (!hasFields(said, ['logs', 'records', 'seal', 'stamps'], ['ended'])) return null;
  const { ended = null, logs, records, seal, stamps } = said;
  if ((ended !== null && !isTexts(ended)) || !Array.isArray(logs) || !Array.isArray(records) || !isNumber(seal) || !isNumber(stamps)) return null;
  const extensions = logs.map((one) => {
    if (!hasFields(one, ['k', 'path', 'size']) || !isNumber(one['k']) || !isNumber(one['size']) || !isTexts(one['path'])) return null;
    return { k: one['k'], path: one['path'], size: one['size'] };
  });
  const shown = records.map(shownOf);
  if (extensions.includes(null) || shown.includes(null)) return null;
  return { ended, logs: extensions as Sealed['logs'], records: shown as Shown[], seal, stamps };
}

async function checkSeal(intake: Intake, lineage: Lineage, logs: readonly Log[], sealed: Sealed, stamps: readonly number[], found: Findings): Promise<SealShown | null> {
  const path = sealPath(sealed.seal);
  const note = intake.text(path);
  if (note === null) {
    if (intake.complete) found.add('BUNDLE_MISSING', `The file ${path} is not there, though a proof names it.`);
    return null;
  }
  const opened = await open(note, lineage, sealed.ended).catch((caught: unknown) => {
    if (!(caught instanceof Bad)) throw caught;
    found.add(caught.kind, `The checkpoint ${path} does not hold: ${caught.what}.`);
    return null;
  });
  if (!opened) return null;
  const heads: LogHead[] = [];
  let isWhole = true;
  let at: string | null = null;
  for (const one of sealed.records) {
    const record = readShown(one, opened.checkpoint, opened.from);
    if (record?.head.kind !== 'heads') {
      found.add('PROOF_BAD', `The record of heads ${one.n} does not lead to the root in ${path}.`);
      isWhole = false;
      continue;
    }
    if (at === null || record.head.at > at) at = record.head.at;
    heads.push(...singleHeads(record).filter((head) => head.box === logs[0]?.origin.box));
  }
  if (heads.length === 0) {
    found.add('PROOF_BAD', `Nothing shows that the seal in ${path} covers this case.`);
    return null;
  }
  for (const head of heads) if (!checkHead(head, sealed, logs, path, found)) isWhole = false;
  for (const { k } of sealed.logs) {
    const log = logs.find((one) => one.k === k);
    if (log && heads.some((head) => head.writer === log.origin.writer)) continue;
    found.add('PROOF_BAD', `The seal in ${path} has no head for the proof of log ${k}.`);
    isWhole = false;
  }
  if (intake.complete && stamps.length < sealed.stamps) {
    const first = stamps.findIndex((stamp, index) => stamp !== index + 1);
    const missing = sealPath(sealed.seal, (first < 0 ? stamps.length : first) + 1);
    found.add('BUNDLE_MISSING', `Of ${sealed.stamps} time-stamps over ${path} that a proof names, ${sealed.stamps - stamps.length} are not there, first ${missing}.`);
  }
  const sum = hash(note);
  for (const stamp of stamps) checkStamp(intake, sum, sealPath(sealed.seal, stamp), found);
  const covers = heads.reduce((all, head) => all + head.size, 0);
  // A seal of which a part is not shown to be in the log is none that the log goes on from.
  return isWhole && covers > 0 ? { words: sealWords(note), at, covers, stamps: stamps.length } : null;
}

/** Opens a sealed checkpoint: of the vault's own log, signed by the key of the bundle, or by an older one before its end. */
async function open(note: string, lineage: Lineage, ended: string[] | null): Promise<{ from: Origin; checkpoint: Checkpoint }> {
  const from = noteOrigin(note);
  if (!from || from.vault !== lineage.vault || from.box !== lineage.vault) {
    throw new Bad('it is not of the log of the vault whose key signed the bundle', 'BUNDLE_KEY_MISMATCH');
  }
  const [checkpoint, isOlder] = await lineage.open(note);
  if (isOlder) {
    const [end, path] = [lineage.endOf(from), readPath(ended ?? undefined)];
    const reaches = end?.root && path && goesOn(checkpoint.size, end.size, checkpoint.root, end.root, path);
    if (!reaches) throw new Bad('it is by an older key, and its log is not shown to have gone on from it until all keys were changed', 'SIGNED_AFTER_CUTOFF');
  } else if (ended !== null) {
    throw new Bad('its key was not changed, so its log has no end', 'PROOF_BAD');
  }
  return { from, checkpoint };
}

/** Returns whether today's log is shown to go on from a sealed head. */
function checkHead(head: LogHead, sealed: Sealed, logs: readonly Log[], path: string, found: Findings): boolean {
  const log = logs.find(({ origin }) => origin.writer === head.writer);
  const extension = log && sealed.logs.find(({ k }) => k === log.k);
  if (!log || !extension) {
    const what = `The seal in ${path} covers ${head.size} records of a log of this case that is shorter or absent now.`;
    found.note('ROLLED_BACK', what, 'Ask the sender what became of them: a backup that was put back is one reason.');
    return false;
  }
  // A checkpoint that does not hold was found already.
  if (!log.checkpoint) return false;
  const steps = readPath(extension.path);
  const { size, root } = log.checkpoint;
  if (head.root && steps && extension.size === head.size && goesOn(head.size, size, head.root, root, steps)) return true;
  found.add('PROOF_BAD', `Log ${log.k} is not shown to go on from the seal in ${path}.`);
  return false;
}

/** A time-stamp of other bytes does not hold the checkpoint's hash. Who stamped it, and when, is for another program. */
function checkStamp(intake: Intake, sum: Bytes, path: string, found: Findings): void {
  const reply = intake.kept.get(path);
  // One that is too large to be read was found already.
  if (!reply) return;
  if (!holds(reply, sum)) {
    found.add('PROOF_BAD', `The time-stamp ${path} shows nothing: it is for other bytes.`);
  } else {
    found.note('PROOF_BAD', `The time-stamp ${path} names this checkpoint; who made it, and when, is not checked in this page.`, 'Check it with openssl ts -verify, as HOW-TO-VERIFY.txt says.');
  }
}

function holds(bytes: Uint8Array, wanted: Bytes): boolean {
  for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
