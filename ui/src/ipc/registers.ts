/**
 * What the window may ask about the registers of a case, its details, and what stays private to it. As in
 * `backend.ts`, every promise rejects with a `Problem`.
 */
import type {
  DetailsChanges, DetailsView, Entered, Patch, PrivateKind, PrivateNote, Register, RegisterEntry, RegisterView, TextReaderView,
} from './types';

export interface RegistersBackend {
  /** The entries of a register, by number. */
  entries(inCase: number, register: Register): Promise<RegisterView[]>;
  entry(inCase: number, register: Register, n: number): Promise<RegisterView>;
  enter(inCase: number, entry: RegisterEntry): Promise<Entered>;
  /** `null` and an empty text take a field away; what it said stays readable. */
  amend(inCase: number, register: Register, n: number, changes: Patch, reason: string): Promise<void>;

  /** The program that reads words in pictures, as it is on this computer. */
  textReader(): Promise<TextReaderView>;
  /** Reads the words in an item’s picture, and keeps them as a transcript that says so. */
  readText(inCase: number, item: number, language: string | null): Promise<Entered>;

  details(inCase: number): Promise<DetailsView>;
  /** The first time needs no reason. */
  amendDetails(inCase: number, changes: DetailsChanges, reason: string): Promise<void>;

  /** Notes and advice that are never part of a bundle, oldest first. */
  privateNotes(inCase: number): Promise<PrivateNote[]>;
  /** Resolves with when it was recorded. `from` is who gave the advice. */
  writePrivateNote(inCase: number, kind: PrivateKind, text: string, from: string | null): Promise<string>;
}
