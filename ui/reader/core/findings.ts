/** What is found wrong with a bundle, what to do about it, and remarks that make nothing wrong. */

/** The classes of `docs/format.md` section 8 that a bundle can have. */
export type Class =
  | 'FORMAT_NEWER' | 'ROLLED_BACK' | 'RECORD_MISPLACED' | 'RECORD_BAD' | 'SIGNATURE_BAD' | 'SIGNED_AFTER_CUTOFF' | 'BUNDLE_EXTRA'
  | 'BUNDLE_MISSING' | 'BUNDLE_CHANGED' | 'BUNDLE_SIGNER' | 'BUNDLE_KEY_MISMATCH' | 'BUNDLE_TAR' | 'ACCOUNTING_GAP' | 'PROOF_BAD';

export interface Finding {
  class: Class;
  /** What was found, as a sentence. */
  what: string;
  /** What to do. */
  step: string;
}

/** Bytes that are not what the format asks for. */
export class Bad extends Error {
  constructor(readonly what: string, readonly kind: Class = 'RECORD_BAD') {
    super(what);
  }
}

/** The most findings that are listed one by one; a ruined bundle has one for each file. */
const LISTED = 500;

const STEPS: Partial<Record<Class, string>> = {
  BUNDLE_SIGNER: 'Do not rely on this bundle. Ask the sender for the fingerprint again, by phone and not by the same mail.',
  BUNDLE_TAR: 'Copy or download the file again. If that does not help, ask the sender for the bundle again.',
  BUNDLE_EXTRA: 'Do not rely on the file that is named. The rest can be judged without it.',
  FORMAT_NEWER: 'Ask the sender for a newer reader, or check the bundle with a newer version of Casekeep.',
};
const OTHERWISE = 'Do not rely on what is named here. Ask the sender for the bundle again.';

export class Findings {
  readonly problems: Finding[] = [];
  readonly notes: Finding[] = [];
  /** How many more problems there are than are listed. */
  more = 0;

  add(kind: Class, what: string): void {
    if (this.problems.length < LISTED) this.problems.push({ class: kind, what, step: STEPS[kind] ?? OTHERWISE });
    else this.more += 1;
  }

  note(kind: Class, what: string, step: string): void {
    if (this.notes.length < LISTED) this.notes.push({ class: kind, what, step });
  }

  /** Returns a copy to go on from. */
  copy(): Findings {
    const copy = new Findings();
    copy.problems.push(...this.problems);
    copy.notes.push(...this.notes);
    copy.more = this.more;
    return copy;
  }
}
