/** A bundle that is cut short or has a bit turned: the page says what the second reader says, sealed or not. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { equal, join, type Bytes } from '../core/bytes';
import { check } from '../core/check';
import { openEnvelope, partOf, Refusal, type Secret } from '../core/envelope';
import { Intake } from '../core/intake';
import { readFingerprint } from '../core/signing';
import { base, inPieces, ROOT } from './vectors';

const SECOND = `
import json, os, sys
sys.path.insert(0, os.path.join(sys.argv[1], "tests/reader"))
from bundle import Bundle
from casekeep_reader import Findings
said = {}
for name in sorted(os.listdir(sys.argv[2])):
    found = Findings()
    with open(os.path.join(sys.argv[2], name), "rb") as file:
        Bundle(file.read(), True, sys.argv[3], found)
    said[name] = sorted({one["class"] for one in found.problems})
print(json.dumps(said))
`;

/** Has the second reader check each of these archives, in one go. */
function second(archives: readonly Bytes[], fingerprint: string): string[][] {
  const folder = mkdtempSync(path(tmpdir(), 'casekeep-reader-'));
  try {
    archives.forEach((bytes: Bytes, at: number) => writeFileSync(path(folder, String(at).padStart(4, '0')), bytes));
    const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
    const said = execFileSync(python, ['-B', '-c', SECOND, ROOT, folder, fingerprint], { encoding: 'utf8' });
    return Object.values(JSON.parse(said) as Record<string, string[]>);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function problems(pieces: AsyncIterable<Bytes>, fingerprint: string): Promise<string[]> {
  const report = await check(await Intake.read(pieces), readFingerprint(fingerprint));
  return [...new Set(report.problems.map((one) => one.class))].sort();
}

/** The same numbers each time, spread evenly enough. */
function* places(count: number, below: number): Generator<number> {
  for (let at = 0, seed = 12_345; at < count; at += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    yield seed % below;
  }
}

function flipped(bytes: Bytes, at: number): Bytes {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ (1 << at % 8);
  return copy;
}

/** What a page is given is a `File`, which is a `Blob`. */
const open = async (bytes: Bytes, secret: Secret) => openEnvelope(new Blob([bytes]), secret);

describe.each([[''], ['changed']])('the base “%s”', async (name) => {
  const { archive, fingerprint } = await base(name);

  it('is found damaged in the same words by both readers, wherever a bit is turned or it is cut', async () => {
    const bad = [
      ...[...places(24, archive.length)].map((at) => flipped(archive, at)),
      ...[...places(10, archive.length)].map((at) => archive.slice(0, at)),
    ];
    const ours = [];
    for (const bytes of bad) ours.push(await problems(inPieces(bytes), fingerprint));
    expect(ours.every((classes) => classes.length > 0)).toBe(true);
    // From a place that cannot be read on the two may have taken one file more or less; what that place is, is the same.
    const told = (classes: string[]) => (classes.includes('BUNDLE_TAR') ? ['BUNDLE_TAR'] : classes);
    expect(ours.map(told)).toEqual(second(bad, fingerprint).map(told));
  });
});

describe('a sealed bundle', async () => {
  const small = await base('');
  const { fingerprint } = small;
  // Only zeros may follow an archive: so it is of several chunks.
  const archive = join(small.archive, new Uint8Array(200_000));
  const identity = await generateX25519Identity();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  const sealed = (await encrypter.encrypt(archive)) as Bytes;
  const wordy = new Encrypter();
  wordy.setPassphrase('acorn velvet summit paddle crisp onion');
  wordy.setScryptWorkFactor(10);
  const spoken = (await wordy.encrypt(archive)) as Bytes;
  const key: Secret = { identity: `# created: today\n\n${identity}\n` };

  async function verdict(bytes: Bytes): Promise<string[] | string> {
    try {
      const opened = await open(bytes, key);
      if (typeof opened === 'string') return ['BUNDLE_TAR'];
      return await problems(opened.pieces(), fingerprint);
    } catch (caught) {
      if (caught instanceof Refusal) return caught.code;
      throw caught;
    }
  }

  it('opens with its key, and with its passphrase', async () => {
    expect(await verdict(sealed)).toEqual([]);
    const opened = await open(spoken, { passphrase: 'acorn velvet summit paddle crisp onion' });
    expect(typeof opened === 'string' ? opened : await problems(opened.pieces(), fingerprint)).toEqual([]);
  });

  it('tells a wrong secret from damage', async () => {
    const other: Secret = { identity: await generateX25519Identity() };
    const codeOf = (bytes: Bytes, secret: Secret) => open(bytes, secret).then(() => 'opened', (caught: unknown) => (caught as Refusal).code);
    expect(await codeOf(sealed, other)).toBe('wrong_key');
    expect(await codeOf(sealed, { passphrase: 'acorn' })).toBe('wrong_key');
    expect(await codeOf(spoken, { passphrase: 'acorn' })).toBe('wrong_passphrase');
    expect(await codeOf(spoken, key)).toBe('wrong_passphrase');
    expect(await codeOf(sealed, null)).toBe('secret_missing');
    expect(await codeOf(sealed, { identity: 'one two three' })).toBe('bad_identity');
    expect(await codeOf(sealed, { identity: '-----BEGIN OPENSSH PRIVATE KEY-----' })).toBe('identity_ssh');
    expect(await codeOf(sealed, { identity: 'age-encryption.org/v1' })).toBe('identity_locked');
    expect(await codeOf(new TextEncoder().encode('\u0089PNG and so on, and so on, and so on'), key)).toBe('not_a_bundle');
    const costly = new TextEncoder().encode(new TextDecoder('latin1').decode(spoken.slice(0, 200)).replace(/^(.*\n-> scrypt \S+ )10\n/, '$130\n'));
    expect(await codeOf(costly, { passphrase: 'acorn' })).toBe('cost');
  });

  it('is never called whole when a bit is turned or the end is missing', async () => {
    const found = new Set<string>();
    for (const at of [...places(24, sealed.length), ...places(16, 220)]) {
      const said = await verdict(flipped(sealed, at));
      found.add(String(said));
      // A turned bit in the stanza looks like a file for somebody else.
      expect(said.includes('BUNDLE_TAR') || said === 'wrong_key' || said === 'not_a_bundle', `byte ${at}: ${String(said)}`).toBe(true);
    }
    expect([...found].some((said) => said.includes('BUNDLE_TAR'))).toBe(true);
    const chunk = 65_552;
    const header = new TextDecoder('latin1').decode(sealed.slice(0, 400)).indexOf('\n--- ') + 5 + 44 + 16;
    for (const end of [...places(12, sealed.length), sealed.length - 1, header, header + chunk, header + 2 * chunk, header + 3 * chunk]) {
      expect(await verdict(sealed.slice(0, end)), `cut at ${end}`).toContain('BUNDLE_TAR');
    }
  });

  it('gives any part of itself again', async () => {
    const opened = await open(sealed, key);
    if (typeof opened === 'string') throw new Error(opened);
    expect(opened.size).toBe(archive.length);
    for (const [from, size] of [[0, 10], [65_530, 20], [100_000, 150_000], [archive.length - 7, 7], [65_536, 65_536], [3, 0]] as const) {
      const pieces: Bytes[] = [];
      for await (const piece of partOf(opened, from, size)) pieces.push(piece);
      expect(equal(join(...pieces), archive.slice(from, from + size)), `${size} from ${from}`).toBe(true);
    }
  });
});
