/**
 * What the window may ask about how the vault is kept, by theme. As in `backend.ts`, every promise rejects with a
 * `Problem`; long work reports how far it is and is stopped with `Backend.cancel`.
 */
import type { Stop } from './backend';
import type {
  BackupReport, Backups, Keys, KeyWay, LastCheck, Made, Progress, Proof, Rehearsal, Report, Seal, SealVerdict, ShredCertificate, ShredPlan, Tombstone,
} from './types';

type Told = (progress: Progress) => void;

/** The ways to unlock the vault, and changing them. */
export interface KeysBackend {
  all(): Promise<Keys>;
  changePassphrase(proof: Proof, passphrase: string): Promise<void>;
  /** Makes new recovery words; the old ones end. `Backend.confirmWords` then compares the three typed back. */
  newWords(proof: Proof): Promise<string[]>;
  /** Opens a copy of the key with the words, and notes the date. */
  rehearseWords(words: string): Promise<void>;
  add(proof: Proof, label: string, recipient: string): Promise<KeyWay>;
  remove(proof: Proof, file: string): Promise<void>;
  /**
   * Changes every key and seals everything again; the vault is then open with the new passphrase. Once it has reported
   * how far it is, only that opens it: stopped, it is gone on with later. Nothing else can be asked meanwhile.
   */
  rotate(proof: Proof, passphrase: string, on: Told): Promise<Made>;
  resumeRotation(on: Told): Promise<Made>;
  /** Asks where to save, then writes a form to fill in by hand; it holds the fingerprint and no secret. */
  saveWordsForm(): Promise<string | null>;
}

/** Copies of the vault in other folders. */
export interface BackupsBackend {
  all(): Promise<Backups>;
  backUp(folder: string, on: Told): Promise<BackupReport>;
  rehearse(folder: string, proof: Proof, on: Told): Promise<Rehearsal>;
  forget(folder: string): Promise<void>;
  /** Puts a copy of a backup in an empty folder; no vault needs to be open. */
  restore(from: string, to: string, on: Told): Promise<BackupReport>;
}

/** Checks of the vault and of its copies. */
export interface ChecksBackend {
  /** A whole check; `resume` goes on where the last one was stopped. */
  run(resume: boolean, on: Told): Promise<Report>;
  /** Looks at a folder's names and hashes without any key. */
  folder(folder: string, on: Told): Promise<Report>;
  last(): Promise<LastCheck | null>;
  /** The check that goes on by itself, a little each day, found something. */
  onChecked(then: (check: LastCheck) => void): Promise<Stop>;
}

/** Seals: twelve words for the state of every log. */
export interface SealsBackend {
  make(): Promise<Seal>;
  /** Every seal, oldest first. */
  all(): Promise<Seal[]>;
  /** Compares twelve words, a whole checkpoint or the text of a sheet with today's log. */
  check(words: string): Promise<SealVerdict>;
  /** Asks where to save, then writes a sheet to print; `null` when they closed the dialog. */
  saveSheet(words: string[]): Promise<string | null>;
  /** Asks where to save, then writes a request for a time-stamp of the newest seal; `null` when they closed the dialog. */
  saveTimeRequest(): Promise<string | null>;
  /** Asks for the authority's reply, checks and keeps it; `null` when they closed the dialog. */
  takeTimeResponse(): Promise<Seal | null>;
}

/** Destroying a case, and keeping one from it. */
export interface ShreddingBackend {
  plan(inCase: number): Promise<ShredPlan>;
  /** Cannot be stopped once it has begun. */
  shred(inCase: number, name: string, reason: string, on: Told): Promise<ShredCertificate>;
  /** Asks where to save the certificate of the last case that was shredded; `null` when they closed the dialog. */
  saveCertificate(): Promise<string | null>;
  hold(inCase: number, reason: string): Promise<void>;
  release(inCase: number, reason: string): Promise<void>;
  /** What is left of the cases that were shredded, by number. */
  tombstones(): Promise<Tombstone[]>;
}
