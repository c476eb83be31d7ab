/** Ed25519 keys, what is derived from them, and SSHSIG: `docs/format.md` sections 2.2 and 6.3. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { entropyToMnemonic, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { base64, equal, fromBase64, hash, join, utf8, type Bytes } from './bytes';
import { Bad, type Class } from './findings';

const NAMESPACE = utf8('casekeep-bundle-v1');
const ARMOR = 16 * 1024;
const [BEGIN, END] = ['-----BEGIN SSH SIGNATURE-----', '-----END SSH SIGNATURE-----'];
const BAD: Class = 'SIGNATURE_BAD';

/** Returns whether 32 bytes are a key: a point of the curve, and none of the few weak ones. */
function isKey(bytes: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(bytes).isSmallOrder();
  } catch {
    return false;
  }
}

/** Returns whether a signature over a message is by this key, by the strict rules (no malleable or weak forms). */
export async function verifies(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (signature.length !== 64 || !isKey(key) || !isKey(signature.subarray(0, 32))) return false;
  const held = await native(key, message, signature);
  return held ?? ed25519.verify(signature, message, key, { zip215: false });
}

/** Asks the browser; `null` where it does not know Ed25519. */
async function native(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean | null> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, message);
  } catch {
    return null;
  }
}

function sshString(bytes: Uint8Array): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return join(length, bytes);
}

function sshBlob(key: Uint8Array): Bytes {
  return join(sshString(utf8('ssh-ed25519')), sshString(key));
}

/** Reads `ssh-ed25519 <base64>`; `null` for any other text, or for bytes that are no key. */
export function keyOfLine(line: string): Bytes | null {
  const blob = fromBase64(/^ssh-ed25519 (\S+)$/.exec(line)?.[1] ?? ' ');
  const key = blob?.slice(-32);
  return blob && key && equal(blob, sshBlob(key)) && isKey(key) ? key : null;
}

/** Returns the id of the vault whose first signing key this is. */
export function vaultId(key: Uint8Array): string {
  return base32(hash('casekeep.v1/vault\n', key)).slice(0, 26);
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.match(/.{5}/g) ?? [];
  return fives.map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)]).join('');
}

/** Returns the fingerprint as `ssh-keygen -l` prints it. */
export function fingerprint(key: Uint8Array): string {
  return `SHA256:${base64(hash(sshBlob(key))).replace(/=+$/, '')}`;
}

/** Returns the fingerprint as twelve words. */
export function fingerprintWords(key: Uint8Array): string[] {
  return words(hash('casekeep.v1/fingerprint\n', key));
}

/** Returns the twelve seal words of a signed note. */
export function sealWords(note: string): string[] {
  return words(hash('casekeep.v1/seal\n', note));
}

function words(sum: Uint8Array): string[] {
  return entropyToMnemonic(sum.slice(0, 16), wordlist).split(' ');
}

/** Returns what a person gave as a fingerprint, in one of its two forms; `null` when it is neither. */
export function readFingerprint(given: string): string | null {
  const body = given.trim().replace(/^SHA256:/i, '').replace(/=+$/, '');
  if (/^[A-Za-z0-9+/]{43}$/.test(body) && fromBase64(`${body}=`)) return `SHA256:${body}`;
  const said = given.toLowerCase().replace(/[,-]/g, ' ').trim().split(/\s+/).join(' ');
  return said.split(' ').length === 12 && validateMnemonic(said, wordlist) ? said : null;
}

/** Returns whether a fingerprint, as `readFingerprint` gives it, is of this key. */
export function isOf(wanted: string, key: Uint8Array): boolean {
  return wanted === fingerprint(key) || wanted === fingerprintWords(key).join(' ');
}

/** Returns the key that made an armored SSHSIG over a message of a bundle. Throws `Bad` for any other bytes. */
export async function sshSigner(armored: string, message: Bytes): Promise<Bytes> {
  const lines = armored.split('\n');
  const body = lines.slice(1, -2);
  const whole = armored.length <= ARMOR && lines[0] === BEGIN && lines.at(-2) === END && lines.at(-1) === '';
  const wide = body.every((line, at) => (at < body.length - 1 ? line.length === 70 : line.length >= 1 && line.length <= 70));
  const blob = whole && body.length > 0 && wide ? fromBase64(body.join('')) : null;
  if (!blob) throw new Bad('the signature file is malformed', BAD);
  const start = join(utf8('SSHSIG'), Uint8Array.of(0, 0, 0, 1));
  const frame = start.length + 4 + sshBlob(new Uint8Array(32)).length;
  const [key, signature] = [blob.slice(frame - 32, frame), blob.slice(-64)];
  const about = join(sshString(NAMESPACE), sshString(new Uint8Array()), sshString(utf8('sha512')));
  const same = join(start, sshString(sshBlob(key)), about, sshString(join(sshString(utf8('ssh-ed25519')), sshString(signature))));
  if (!equal(same, blob)) throw new Bad('the signature is of another kind', BAD);
  if (!isKey(key)) throw new Bad('a public key is not one', BAD);
  const signed = join(utf8('SSHSIG'), about, sshString(sha512(message)));
  if (!(await verifies(key, signed, signature))) throw new Bad('what was signed is not what is here', BAD);
  return key;
}
