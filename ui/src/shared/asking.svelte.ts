/** A form that asks for the passphrase once more: busy, what went wrong, and whether it was the passphrase. */
import { asProblem, type Problem, type Proof } from '../ipc';

/** The engine cannot tell which of the two was meant; the field can. */
export const WRONG_WORDS = 'Those are not the words of this vault. Check the spelling and the order, then try again.';

export class Asking {
  proof = $state.raw<Proof>({ kind: 'passphrase', passphrase: '' });
  busy = $state(false);
  /** Stands at the field of the passphrase. */
  wrong = $state<string | null>(null);
  problem = $state.raw<Problem | null>(null);
  field = $state<HTMLElement>();

  /** True when something was typed; says so at the field when not. */
  given(): boolean {
    const { proof } = this;
    const typed = proof.kind === 'words' ? proof.words : proof.passphrase;
    this.wrong = typed.trim() !== '' ? null : proof.kind === 'words' ? 'Type the 12 words, in order.' : 'Type your passphrase.';
    if (this.wrong) this.field?.focus();
    return this.wrong === null;
  }

  /** Does the work; what it answers, or `null` when it was refused. */
  async run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    Object.assign(this, { busy: true, wrong: null, problem: null });
    try {
      return await work();
    } catch (caught) {
      const problem = asProblem(caught);
      if (problem.code === 'wrong_secret' || problem.code === 'try_later') {
        const words = problem.code === 'wrong_secret' && this.proof.kind === 'words';
        this.wrong = words ? WRONG_WORDS : `${problem.message} ${problem.hint}`.trim();
        this.field?.focus();
      } else if (problem.code !== 'locked') {
        this.problem = problem;
      }
      return null;
    } finally {
      this.busy = false;
    }
  }
}
