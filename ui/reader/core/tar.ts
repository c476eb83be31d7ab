/**
 * The archive inside a bundle, read from front to back without trusting anything in it: every header's checksum, one form
 * of each number, padding and end of zeros only. What an entry may be called is the check's affair, not this module's.
 */
import { text, type Bytes } from './bytes';

const BLOCK = 512;
/** The longest pax header that is read. */
const PAX_LIMIT = 64 * 1024;
const HARMLESS = ['mtime', 'atime', 'ctime', 'uid', 'gid', 'uname', 'gname', 'comment'];

/** The archive cannot be read on from here; `said` says why, after "The bundle cannot be read to its end: ". */
export class Broken extends Error {
  constructor(readonly said: string) {
    super(said);
  }
}

/** One entry's header. */
export interface Entry {
  path: string;
  kind: 'file' | 'folder' | 'other';
  size: number;
}

interface Pax {
  path?: string;
  size?: number;
}

/** Reads an archive from pieces of bytes. */
export class ArchiveReader {
  #pieces: AsyncIterator<Bytes>;
  #piece: Bytes = new Uint8Array();
  #left = 0;
  #padding = 0;
  /** How many bytes of the archive were read. */
  at = 0;

  constructor(pieces: AsyncIterable<Bytes>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Skips what is left of the current entry and returns the next; `null` at a proper end. */
  async next(): Promise<Entry | null> {
    await this.#skip();
    let pax: Pax | null = null;
    for (;;) {
      const block = await this.#take(BLOCK);
      if (isZero(block)) {
        if (pax) throw new Broken('the archive ends too early');
        await this.#checkEnd();
        return null;
      }
      checkSum(block);
      const size = octal(block.subarray(124, 136));
      const type = String.fromCharCode(block[156] ?? 0);
      if (type === 'x') {
        pax = await this.#readPax(size);
        continue;
      }
      if ('gLKS'.includes(type)) throw new Broken('the archive uses an extension that a bundle may not use');
      const path = pax?.path ?? nameOf(block);
      const kind = type === '0' || type === '\0' ? 'file' : type === '5' ? 'folder' : 'other';
      const length = kind === 'file' ? (pax?.size ?? size) : 0;
      this.#left = length;
      this.#padding = padding(length);
      return { path, kind, size: length };
    }
  }

  /** Returns some bytes of the current entry; `null` at its end. */
  async data(): Promise<Bytes | null> {
    if (this.#left === 0) return null;
    const piece = await this.#some(this.#left);
    if (!piece) throw new Broken('the archive ends too early');
    this.#left -= piece.length;
    return piece;
  }

  async #skip(): Promise<void> {
    while (await this.data());
    const pad = await this.#take(this.#padding);
    this.#padding = 0;
    if (!isZero(pad)) throw new Broken('the archive has bytes that belong to no file');
  }

  /** Returns at most so many bytes, `null` at the end of the archive. */
  async #some(most: number): Promise<Bytes | null> {
    while (this.#piece.length === 0) {
      const next = await this.#pieces.next();
      if (next.done) return null;
      this.#piece = next.value;
    }
    const taken = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(taken.length);
    this.at += taken.length;
    return taken;
  }

  async #take(size: number): Promise<Bytes> {
    const bytes = new Uint8Array(size);
    for (let filled = 0; filled < size; ) {
      const piece = await this.#some(size - filled);
      if (!piece) throw new Broken('the archive ends too early');
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  }

  /** A second block of zeros, then nothing but zeros to the end of the file. */
  async #checkEnd(): Promise<void> {
    if (!isZero(await this.#take(BLOCK))) throw new Broken('the archive has bytes that belong to no file');
    for (let rest = await this.#some(1 << 20); rest; rest = await this.#some(1 << 20)) {
      if (!isZero(rest)) throw new Broken('the archive has bytes that belong to no file');
    }
  }

  async #readPax(size: number): Promise<Pax> {
    if (size > PAX_LIMIT) throw new Broken('an extended header in the archive is too long');
    const bytes = await this.#take(size);
    this.#left = 0;
    this.#padding = padding(size);
    await this.#skip();
    const pax = parsePax(bytes);
    if (!pax) throw new Broken('an extended header in the archive is damaged or of a kind not allowed');
    return pax;
  }
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** The checksum stands in one of the two forms that tar programs write. */
function checkSum(block: Uint8Array): void {
  let sum = 8 * 0x20;
  block.forEach((byte, at) => (sum += at >= 148 && at < 156 ? 0 : byte));
  const said = String.fromCharCode(...block.subarray(148, 156));
  const digits = sum.toString(8);
  if (said !== `${digits.padStart(6, '0')}\0 ` && said !== `${digits.padStart(7, '0')}\0`) throw new Broken('a header in the archive is damaged');
}

/** Octal digits ended by NUL or space, or nothing. */
function octal(field: Uint8Array): number {
  const match = /^([0-7]+)[\0 ]*$/.exec(String.fromCharCode(...field));
  if (!match) throw new Broken('a number in the archive has another form');
  return Number.parseInt(match[1] ?? '', 8);
}

function nameOf(block: Uint8Array): string {
  const upTo = (from: number, to: number) => {
    const field = block.subarray(from, to);
    const end = field.indexOf(0);
    return text(end < 0 ? field : field.subarray(0, end));
  };
  const isUstar = String.fromCharCode(...block.subarray(257, 265)) === 'ustar\x0000';
  const [prefix, name] = [isUstar ? upTo(345, 500) : '', upTo(0, 100)];
  if (prefix === null || name === null) throw new Broken('a name in the archive is not text');
  return prefix ? `${prefix}/${name}` : name;
}

/** A pax header may give a path and a size; other harmless keys are passed over. */
function parsePax(bytes: Uint8Array): Pax | null {
  const pax: Pax = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 ? null : text(bytes.subarray(at, space));
    const length = digits !== null && /^[0-9]{1,6}$/.test(digits) ? Number(digits) : 0;
    const record = length > space - at && at + length <= bytes.length ? text(bytes.subarray(space + 1, at + length)) : null;
    const match = record === null ? null : /^([^=]*)=([^]*)\n$/.exec(record);
    if (!match) return null;
    const [key, value] = [match[1] ?? '', match[2] ?? ''];
    if (key === 'path' && pax.path === undefined) pax.path = value;
    else if (key === 'size' && pax.size === undefined && /^[0-9]{1,15}$/.test(value)) pax.size = Number(value);
    else if (!HARMLESS.includes(key)) return null;
    at += length;
  }
  return pax;
}
