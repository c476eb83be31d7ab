/** Records: one head line, and part lines that the head names by hash; `docs/format.md` section 5. */
import { hash, hex, type Bytes } from './bytes';
import { Bad } from './findings';
import { canonical, isNumber, isObject, isTexts, type Json } from './json';
import { leafHash } from './tree';

const HEAD_LINE = 64 * 1024;
const PART_LINE = 4 * 2 ** 20;
const PARTS = 512;
export const LAST_LEAF = 9_999_999_999;
const FIELDS = ['at', 'box', 'kind', 'n', 'of', 'parts', 'salt', 'v', 'w'];
export const BOX = /^[a-z2-7]{26}$/;
export const WRITER = /^[a-z2-7]{16}$/;
const NAME = /^[a-z0-9_]{1,64}$/;
const HASH = /^[0-9a-f]{64}$/;
/** 128 bits in unpadded base64url: the last of the 22 characters has four bits that are zero. */
const SALT = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** What a head line says. */
export interface Head {
  at: string;
  box: string;
  kind: string;
  n: number;
  of: string[];
  parts: string[];
  salt: string;
  writer: string;
}

/** A record of which parts may be withheld. */
export class Record {
  readonly head: Head;
  readonly leaf: Bytes;
  readonly parts = new Map<string, Json>();
  readonly salts: string[];
  readonly isWhole: boolean;

  /** Reads a record; lines come without their LF. Throws `Bad`. */
  constructor(headLine: Uint8Array, partLines: readonly Uint8Array[]) {
    this.head = parseHead(headLine);
    this.leaf = leafHash(headLine);
    this.salts = [this.head.salt];
    let next = 0;
    for (const line of partLines) {
      const at = this.head.parts.indexOf(hex(hash('casekeep.v1/part\n', line)), next);
      if (at < 0) throw new Bad('a part is not the one that its head names');
      next = at + 1;
    }
    for (const line of partLines) {
      const [salt, name, value] = parsePart(line);
      if (this.parts.has(name)) throw new Bad('two parts have the same name');
      this.parts.set(name, value);
      this.salts.push(salt);
    }
    if (new Set(this.salts).size < this.salts.length) throw new Bad('a salt is used twice');
    this.isWhole = partLines.length === this.head.parts.length;
  }
}

function parseHead(line: Uint8Array): Head {
  if (line.length > HEAD_LINE) throw new Bad('a head line is over 64 KiB');
  const said = canonical(line);
  if (!isObject(said)) throw new Bad('a head is not an object');
  if (!isNumber(said['v'])) throw new Bad('a head has no version');
  if (said['v'] !== 1 || Object.keys(said).some((key) => !FIELDS.includes(key))) throw new Bad('a record is of a newer format', 'FORMAT_NEWER');
  const { at, box, kind, n, of, parts, salt, w } = said;
  if (typeof at !== 'string' || !isTime(at)) throw new Bad('a head has a time of another form');
  if (typeof box !== 'string' || !BOX.test(box) || typeof w !== 'string' || !WRITER.test(w)) throw new Bad('a head names no box or no writer');
  if (typeof kind !== 'string' || !NAME.test(kind)) throw new Bad('a kind is not 1 to 64 of a-z, 0-9 and _');
  if (!isNumber(n) || n > LAST_LEAF) throw new Bad('a head has no leaf number');
  if (!isTexts(of) || !isTexts(parts) || ![...of, ...parts].every((one) => HASH.test(one))) throw new Bad('a head has a list that is not of hashes');
  if (parts.length > PARTS) throw new Bad('a record has more than 512 parts');
  if (new Set(of).size < of.length) throw new Bad('a head names one leaf twice');
  if (typeof salt !== 'string' || !SALT.test(salt)) throw new Bad('a salt is not 128 bits of base64url');
  return { at, box, kind, n, of, parts, salt, writer: w };
}

function parsePart(line: Uint8Array): [string, string, Json] {
  if (line.length > PART_LINE) throw new Bad('a part line is over 4 MiB');
  const said = canonical(line);
  if (!Array.isArray(said) || said.length !== 3) throw new Bad('a part is not [salt, name, value]');
  const [salt, name, value] = said;
  if (typeof salt !== 'string' || !SALT.test(salt)) throw new Bad('a salt is not 128 bits of base64url');
  if (typeof name !== 'string' || !NAME.test(name)) throw new Bad('a part’s name is not 1 to 64 of a-z, 0-9 and _');
  return [salt, name, value ?? null];
}

/** Returns whether a text is a time of the one form, on a day that is in the calendar. */
function isTime(said: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/.test(said)) return false;
  const at = new Date(said);
  return !Number.isNaN(at.getTime()) && at.toISOString() === said;
}
