/** Checkpoints: what a writer signs about its log, as a C2SP signed note; `docs/format.md` section 6.2. */
import { base64, equal, fromBase64, hash, utf8, type Bytes } from './bytes';
import { Bad } from './findings';
import { BOX, LAST_LEAF, WRITER } from './record';
import { verifies } from './signing';

const NOTE = 16 * 1024;
const SIGNATURES = 16;
const MALFORMED = 'the signed note is malformed';

/** The three ids in a log's name. */
export interface Origin {
  vault: string;
  box: string;
  writer: string;
}

/** What a log was at one moment. */
export interface Checkpoint {
  size: number;
  root: Bytes;
}

/** Returns the log that a note speaks of; proves nothing. */
export function noteOrigin(note: string): Origin | null {
  const ids = (note.split('\n')[0] ?? '').split('/');
  const [casekeep, v1, vault, box, writer] = ids;
  const known = casekeep === 'casekeep' && v1 === 'v1' && ids.length === 5;
  return known && vault && BOX.test(vault) && box && BOX.test(box) && writer && WRITER.test(writer) ? { vault, box, writer } : null;
}

/** Opens a note: signed by this key, and no signature by it wrong. Throws `Bad`. */
export async function openNote(note: string, key: Bytes): Promise<Checkpoint> {
  const bad = (what: string) => new Bad(what, 'SIGNATURE_BAD');
  // eslint-disable-next-line no-control-regex
  if (utf8(note).length > NOTE || /[\u0000-\u0009\u000b-\u001f\u007f]/.test(note) || !note.endsWith('\n')) throw bad(MALFORMED);
  const [origin = '', size = '', base = '', empty, ...lines] = note.slice(0, -1).split('\n');
  const root = fromBase64(base);
  if (empty !== '' || !isKeyName(origin) || !/^(0|[1-9][0-9]{0,10})$/.test(size) || Number(size) > LAST_LEAF + 1 || root?.length !== 32) throw bad(MALFORMED);
  if (lines.length > SIGNATURES) throw bad('the signed note has more than 16 signatures');
  const signed = utf8(`${origin}\n${size}\n${base64(root)}\n`);
  const id = hash(origin, Uint8Array.of(0x0a, 0x01), key).subarray(0, 4);
  let isSigned = false;
  for (const line of lines) {
    const match = /^— ([^ ]+) ([^ ]+)$/.exec(line);
    const blob = match && isKeyName(match[1] ?? '') ? fromBase64(match[2] ?? ' ') : null;
    if (!match || !blob || blob.length <= 4) throw bad(MALFORMED);
    if (match[1] !== origin || !equal(blob.subarray(0, 4), id)) continue;
    if (!(await verifies(key, signed, blob.slice(4)))) throw bad('the signed note was changed after it was signed');
    isSigned = true;
  }
  if (!isSigned) throw bad('the signed note is not signed by this vault’s key');
  return { size: Number(size), root };
}

function isKeyName(name: string): boolean {
  return name !== '' && !/[+\s]/.test(name);
}
