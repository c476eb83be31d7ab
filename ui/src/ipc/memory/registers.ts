/** The registers, details and private notes of the cases of the vault in memory. */
import type { RegistersBackend } from '../registers';
import type { DetailsChanges, Entered, Patch, PrivateKind, Register, RegisterEntry, TextReaderView } from '../types';
import type { StoredCase } from './case';
import { now, problem } from './said';
import type { MemoryVault } from './vault';

export class MemoryRegisters implements RegistersBackend {
  readonly #vault: MemoryVault;

  constructor(vault: MemoryVault) {
    this.#vault = vault;
  }

  async entries(inCase: number, register: Register) {
    return this.#case(inCase).shelf.views(register);
  }

  async entry(inCase: number, register: Register, n: number) {
    const { shelf } = this.#case(inCase);
    return shelf.view(shelf.one(register, n));
  }

  async enter(inCase: number, entry: RegisterEntry) {
    const one = this.#openCase(inCase);
    one.checkLinks(entry);
    const recorded = now();
    return { n: one.shelf.enter(entry, recorded), recorded };
  }

  async amend(inCase: number, register: Register, n: number, changes: Patch, reason: string): Promise<void> {
    const one = this.#openCase(inCase);
    if (!reason.trim()) throw problem('bad_input', 'The reason is empty.', 'Change it and try again. Nothing was saved.');
    if (Object.keys(changes).length === 0) throw problem('bad_input', 'Nothing was changed.', 'Change it and try again. Nothing was saved.');
    one.checkLinks(changes);
    one.shelf.amend(register, n, changes, reason, now());
  }

  async textReader(): Promise<TextReaderView> {
    this.#vault.needed();
    const install = 'On Debian and Ubuntu: sudo apt install tesseract-ocr. On Fedora: sudo dnf install tesseract. It works without a network, and Casekeep works without it.';
    return this.#vault.options.tesseract ? { program: 'tesseract 5.3.0', languages: ['cym', 'eng'], usual: 'eng', install } : { program: null, languages: [], usual: '', install };
  }

  async readText(inCase: number, item: number, language: string | null): Promise<Entered> {
    const { program, usual, install } = await this.textReader();
    if (!program) throw problem('no_preview', 'The program that reads words in pictures, tesseract, is not on this computer.', install);
    const text = this.#case(inCase).item(item).text ?? `What item ${item} says`;
    return this.enter(inCase, { register: 'transcript', item, text, made_by: 'machine', program, language: language ?? usual });
  }

  async details(inCase: number) {
    return this.#case(inCase).shelf.details();
  }

  async amendDetails(inCase: number, changes: DetailsChanges, reason: string): Promise<void> {
    if (Object.keys(changes).length === 0) throw problem('bad_input', 'Nothing was changed.', 'Change it and try again. Nothing was saved.');
    this.#openCase(inCase).shelf.amendDetails(changes, reason, now());
  }

  async privateNotes(inCase: number) {
    return structuredClone(this.#case(inCase).shelf.notes);
  }

  async writePrivateNote(inCase: number, kind: PrivateKind, text: string, from: string | null): Promise<string> {
    const { notes } = this.#case(inCase).shelf;
    if (!text.trim()) throw problem('bad_input', `${kind === 'note' ? 'Private note' : 'Advice'} is empty.`, 'Change it and try again. Nothing was saved.');
    const recorded = now();
    notes.push({ kind, text, from: (kind === 'advice' && from?.trim()) || null, recorded });
    return recorded;
  }

  #case(inCase: number): StoredCase {
    this.#vault.needed();
    const one = this.#vault.cases.find((other) => other.number === inCase);
    if (!one) throw problem('no_such_case', `There is no case ${inCase}.`, 'Look at the list of cases.');
    return one;
  }

  #openCase(inCase: number): StoredCase {
    const one = this.#case(inCase);
    if (one.closed) throw problem('case_closed', `${one.name} is closed.`, 'Open it again on the list of cases, then try again.');
    return one;
  }
}
