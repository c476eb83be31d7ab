/** How the key that signed follows from the one that made the vault, and where what older keys signed ends: 9.10. */
import { base64, equal, fromBase64, utf8, type Bytes } from './bytes';
import { Bad, type Class, type Findings } from './findings';
import type { Intake } from './intake';
import { hasFields, isNumber, isTexts, proofJson, type Json } from './json';
import { EPOCHS } from './layout';
import { noteOrigin, openNote, type Checkpoint, type Origin } from './note';
import { BOX, Record, WRITER } from './record';
import { keyOfLine, vaultId } from './signing';
import { leadsTo, readPath } from './tree';

/** The head of one log: how many records, and the root over them. */
export interface LogHead {
  box: string;
  writer: string;
  size: number;
  root: Bytes | null;
}

/** The vault of the key that signed, and what its keys may have signed. */
export class Lineage {
  readonly ends: LogHead[] = [];

  private constructor(readonly vault: string, readonly keys: readonly Bytes[]) {}

  /** Reads it from a bundle. Where it is not shown, the key stands alone. */
  static async read(intake: Intake, key: Bytes | null, found: Findings): Promise<Lineage | null> {
    const bytes = intake.kept.get(EPOCHS);
    if (!key) return null;
    const alone = new Lineage(vaultId(key), [key]);
    if (!bytes) return alone;
    try {
      return await Lineage.#prove(bytes, key);
    } catch (caught) {
      if (!(caught instanceof Bad)) throw caught;
      found.add(caught.kind, `The file ${EPOCHS} does not lead from the vault’s first key to the newest: ${caught.what}.`);
      return alone;
    }
  }

  /** The keys before the one that signed, oldest first. */
  get earlier(): readonly Bytes[] {
    return this.keys.slice(0, -1);
  }

  /** Opens a note with the newest key, or with an older one. Throws `Bad`. */
  async open(note: string): Promise<[Checkpoint, boolean]> {
    try {
      return [await openNote(note, this.keys.at(-1) ?? new Uint8Array()), false];
    } catch (newest) {
      for (const key of this.earlier) {
        const checkpoint = await openNote(note, key).catch(() => null);
        if (checkpoint) return [checkpoint, true];
      }
      throw newest;
    }
  }

  /** Returns where a log ended when keys were changed. */
  endOf({ box, writer }: Origin): LogHead | undefined {
    return this.ends.find((end) => end.box === box && end.writer === writer);
  }

  /** Compares a checkpoint with that: `rightly`, so many records `shorter`, or `beyond`. */
  ended(from: Origin, { size, root }: Checkpoint, isOlder: boolean): 'rightly' | 'beyond' | number {
    const end = this.endOf(from);
    if (!end) return isOlder ? 'beyond' : 'rightly';
    if (size < end.size) return end.size;
    return size === end.size && end.root && equal(end.root, root) ? 'rightly' : 'beyond';
  }

