/** The disclosed records: each line in its one form, each part named by its head. */
import { hex } from './bytes';
import { Bad, type Findings } from './findings';
import type { Intake } from './intake';
import { RECORDS } from './layout';
import { Record } from './record';

/** The records that could be read. */
export interface Records {
  all: Record[];
  /** True when every line of the file was read as part of a record. */
  whole: boolean;
}

const [LF, BRACE] = [0x0a, 0x7b];

/** Reads `records.jsonl`. */
export function readRecords(intake: Intake, found: Findings): Records {
  const bytes = intake.kept.get(RECORDS);
  if (!bytes) {
    if (intake.complete) found.add('BUNDLE_MISSING', `The file ${RECORDS} is not there, and every bundle has it.`);
    return { all: [], whole: false };
  }
  const records: Records = { all: [], whole: true };
  for (const { number, lines: [head = new Uint8Array(), ...parts] } of groups(bytes)) {
    try {
      records.all.push(new Record(head, parts));
    } catch (caught) {
      if (!(caught instanceof Bad)) throw caught;
      found.add(caught.kind, `The record at line ${number} of ${RECORDS} is not as it was recorded: ${caught.what}.`);
      records.whole = false;
    }
  }
  if (bytes.length > 0 && bytes.at(-1) !== LF) found.add('RECORD_BAD', `The last line of ${RECORDS} is not whole.`);
  checkOnce(records, found);
  noteChains(records, found);
  return records;
}

/** Splits the file into records: a line that begins `{`, and the lines after it that do not. */
function groups(bytes: Uint8Array): { number: number; lines: Uint8Array[] }[] {
  const found: { number: number; lines: Uint8Array[] }[] = [];
  const end = bytes.at(-1) === LF ? bytes.length - 1 : bytes.length;
  for (let from = 0, number = 1; from <= end; number += 1) {
    const next = bytes.indexOf(LF, from);
    const to = next < 0 || next > end ? end : next;
    const line = bytes.subarray(from, to);
    const last = found.at(-1);
    if (last && line[0] !== BRACE) last.lines.push(line);
    else found.push({ number, lines: [line] });
    from = to + 1;
  }
  return found;
}

function checkOnce(records: Records, found: Findings): void {
  const [salts, places] = [new Set<string>(), new Set<string>()];
  for (const { head, salts: own } of records.all) {
    if (own.some((salt) => salts.has(salt))) found.add('RECORD_BAD', `Record ${head.n} uses a salt that another record uses.`);
    own.forEach((salt) => salts.add(salt));
    const place = `${head.writer} ${head.n}`;
    if (places.has(place)) found.add('RECORD_BAD', `Record ${head.n} is in the bundle twice.`);
    places.add(place);
  }
}

/** An amendment names what its writer had seen. What it names may be withheld; then the reader is told. */
function noteChains(records: Records, found: Findings): void {
  const leaves = new Set(records.all.map(({ leaf }) => hex(leaf)));
  for (const { head } of records.all) {
    if (head.of.some((leaf) => !leaves.has(leaf))) {
      found.note('ACCOUNTING_GAP', `Record ${head.n} amends a record that is not in this bundle.`, 'Ask the sender for the whole of this entry.');
    }
  }
}
