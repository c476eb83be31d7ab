/** The reader in the page finds in every bundle's vector what the vector says, as Casekeep and the second reader do. */
import { describe, expect, it } from 'vitest';
import { check, type Report } from '../core/check';
import { Intake } from '../core/intake';
import { readFingerprint } from '../core/signing';
import { archiveOf, base, inPieces } from './vectors';

const classes = (found: { class: string }[]) => [...new Set(found.map((one) => one.class))].sort();

function verdict(report: Report) {
  return { exit: report.ok ? 0 : 1, signer: report.signer, classes: classes(report.problems), notes: classes(report.notes) };
}

describe.each([['', 50], ['changed', 15]])('the vectors of the base “%s”', async (name, least) => {
  const from = await base(name);

  it('are many', () => expect(from.vectors.length).toBeGreaterThan(least));

  it.each(from.vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    const intake = await Intake.read(inPieces(archiveOf(from, vector.apply ?? [])));
    const report = await check(intake, vector.with_fingerprint ? readFingerprint(from.fingerprint) : null);
    const { exit, signer, classes: wanted, notes = [] } = vector.expect;
    expect(verdict(report)).toEqual({ exit, signer, classes: [...wanted].sort(), notes: [...notes].sort() });
  });
});
