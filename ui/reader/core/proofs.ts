/** That the records lead to the signed roots, that the roots are this vault's, and that the accounting has no holes. */
import { text } from './bytes';
import { Bad, type Findings } from './findings';
import type { Intake } from './intake';
import { hasFields, isNumber, isTexts, proofJson } from './json';
import { ACCOUNTING, checkpoint as checkpointPath, checkpointNumber, INCLUSION } from './layout';
import type { Lineage } from './lineage';
import type { FollowedBundle } from './manifests';
import { noteOrigin, type Checkpoint, type Origin } from './note';
import type { Records } from './records';
import type { Bytes } from './bytes';
import { leadsTo, readPath } from './tree';

/** One writer's log as its signed checkpoint tells it. */
export interface Log {
  /** Its number in this bundle, from 1. */
  k: number;
  origin: Origin;
  /** `null` when it does not hold, which was found already. */
  checkpoint: Checkpoint | null;
}

/** Reads the checkpoints: signed by the same key as the bundle, of that key's vault, of one box. */
export async function readLogs(intake: Intake, lineage: Lineage | null, found: Findings): Promise<Log[]> {
  const logs: Log[] = [];
  const numbers = [...intake.files.keys()].map(checkpointNumber).filter((k) => k !== null).sort((a, b) => a - b);
  if (intake.complete && numbers.length === 0) found.add('BUNDLE_MISSING', `The file ${checkpointPath(1)} is not there, and every bundle has it.`);
  for (const [index, k] of numbers.entries()) {
    const path = checkpointPath(k);
    if (intake.complete && k !== index + 1) found.add('BUNDLE_MISSING', `The file ${checkpointPath(index + 1)} is not there.`);
    const note = intake.text(path);
    const origin = note === null ? null : noteOrigin(note);
    if (note === null || !origin) {
      found.add('SIGNATURE_BAD', note === null ? `The checkpoint ${path} is not text.` : `The checkpoint ${path} does not say whose log it is of.`);
      continue;
    }
    if (logs.some((log) => log.origin.writer === origin.writer)) found.add('RECORD_MISPLACED', `The checkpoint ${path} is of the same log as another.`);
    if (logs[0] && logs[0].origin.box !== origin.box) found.add('RECORD_MISPLACED', `The checkpoint ${path} is of another case.`);
    logs.push({ k, origin, checkpoint: lineage ? await openCheckpoint(note, origin, lineage, path, found) : null });
  }
  const box = logs[0]?.origin.box;
  for (const end of lineage?.ends ?? []) {
    if (intake.complete && end.box === box && !logs.some((log) => log.origin.writer === end.writer)) {
      noteShorter(`A log of this case that is not in the bundle had ${end.size} records`, found);
    }
  }
  return logs;
}

function noteShorter(what: string, found: Findings): void {
  found.note('ROLLED_BACK', `${what} when all keys were changed.`, 'Ask the sender what became of them: a backup that was put back is one reason.');
}

async function openCheckpoint(note: string, from: Origin, lineage: Lineage, path: string, found: Findings): Promise<Checkpoint | null> {
  if (from.vault !== lineage.vault) {
    found.add('BUNDLE_KEY_MISMATCH', `The checkpoint ${path} is of another vault than the key that signed the bundle.`);
    return null;
  }
  try {
    const [checkpoint, isOlder] = await lineage.open(note);
    const ended = lineage.ended(from, checkpoint, isOlder);
    if (ended === 'beyond') throw new Bad('it is not where its log ended when all keys were changed', 'SIGNED_AFTER_CUTOFF');
    if (ended !== 'rightly') noteShorter(`The log of the checkpoint ${path} has ${checkpoint.size} records, and had ${ended}`, found);
    return checkpoint;
  } catch (caught) {
    if (!(caught instanceof Bad)) throw caught;
    found.add(caught.kind, `The checkpoint ${path} does not hold: ${caught.what}.`);
    return null;
  }
}

interface Inclusion {
  k: number;
  n: number;
  size: number;
  path: Bytes[];
}

/** Checks that each record stands in one of these logs and leads to its root. */
export function checkPlaces(intake: Intake, records: Records, logs: readonly Log[], found: Findings): void {
  const paths = readPaths(intake, found);
  const used = new Set<string>();
  for (const { head, leaf } of records.all) {
    const log = logs.find(({ origin }) => origin.writer === head.writer);
    if (!log) {
      if (intake.complete) found.add('RECORD_MISPLACED', `Record ${head.n} is of a log that has no checkpoint here.`);
      continue;
    }
    if (head.box !== log.origin.box) found.add('RECORD_MISPLACED', `Record ${head.n} is of another case.`);
    const place = `${log.k} ${head.n}`;
    const inclusion = paths.get(place);
    if (!inclusion) {
      if (intake.complete) found.add('PROOF_BAD', `There is no proof of record ${head.n} of log ${log.k}.`);
      continue;
    }
    used.add(place);
    if (!log.checkpoint) continue;
    const { size, root } = log.checkpoint;
    if (inclusion.size !== size || !leadsTo(leaf, head.n, size, inclusion.path, root)) {
      found.add('PROOF_BAD', `The proof of record ${head.n} does not lead to the signed root of log ${log.k}.`);
    }
  }
  for (const [place, { k, n }] of paths) {
    if (records.whole && !used.has(place)) found.add('PROOF_BAD', `There is a proof of record ${n} of log ${k}, but not the record.`);
  }
}