  static async #prove(bytes: Uint8Array, key: Bytes): Promise<Lineage> {
    const bad = (what: string, kind: Class = 'PROOF_BAD') => new Bad(what, kind);
    const said = proofJson(bytes) ?? undefined;
    if (!hasFields(said, ['changes', 'ends', 'keys']) || !Array.isArray(said['changes']) || !isTexts(said['keys'])) throw bad('it cannot be read');
    const shapes = [said['ends'] ?? null, ...said['changes']].map(vouched);
    if (shapes.some((one) => one === null)) throw bad('it cannot be read');
    const [ends, ...changes] = shapes as Vouched[];
    const keys = said['keys'].map(keyOfLine);
    const [first, newest] = [keys[0], keys.at(-1)];
    if (keys.some((one) => one === null)) throw bad('a key in it has another form');
    if (!first || !newest || !ends) throw bad('it names no key');
    if (!equal(newest, key)) throw bad('its newest key is not the one that signed the bundle', 'BUNDLE_KEY_MISMATCH');
    if (keys.length < 2 || changes.length !== keys.length - 1) throw bad('it does not show each change of keys');
    const lineage = new Lineage(vaultId(first), keys as Bytes[]);
    const { records } = await lineage.#open(ends, newest);
    for (const record of records) {
      if (record.head.kind !== 'rekey' || record.parts.get('epoch') !== keys.length) throw bad('a record in it does not say where older logs end');
      lineage.ends.push(...singleHeads(record));
    }
    for (const [index, change] of changes.entries()) {
      const [before, after] = [keys[index] as Bytes, keys[index + 1] as Bytes];
      const { from, checkpoint, records: [record, ...others] } = await lineage.#open(change, before);
      const names = record?.head.kind === 'epoch' && record.parts.get('epoch') === index + 2 && record.parts.get('key') === base64(after);
      if (!names || others.length > 0) throw bad('a key in it is not named by the one before');
      if (!lineage.endOf(from) || lineage.ended(from, checkpoint, true) !== 'rightly') {
        throw bad('a change of keys in it is not the one that the newest key knows', 'SIGNED_AFTER_CUTOFF');
      }
    }
    return lineage;
  }

  /** Opens a note of the vault's own log that this key signed, with the records under it. */
  async #open({ note, records }: Vouched, key: Bytes): Promise<{ from: Origin; checkpoint: Checkpoint; records: Record[] }> {
    const from = noteOrigin(note);
    if (!from || from.vault !== this.vault || from.box !== this.vault) throw new Bad('a checkpoint in it is not of the log of its vault', 'BUNDLE_KEY_MISMATCH');
    const checkpoint = await openNote(note, key).catch(() => {
      throw new Bad('a checkpoint in it does not hold', 'SIGNATURE_BAD');
    });
    const read = records.map((one) => readShown(one, checkpoint, from));
    if (read.some((one) => one === null)) throw new Bad('a record in it does not lead to the signed root', 'PROOF_BAD');
    return { from, checkpoint, records: read as Record[] };
  }
}

/** A record of the vault's own log, with its place and its path. */
export interface Shown {
  lines: string[];
  n: number;
  path: Json;
}

interface Vouched {
  note: string;
  records: Shown[];
}

function vouched(said: Json): Vouched | null {
  if (!hasFields(said, ['note', 'records']) || typeof said['note'] !== 'string' || !Array.isArray(said['records'])) return null;
  const records = said['records'].map(shownOf);
  return records.every((one) => one !== null) ? { note: said['note'], records: records as Shown[] } : null;
}

/** Returns a record's shape in a proof file; `null` for another. */
export function shownOf(said: Json): Shown | null {
  if (!hasFields(said, ['lines', 'n', 'path']) || !isTexts(said['lines']) || !isNumber(said['n']) || !isTexts(said['path'])) return null;
  return { lines: said['lines'], n: said['n'], path: said['path'] };
}

/** Returns the record when it stands in this log where it says, and leads to its root. */
export function readShown({ lines: [head, ...parts], n, path }: Shown, { size, root }: Checkpoint, from: Origin): Record | null {
  if (head === undefined) return null;
  try {
    const record = new Record(utf8(head), parts.map(utf8));
    const steps = readPath(path);
    const stands = record.head.n === n && record.head.box === from.box && record.head.writer === from.writer;
    return stands && steps && leadsTo(record.leaf, n, size, steps, root) ? record : null;
  } catch (caught) {
    if (caught instanceof Bad) return null;
    throw caught;
  }
}

/** Returns the heads that stand as parts of their own (5.7). */
export function singleHeads(record: Record): LogHead[] {
  const heads: LogHead[] = [];
  for (const [name, said] of record.parts) {
    if (!name.startsWith('head_') || !hasFields(said, ['box', 'root', 'size', 'writer'])) continue;
    const { box, root, size, writer } = said;
    if (typeof box !== 'string' || !BOX.test(box) || typeof writer !== 'string' || !WRITER.test(writer)) continue;
    if (typeof root !== 'string' || !isNumber(size)) continue;
    const bytes = fromBase64(root);
    heads.push({ box, writer, size, root: bytes?.length === 32 ? bytes : null });
  }
  return heads;
}
