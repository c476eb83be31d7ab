/** JSON with one meaning: no key twice, no number but whole ones; and the canonical form of `docs/format.md` section 4. */
import { text, utf8, equal } from './bytes';
import { Bad } from './findings';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const DEEPEST = 8;

/** Returns whether a value is an object, and no list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns whether a value is an object with these fields, all of them, and at most these others. */
export function hasFields(value: Json | undefined, needed: readonly string[], others: readonly string[] = []): value is JsonObject {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return needed.every((key) => keys.includes(key)) && keys.every((key) => needed.includes(key) || others.includes(key));
}

/** Returns whether a value is a whole number from `least` on. */
export function isNumber(value: Json | undefined, least = 0): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

/** Returns whether a value is a list of texts. */
export function isTexts(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Reads the value of canonical bytes. Throws `Bad` for any others: what is read is written again and compared. */
export function canonical(bytes: Uint8Array): Json {
  const said = text(bytes);
  if (said === null) throw new Bad('it is not text');
  let value: Json;
  try {
    value = JSON.parse(said) as Json;
  } catch {
    throw new Bad('it is not JSON');
  }
  if (!equal(utf8(write(value, 0)), bytes)) throw new Bad('its JSON is not canonical');
  return value;
}

function write(value: Json, depth: number): string {
  if (typeof value === 'string') {
    if (!isSound(value)) throw new Bad('a text has half a character');
    return quote(value);
  }
  if (typeof value === 'number') {
    if (!isSound(value)) throw new Bad('a number is beyond 2^53 - 1, or not whole');
    return String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (depth === DEEPEST) throw new Bad('its JSON is nested too deep');
  if (Array.isArray(value)) return `[${value.map((one) => write(one, depth + 1)).join(',')}]`;
  const keys = Object.keys(value).sort();
  if (!keys.every((key) => /^[a-z0-9_]+$/.test(key))) throw new Bad('a key has characters beside a-z, 0-9 and _');
  return `{${keys.map((key) => `${quote(key)}:${write(value[key] ?? null, depth + 1)}`).join(',')}}`;
}

const SHORT: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

function quote(said: string): string {
  return `"${said.replace(/["\\\u0000-\u001f]/g, (char) => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

/** Half a pair of UTF-16, which is no character: `isWellFormed()` in browsers that have it. */
const HALF = /\p{Cs}/u;

/** Returns whether a value has only whole numbers, none of them -0, and only texts that are of characters. */
function isSound(value: Json): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === 'string') return !HALF.test(value);
  if (Array.isArray(value)) return value.every(isSound);
  return !isObject(value) || Object.entries(value).every(([key, one]) => !HALF.test(key) && isSound(one));
}

/** Reads a proof file; `null` where it is no JSON, has a key twice, half a character, or a number that is not whole. */
export function proofJson(bytes: Uint8Array): Json | null {
  const said = text(bytes);
  if (said === null) return null;
  try {
    const value = JSON.parse(said) as Json;
    if (!isSound(value)) return null;
    // What is written again the same has no key twice; only another layout is read a second time.
    return `${JSON.stringify(value)}\n` === said || !repeats(said) ? value : null;
  } catch {
    return null;
  }
}

/** Returns whether any object in a valid JSON text has a key twice, or a number is not written as a whole one. */
function repeats(said: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (const [token] of said.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[[\]{}]|-?[0-9][0-9.eE+-]*/g)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') open.pop();
    else if (!token.startsWith('"')) {
      if (!/^-?[0-9]+$/.test(token) || !Number.isSafeInteger(Number(token))) return true;
    } else if (token.endsWith(':')) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      const keys = open.at(-1);
      if (!keys || keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}
