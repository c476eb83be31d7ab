/**
 * Opening the sealed file: age v1 with a passphrase or an identity. The header is opened by the age library; the payload is
 * opened here, chunk by chunk, by the browser's own ChaCha20-Poly1305 where it has one, so that any part of it can be read
 * again without reading what is before it.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Decrypter } from 'age-encryption';
import { utf8, type Bytes } from './bytes';
import { Damaged } from './intake';

const MAGIC = utf8('age-encryption.org/v1\n');
/** So many bytes of the magic may differ before the file is no longer taken for a damaged bundle. */
const DIFFERING = 3;
const HEADER = 64 * 1024;
const CHUNK = 64 * 1024;
const SEALED = CHUNK + 16;
/** How many chunks are read and opened together. */
const TOGETHER = 16;
/** The most scrypt work (log2) that a page can do: a gigabyte of memory. */
const MOST_WORK = 20;

/** The file to open; a `File` is one. */
export interface Source {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export type Secret = { passphrase: string } | { identity: string } | null;

/** Why a bundle was not opened, for the person. */
export type RefusalCode = 'not_a_bundle' | 'secret_missing' | 'wrong_passphrase' | 'wrong_key' | 'cost' | 'bad_identity' | 'identity_locked' | 'identity_ssh' | 'unreadable';

export class Refusal extends Error {
  constructor(readonly code: RefusalCode) {
    super(code);
  }
}

/** An opened bundle: its archive from front to back, and any part of it. */
export interface Opened {
  /** The length of the archive. */
  readonly size: number;
  pieces(): AsyncIterable<Bytes>;
}

/** Opens a file. A damaged envelope gives a sentence; anything that the person can mend throws `Refusal`. */
export async function openEnvelope(source: Source, secret: Secret): Promise<Opened | string> {
  const head = await read(source, 0, Math.min(source.size, HEADER));
  if (starts(head.subarray(257), utf8('ustar'))) return plain(source);
  if (!starts(head, MAGIC)) return kindOf(head);
  const length = headerLength(head);
  const needsPassphrase = starts(head.subarray(MAGIC.length), utf8('-> scrypt '));
  if (secret === null) throw new Refusal('secret_missing');
  const decrypter = new Decrypter();
  if ('passphrase' in secret) {
    const work = /^-> scrypt \S+ ([1-9][0-9]*)\n/.exec(new TextDecoder().decode(head.subarray(MAGIC.length, MAGIC.length + 64)));
    if (work && Number(work[1]) > MOST_WORK) throw new Refusal('cost');
    decrypter.addPassphrase(secret.passphrase);
  } else {
    for (const identity of readIdentities(secret.identity)) addIdentity(decrypter, identity);
  }
  if (length === null) return 'The head of the sealed file is damaged or cut short.';
  let fileKey: Uint8Array;
  try {
    fileKey = await decrypter.decryptHeader(head.slice(0, length));
  } catch (caught) {
    if (caught instanceof Error && caught.message.startsWith('no identity matched')) throw new Refusal(needsPassphrase ? 'wrong_passphrase' : 'wrong_key');
    return 'The head of the sealed file is damaged, or was changed.';
  }
  if (source.size < length + 16) return 'The sealed file is cut short: it has hardly any bytes.';
  const nonce = await read(source, length, length + 16);
  const key = hkdf(sha256, fileKey, nonce, utf8('payload'), 32) as Bytes;
  return new Payload(source, length + 16, await cipher(key));
}

/** Returns what is wrong with a file that is neither; throws when it is no bundle at all. */
function kindOf(head: Uint8Array): string {
  if (head.length < MAGIC.length && starts(MAGIC, head)) return 'The sealed file is cut short: it has hardly any bytes.';
  const differing = MAGIC.filter((byte, at) => byte !== head[at]).length;
  if (head.length >= MAGIC.length && differing <= DIFFERING) return 'The first line of the sealed file is damaged.';
  throw new Refusal('not_a_bundle');
}

/** Returns the length of the header with its MAC line; `null` when it does not end. */
function headerLength(head: Uint8Array): number | null {
  for (let at = head.indexOf(0x0a); at >= 0; at = head.indexOf(0x0a, at + 1)) {
    if (!starts(head.subarray(at + 1), utf8('--- '))) continue;
    const end = head.indexOf(0x0a, at + 1);
    return end < 0 ? null : end + 1;
  }
  return null;
}

/** Returns the secret lines of an identity file. */
function readIdentities(said: string): string[] {
  const start = said.trimStart();
  if (start.startsWith('-----BEGIN AGE ENCRYPTED') || start.startsWith('age-encryption.org')) throw new Refusal('identity_locked');
  if (start.startsWith('-----BEGIN')) throw new Refusal('identity_ssh');
  const lines = said.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length === 0 || !lines.every((line) => /^AGE-SECRET-KEY-1[0-9A-Z]+$/.test(line))) throw new Refusal('bad_identity');
  return lines;
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw new Refusal('bad_identity');
  }
}

function starts(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}

/** Reads a part of the file. What the disk refuses is never taken for a changed bundle. */
async function read(source: Source, from: number, to: number): Promise<Bytes> {
  let bytes: Bytes;
  try {
    bytes = new Uint8Array(await source.slice(from, to).arrayBuffer());
  } catch {
    throw new Refusal('unreadable');
  }
  if (bytes.length !== to - from) throw new Refusal('unreadable');
  return bytes;
}

