/** Bytes and their texts: each text form has exactly one spelling, and any other is `null`. */
import { sha256 } from '@noble/hashes/sha2.js';

export type Bytes = Uint8Array<ArrayBuffer>;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Returns the UTF-8 of a text. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** Returns the text of UTF-8, with a byte-order mark kept; `null` for any other bytes. */
export function text(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** Joins bytes. */
export function join(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Returns whether two runs of bytes are equal; for public values, not for secrets. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Returns the lower-case hex digits of bytes. */
export function hex(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += HEX[byte];
  return digits;
}

/** Reads 64 lower-case hex digits; `null` for any other text. */
export function fromHex(digits: unknown): Bytes | null {
  if (typeof digits !== 'string' || !/^[0-9a-f]{64}$/.test(digits)) return null;
  return Uint8Array.from({ length: 32 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** Returns bytes in base64 with padding. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Reads base64 with padding in its one form; `null` for any other text. */
export function fromBase64(said: string): Bytes | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(said)) return null;
  try {
    const bytes = Uint8Array.from(atob(said), (char) => char.charCodeAt(0));
    return base64(bytes) === said ? bytes : null;
  } catch {
    return null;
  }
}

/** Returns the SHA-256 of joined bytes. */
export function hash(...parts: readonly (Uint8Array | string)[]): Bytes {
  const state = sha256.create();
  for (const part of parts) state.update(typeof part === 'string' ? utf8(part) : part);
  return state.digest() as Bytes;
}

/** Shows characters that nobody sees, so that a name from outside cannot pretend to be another. */
export function visible(said: string): string {
  return said.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
