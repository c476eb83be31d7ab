/** The Merkle tree of a log: RFC 6962 hashes, RFC 9162 proofs. Sizes go beyond 32 bits, so no bit operators. */
import { equal, fromHex, hash, type Bytes } from './bytes';
import type { Json } from './json';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Returns the leaf hash of a head line without its LF. */
export function leafHash(line: Uint8Array): Bytes {
  return hash(LEAF, line);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return hash(NODE, left, right);
}

const half = (n: number) => Math.floor(n / 2);
const isOdd = (n: number) => n % 2 === 1;

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (rest > 1 && !isOdd(rest)) rest = half(rest);
  return rest === 1;
}

/** Reads a path of hashes; `null` when one has another form. */
export function readPath(path: Json | undefined): Bytes[] | null {
  if (!Array.isArray(path)) return null;
  const steps = path.map(fromHex);
  return steps.every((step) => step !== null) ? (steps as Bytes[]) : null;
}

/** Returns whether a path leads from the leaf at `index` to the root of a tree of `size` leaves (2.1.3.2). */
export function leadsTo(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[], root: Uint8Array): boolean {
  if (index >= size) return false;
  let [node, last, sum] = [index, size - 1, leaf];
  for (const step of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      sum = nodeHash(step, sum);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      sum = nodeHash(sum, step);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(sum, root);
}

/** Returns whether a path shows that the old tree is a prefix of the new one (2.1.4.2). */
export function goesOn(oldSize: number, newSize: number, oldRoot: Uint8Array, newRoot: Uint8Array, path: readonly Uint8Array[]): boolean {
  if (oldSize > newSize) return false;
  if (oldSize === newSize) return path.length === 0 && equal(oldRoot, newRoot);
  if (oldSize === 0) return path.length === 0 && equal(oldRoot, hash());
  // A complete old tree is its own first step, which the proof leaves out.
  const [first, ...steps] = isPowerOfTwo(oldSize) ? [oldRoot, ...path] : path;
  if (!first) return false;
  let [node, last] = [oldSize - 1, newSize - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [before, after] = [first, first];
  for (const step of steps) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [before, after] = [nodeHash(step, before), nodeHash(step, after)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      after = nodeHash(after, step);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(before, oldRoot) && equal(after, newRoot);
}
