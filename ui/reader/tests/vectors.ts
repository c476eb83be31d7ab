/** The vectors of bundles, as `tests/vectors/README.md` describes them: a good archive, and what is done to its files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { fileURLToPath } from 'node:url';
import { join, text, utf8, type Bytes } from '../core/bytes';
import { ArchiveReader } from '../core/tar';

export const ROOT: string = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = path(ROOT, 'tests/vectors/bundles');
const BLOCK = 512;

type Change =
  | { op: 'write'; path: string; text: string } | { op: 'delete'; path: string } | { op: 'entry'; path: string; kind: string }
  | { op: 'cut'; bytes: number };

export interface Vector {
  name: string;
  apply?: Change[];
  with_fingerprint: boolean;
  expect: { exit: number; signer: string; classes: string[]; notes?: string[] };
}

/** A base with its vectors. */
export interface Base {
  folder: string;
  files: Map<string, Bytes>;
  archive: Bytes;
  fingerprint: string;
  vectors: Vector[];
}

/** Returns the bytes in one piece after another. */
export async function* inPieces(bytes: Bytes, size = 60_000): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads a base; `name` is '' for the first, or its folder. */
export async function base(name: string): Promise<Base> {
  const at = path(FOLDER, name);
  const archive = new Uint8Array(readFileSync(path(at, 'base.tar')));
  const reader = new ArchiveReader(inPieces(archive));
  const files = new Map<string, Bytes>();
  let folder = '';
  for (let entry = await reader.next(); entry; entry = await reader.next()) {
    const cut = entry.path.indexOf('/');
    folder = entry.path.slice(0, cut);
    const pieces: Bytes[] = [];
    for (let piece = await reader.data(); piece; piece = await reader.data()) pieces.push(piece);
    files.set(entry.path.slice(cut + 1), join(...pieces));
  }
  const names = readdirSync(at).filter((file) => file.endsWith('.json')).sort();
  const vectors = names.map((file) => JSON.parse(readFileSync(path(at, file), 'utf8')) as Vector);
  return { folder, files, archive, fingerprint: (text(readFileSync(path(at, 'fingerprint.txt'))) ?? '').trim(), vectors };
}

/** Returns the archive that a vector makes of its base. */
export function archiveOf({ folder, files }: Base, apply: readonly Change[]): Bytes {
  const changed = new Map(files);
  const entries: Bytes[] = [];
  let cut = 0;
  for (const change of apply) {
    if (change.op === 'write') changed.set(change.path, utf8(change.text));
    else if (change.op === 'delete') changed.delete(change.path);
    else if (change.op === 'entry') entries.push(header(change.path, 0, change.kind));
    else cut = change.bytes;
  }
  const parts = [...changed].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, bytes]) => file(`${folder}/${name}`, bytes));
  const whole = join(...parts, ...entries, new Uint8Array(2 * BLOCK));
  return whole.slice(0, whole.length - cut);
}

/** Returns a file as an archive has it. */
export function file(name: string, bytes: Bytes): Bytes[] {
  return [header(name, bytes.length, '0'), bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
}

/** Returns a `ustar` header. */
export function header(name: string, size: number, kind: string): Bytes {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, said: string) => block.set(utf8(said), at);
  put(0, name);
  put(100, '0000644\0');
  put(124, `${size.toString(8).padStart(11, '0')}\0`);
  put(136, '00000000000\0');
  put(148, '        ');
  put(156, kind);
  put(257, 'ustar\x0000');
  const sum = block.reduce((all, byte) => all + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}