function readPaths(intake: Intake, found: Findings): Map<string, Inclusion> {
  const paths = new Map<string, Inclusion>();
  const bytes = intake.kept.get(INCLUSION);
  if (!bytes) {
    if (intake.complete) found.add('BUNDLE_MISSING', `The file ${INCLUSION} is not there, and every bundle has it.`);
    return paths;
  }
  const list = readInclusions(bytes);
  if (!list) found.add('PROOF_BAD', `The file ${INCLUSION} cannot be read.`);
  for (const inclusion of list ?? []) {
    const place = `${inclusion.k} ${inclusion.n}`;
    if (paths.has(place)) found.add('PROOF_BAD', `There are two proofs of record ${inclusion.n} of log ${inclusion.k}.`);
    paths.set(place, inclusion);
  }
  return paths;
}

function readInclusions(bytes: Uint8Array): Inclusion[] | null {
  const said = proofJson(bytes);
  if (!Array.isArray(said)) return null;
  const list: Inclusion[] = [];
  for (const one of said) {
    if (!hasFields(one, ['k', 'n', 'path', 'size'])) return null;
    const { k, n, path, size } = one;
    if (!isNumber(k) || !isNumber(n) || !isNumber(size) || !isTexts(path)) return null;
    // A path of another form leads nowhere; an empty one would do for a log of one record.
    list.push({ k, n, size, path: readPath(path) ?? [new Uint8Array(32), new Uint8Array(32)] });
  }
  return list;
}

/** What an accounting says of a record. */
export const STATES = ['disclosed', 'disclosed in part', 'withheld (not selected)', 'withheld (structural)', 'withheld (given before)'] as const;
export type State = (typeof STATES)[number];

/** One line of an accounting: log, record, state. */
export interface Account {
  size: number;
  states: State[];
}

/** Checks that a bundle which says what was given before also says in which bundle. */
export function checkGiven(accounts: readonly Account[], follows: readonly FollowedBundle[] | null, found: Findings): void {
  if (follows?.length === 0 && accounts.some(({ states }) => states.includes('withheld (given before)'))) {
    found.add('ACCOUNTING_GAP', 'The accounting says that records were given before, but the bundle follows no other.');
  }
}

/** Checks that the accounting covers every record of every log, and says of each what is so. Returns what it says. */
export function checkAccounting(intake: Intake, records: Records, logs: readonly Log[], found: Findings): Account[] {
  const bytes = intake.kept.get(ACCOUNTING);
  if (!bytes) {
    if (intake.complete) found.add('ACCOUNTING_GAP', `The file ${ACCOUNTING} is not there, so it is not known what was withheld.`);
    return [];
  }
  const accounts = parseAccounting(text(bytes));
  if (typeof accounts === 'string') {
    found.add('ACCOUNTING_GAP', `The accounting does not cover the log: ${accounts}.`);
    return [];
  }
  if (intake.complete && accounts.length !== logs.length) {
    found.add('ACCOUNTING_GAP', `The accounting is of ${accounts.length} logs, but there are checkpoints of ${logs.length}.`);
  }
  for (const log of logs) {
    const account = accounts[log.k - 1];
    if (!account) continue;
    if (log.checkpoint && log.checkpoint.size !== account.size) {
      found.add('ACCOUNTING_GAP', `The accounting is of ${account.size} records of log ${log.k}, but ${log.checkpoint.size} are signed.`);
    }
    compare(records, log, account, found);
  }
  return accounts;
}

function compare(records: Records, log: Log, account: Account, found: Findings): void {
  const here = new Map(records.all.filter(({ head }) => head.writer === log.origin.writer).map((record) => [record.head.n, record]));
  for (const [n, state] of account.states.entries()) {
    const record = here.get(n);
    if (!record && (state.startsWith('withheld') || !records.whole)) continue;
    const is = record ? (record.isWhole ? 'disclosed' : 'disclosed in part') : 'not there';
    if (is !== state) found.add('ACCOUNTING_GAP', `The accounting says that record ${n} of log ${log.k} is ${state}, but it is ${is}.`);
  }
}

/** Returns what an accounting says of each log, without holes, or what is wrong with it. */
export function parseAccounting(said: string | null): Account[] | string {
  if (said === null) return 'the accounting is not text';
  const accounts: Account[] = [];
  const gap = () => {
    const k = accounts.findIndex(({ size, states }) => size !== states.length);
    return k < 0 ? null : `record ${accounts[k]?.states.length} of log ${k + 1} is not in the accounting`;
  };
  for (const [index, line] of said.replace(/\n$/, '').split(/\r?\n/).entries()) {
    const bad = `line ${index + 1} of the accounting cannot be read`;
    if (line.startsWith('log ')) {
      const match = /^log (\S+) size ([0-9]{1,15})$/.exec(line);
      if (!match) return bad;
      if (match[1] !== String(accounts.length + 1)) return `line ${index + 1} of the accounting names log ${match[1]} out of order`;
      accounts.push({ size: Number(match[2]), states: [] });
    } else if (/^[0-9]/.test(line)) {
      const [, k, n, words] = /^([0-9]+) ([0-9]+) (.*)$/.exec(line) ?? [];
      const state = STATES.find((one) => one === words);
      const last = accounts.at(-1);
      if (!state || !last || k !== String(accounts.length)) return bad;
      if (n !== String(last.states.length)) return `record ${last.states.length} of log ${k} is not in the accounting`;
      last.states.push(state);
    } else if (accounts.length > 0 && line !== '') {
      return bad;
    }
  }
  return gap() ?? accounts;
}
