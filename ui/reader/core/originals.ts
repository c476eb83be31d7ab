/** That the originals are the bytes that their records name, and that each file is named by a record. */
import type { Findings } from './findings';
import type { Intake } from './intake';
import { hasFields, isNumber } from './json';
import { originalNumber, ORIGINALS } from './layout';
import type { Record } from './record';
import type { Records } from './records';

/** Checks each original against the record of its item. */
export function checkOriginals(intake: Intake, records: Records, found: Findings): void {
  const there = new Map<number | null, string[]>();
  for (const path of [...intake.files.keys()].sort()) {
    if (!path.startsWith(ORIGINALS)) continue;
    const number = originalNumber(path);
    const others = there.get(number);
    if (others) others.push(path);
    else there.set(number, [path]);
  }
  const differing: number[] = [];
  for (const record of records.all) {
    const item = itemFile(record);
    if (!item) continue;
    const paths = there.get(item.number) ?? [];
    const at = paths.findIndex((path) => intake.files.get(path)?.sha256 === item.sha256 && intake.files.get(path)?.size === item.size);
    if (at < 0) differing.push(item.number);
    else paths.splice(at, 1);
  }
  for (const number of differing) {
    const path = there.get(number)?.pop();
    if (path) found.add('BUNDLE_CHANGED', `The file ${path} is not the one that was recorded as item ${number}.`);
    else if (intake.complete) found.add('BUNDLE_MISSING', `The original of item ${number} is not there.`);
  }
  // While a record cannot be read, or is damaged, its file would wrongly be called unknown.
  if (!records.whole || !intake.complete) return;
  for (const path of [...there.values()].flat()) found.add('BUNDLE_EXTRA', `The file ${path} is in the bundle, but no record names it.`);
}

function itemFile({ head, parts }: Record): { number: number; sha256: string; size: number } | null {
  if (head.kind !== 'item' || head.of.length > 0) return null;
  const [number, file] = [parts.get('number'), parts.get('file')];
  if (!isNumber(number) || number > 0xffffffff || !hasFields(file, ['sha256', 'size'])) return null;
  const { sha256, size } = file;
  return typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) && isNumber(size) ? { number, sha256, size } : null;
}
