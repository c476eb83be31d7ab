/** Proof files and archives that somebody made to mislead or to wear out whoever reads them. */
import { describe, expect, it } from 'vitest';
import { text, utf8 } from '../core/bytes';
import { check, type Report } from '../core/check';
import { CHRONOLOGY_SHOWN, Intake } from '../core/intake';
import { canonical, proofJson } from '../core/json';
import { CHRONOLOGY, CONSISTENCY } from '../core/layout';
import { archiveOf, base, file, inPieces } from './vectors';

describe('JSON', () => {
  it.each(['-0\n', '[-0]\n', '[ -0 ]', '1.5\n', '{"a":1e3}\n', '9007199254740993\n', '"\\ud800"\n', '{"\\udc00":1}\n', '["\\ud800\\ud800"]'])('%j is no proof', (said) => {
    expect(proofJson(utf8(said))).toBeNull();
  });

  it.each(['-0', '[-0]', '"\\ud800"', '"\ufffd\\udc00"'])('%j is no record', (said) => {
    expect(() => canonical(utf8(said))).toThrow();
  });

  it('takes whole characters and whole numbers', () => {
    expect(proofJson(utf8('[0,-1,"\\ud83d\\ude00","\u{1f600}"]\n'))).toEqual([0, -1, '\u{1f600}', '\u{1f600}']);
    expect(canonical(utf8('["\u{1f600}",-1]'))).toEqual(['\u{1f600}', -1]);
  });
});

describe('seals', async () => {
  const from = await base('changed');
  const list = JSON.parse(text(from.files.get(CONSISTENCY) ?? new Uint8Array()) ?? '') as { logs: unknown[]; records: unknown[]; stamps: number }[];

  async function withList(change: (one: (typeof list)[number]) => void): Promise<Report> {
    const changed = structuredClone(list);
    changed.forEach(change);
    const archive = archiveOf(from, [{ op: 'write', path: CONSISTENCY, text: `${JSON.stringify(changed)}\n` }]);
    return check(await Intake.read(inPieces(archive)));
  }

  it('are shown where the log is proven to go on from them', async () => {
    const { seals } = await withList(() => undefined);
    expect(seals.length).toBe(list.length);
    expect(seals.every(({ covers }) => covers > 0)).toBe(true);
  });

  it('are not shown where a head has no proof, or covers nothing that is here', async () => {
    const report = await withList((one) => (one.logs = []));
    expect(report.seals).toEqual([]);
    expect(report.notes.some((note) => note.class === 'ROLLED_BACK')).toBe(true);
    expect((await withList((one) => (one.logs = one.logs.slice(1)))).seals).toEqual([]);
    expect((await withList((one) => (one.records = []))).seals).toEqual([]);
  });

  it('take no longer for millions of time-stamps that are not there', async () => {
    const before = await withList(() => undefined);
    const report = await withList((one) => (one.stamps = 1_000_000_000));
    const missing = report.problems.filter((one) => one.class === 'BUNDLE_MISSING');
    expect(missing.length - before.problems.filter((one) => one.class === 'BUNDLE_MISSING').length).toBe(list.length);
    expect(missing.at(-1)?.what).toContain('are not there, first data/proof/seal-');
  });
});

describe('a chronology', () => {
  it.each([[10, true], [CHRONOLOGY_SHOWN + 1, false]])('of %i bytes is shown: %s', async (size, isShown) => {
    const [header = new Uint8Array()] = file(`folder/${CHRONOLOGY}`, new Uint8Array(size));
    async function* pieces() {
      yield header;
      for (let left = Math.ceil(size / 512) * 512; left > 0; left -= 2 ** 20) yield new Uint8Array(Math.min(left, 2 ** 20));
      yield new Uint8Array(1024);
    }
    const shown: (number | null)[] = [];
    const intake = await Intake.read(pieces(), { chronology: (page) => shown.push(page && page.length) });
    expect(intake.found.problems).toEqual([]);
    expect(shown).toEqual([isShown ? size : null]);
    expect(intake.files.get(CHRONOLOGY)?.size).toBe(size);
  });
});