/** An archive that is not sealed. */
function plain(source: Source): Opened {
  return {
    size: source.size,
    async *pieces() {
      for (let at = 0; at < source.size; at += TOGETHER * CHUNK) yield await read(source, at, Math.min(source.size, at + TOGETHER * CHUNK));
    },
  };
}

/** Opens one sealed chunk; rejects when it is not authentic. */
type Cipher = (nonce: Bytes, chunk: Bytes) => Promise<Bytes>;

const CHACHA = 'ChaCha20-Poly1305';

async function cipher(key: Bytes): Promise<Cipher> {
  return (await nativeCipher(key)) ?? (async (nonce, chunk) => chacha20poly1305(key, nonce).decrypt(chunk) as Bytes);
}

/** Returns the browser's own; `null` where it has none, or one that does not do what RFC 8439 says. */
async function nativeCipher(key: Bytes): Promise<Cipher | null> {
  try {
    const load = (bytes: Bytes) => crypto.subtle.importKey('raw-secret' as 'raw', bytes, { name: CHACHA }, false, ['decrypt']);
    const decrypt = async (imported: CryptoKey, iv: Bytes, chunk: Bytes) => new Uint8Array(await crypto.subtle.decrypt({ name: CHACHA, iv } as AesGcmParams, imported, chunk));
    const [trial, nonce, told] = [new Uint8Array(32).fill(7), new Uint8Array(12).fill(9), utf8('as it should')];
    const opened = await decrypt(await load(trial), nonce, chacha20poly1305(trial, nonce).encrypt(told) as Bytes);
    if (!starts(opened, told) || opened.length !== told.length) return null;
    const imported = await load(key);
    return (iv, chunk) => decrypt(imported, iv, chunk);
  } catch {
    return null;
  }
}

/** The payload of an age file: chunks of 64 KiB, each sealed with its number and whether it is the last. */
class Payload implements Opened {
  readonly #chunks: number;
  readonly size: number;

  constructor(readonly source: Source, readonly start: number, readonly open: Cipher) {
    const length = source.size - start;
    this.#chunks = Math.max(1, Math.ceil(length / SEALED));
    this.size = Math.max(0, length - 16 * this.#chunks);
  }

  pieces(): AsyncIterable<Bytes> {
    return this.#from(0);
  }

  async *#from(first: number): AsyncGenerator<Bytes> {
    if (first >= this.#chunks) return;
    // The next run is on its way while this one is used.
    let coming = this.#run(first);
    for (let at = first; at < this.#chunks; at += TOGETHER) {
      const run = await coming;
      if (at + TOGETHER < this.#chunks) coming = this.#run(at + TOGETHER);
      // Whoever stops early leaves a run behind, whose failure then is nobody's.
      coming.catch(() => undefined);
      for (const piece of run) {
        if (piece === null) throw new Damaged();
        if (piece.length > 0) yield piece;
      }
    }
  }

  /** Opens some chunks; `null` stands for one that is not authentic. */
  async #run(first: number): Promise<(Bytes | null)[]> {
    const end = Math.min(this.#chunks, first + TOGETHER);
    const bytes = await read(this.source, this.start + first * SEALED, Math.min(this.source.size, this.start + end * SEALED));
    const opened = Array.from({ length: end - first }, (_, i) => this.#chunk(first + i, bytes.slice(i * SEALED, (i + 1) * SEALED)));
    return (await Promise.all(opened)).flat();
  }

  async #chunk(number: number, sealed: Bytes): Promise<(Bytes | null)[]> {
    const isLast = number === this.#chunks - 1;
    const piece = sealed.length < 16 ? null : await this.open(nonceOf(number, isLast), sealed).catch(() => null);
    if (!isLast) return [piece];
    // The last chunk is empty only when it is the only one. One that was sealed as not the last was followed by others.
    if (piece) return [piece.length > 0 || number === 0 ? piece : null];
    return sealed.length === SEALED ? [await this.open(nonceOf(number, false), sealed).catch(() => null), null] : [null];
  }

  /** Returns the bytes of a part of the archive, opened anew. */
  async *part(from: number, size: number): AsyncGenerator<Bytes> {
    let [skip, left] = [from % CHUNK, size];
    for await (const piece of this.#from(Math.floor(from / CHUNK))) {
      const wanted = piece.subarray(skip, skip + left);
      skip = Math.max(0, skip - piece.length);
      left -= wanted.length;
      if (wanted.length > 0) yield wanted;
      if (left === 0) return;
    }
  }
}

function nonceOf(number: number, isLast: boolean): Bytes {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  view.setUint32(3, Math.floor(number / 2 ** 32));
  view.setUint32(7, number % 2 ** 32);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Returns the bytes of a file in an opened archive again, piece by piece. */
export async function* partOf(opened: Opened, from: number, size: number): AsyncGenerator<Bytes> {
  if (size === 0) return;
  if (opened instanceof Payload) {
    yield* opened.part(from, size);
    return;
  }
  let at = 0;
  for await (const piece of opened.pieces()) {
    const wanted = piece.subarray(Math.max(0, from - at), Math.max(0, from + size - at));
    if (wanted.length > 0) yield wanted;
    at += piece.length;
    if (at >= from + size) return;
  }
}
