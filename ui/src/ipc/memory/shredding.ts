/** Holding and shredding cases of the vault in memory. */
import type { ShreddingBackend } from '../keeping';
import type { Progress, ShredCertificate, ShredPlan, Tombstone } from '../types';
import type { MemoryBackups } from './backups';
import type { StoredCase } from './case';
import { now, problem } from './said';
import type { MemoryVault } from './vault';

export class MemoryShredding implements ShreddingBackend {
  readonly #vault: MemoryVault;
  readonly #backups: MemoryBackups;
  #tombstones: Tombstone[] = [];
  #certificate: { case: number; text: string } | null = null;

  constructor(vault: MemoryVault, backups: MemoryBackups) {
    this.#vault = vault;
    this.#backups = backups;
  }

  /** The numbers that shredded cases had are not given again. */
  get highest(): number {
    return Math.max(0, ...this.#tombstones.map((one) => one.case));
  }

  async plan(inCase: number): Promise<ShredPlan> {
    const one = this.#case(inCase);
    const { places } = await this.#backups.all();
    return {
      case: inCase, name: one.name, contacts: one.contacts.length, items: one.items.length, bytes: one.items.reduce((sum, item) => sum + item.bytes, 0),
      hold: one.hold, backups: places.map((place) => `${place.folder} (copied 28 April 2026)`),
      bundles: inCase === 1 ? ['bundle 1, begun 28 April 2026, sealed to passphrase for “PC 4471 Osei, Northshire Police”'] : [],
    };
  }

  async shred(inCase: number, name: string, reason: string, on: (progress: Progress) => void): Promise<ShredCertificate> {
    const plan = await this.plan(inCase);
    if (plan.hold !== null) throw problem('bad_input', `There is a hold on case ${inCase}, so it cannot be shredded: ${plan.hold}`, 'Nothing was destroyed. Take the hold off first, with a reason, if it no longer stands.');
    if (name.trim() !== plan.name) throw problem('bad_input', 'The name is not the one of the case.', 'Change it and try again. Nothing was saved.');
    if (!reason.trim()) throw problem('bad_input', 'The reason is empty.', 'Change it and try again. Nothing was saved.');
    const told = { files_done: 0, files: 0, bytes_done: 0, bytes: plan.bytes, current: `case ${inCase}` };
    on({ ...told });
    for await (const [, item] of this.#vault.steps(this.#case(inCase).items)) {
      told.bytes_done += item.bytes;
      on({ ...told });
    }
    this.#vault.cases = this.#vault.cases.filter((one) => one.number !== inCase);
    this.#tombstones.push({ case: inCase, at: now(), contacts: plan.contacts, items: plan.items, reason: reason.trim() });
    const reach = [...plan.backups.map((one) => `backup: ${one}`), ...plan.bundles];
    const text = [
      'Certificate of a shredding', '', `Case ${inCase} (“${plan.name}”)`, '', `Begun 30 April 2026, 11:44:00 UTC, done 30 April 2026, 11:44:02 UTC, by the clock of this computer.`, `Reason: ${reason.trim()}`,
      `Destroyed: the key of the case and of its private notes; contacts: ${plan.contacts}, items: ${plan.items}, bytes: ${plan.bytes}.`,
      '', 'Not reached by it, each to be dealt with by hand:', ...(reach.length > 0 ? reach : ['no backup and no bundle is known here.']).map((one) => `  ${one}`),
    ].join('\n');
    this.#certificate = { case: inCase, text };
    return { text };
  }

  async saveCertificate(): Promise<string | null> {
    this.#vault.needed();
    if (!this.#certificate) throw problem('no_such_entry', 'The certificate is not kept any more.', 'The log of the vault still says when the case was shredded, and why.');
    return this.#vault.options.chosen === null ? null : `${this.#vault.options.chosen}/Certificate of a shredding, case ${this.#certificate.case}.txt`;
  }

  async hold(inCase: number, reason: string): Promise<void> {
    this.#case(inCase).hold = told(reason);
  }

  async release(inCase: number, reason: string): Promise<void> {
    told(reason);
    this.#case(inCase).hold = null;
  }

  async tombstones(): Promise<Tombstone[]> {
    this.#vault.needed();
    return structuredClone(this.#tombstones);
  }

  #case(inCase: number): StoredCase {
    this.#vault.needed();
    const one = this.#vault.cases.find((other) => other.number === inCase);
    if (!one) throw problem('no_such_case', `There is no case ${inCase}.`, 'Look at the list of cases.');
    return one;
  }
}

function told(reason: string): string {
  if (!reason.trim()) throw problem('bad_input', 'The reason is empty.', 'Change it and try again. Nothing was saved.');
  return reason.trim();
}
