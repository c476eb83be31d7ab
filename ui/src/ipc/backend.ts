/**
 * Everything the window may ask for. One real implementation speaks to the shell (`tauri.ts`), one keeps a vault in
 * memory (`memory.ts`). Every promise rejects with a `Problem` and with nothing else.
 */
import type { CapturesBackend } from './captures';
import type { HandingBackend } from './handing';
import type { ImportsBackend } from './imports';
import type { BackupsBackend, ChecksBackend, KeysBackend, SealsBackend, ShreddingBackend } from './keeping';
import type { MessagesBackend } from './messages';
import type { LookingBackend } from './looking';
import type { PlayingBackend } from './playing';
import type { RegistersBackend } from './registers';
import type {
  AddEvent, AddOutcome, BundlePapers, BundlePreview, BundleTo, CaptureSource, CaseRow, Contact, ContactChanges, ContactView,
  Disclosing, DisclosureReceipt, GuidanceInUse, InboxAdded, InboxView, ItemChanges, ItemReceipt, ItemView, LockReason, KeptDraft, Logged, Made, Moment,
  Opening, PaperAsked, Pattern, Progress, Problem, RowKey, Selection, Settings, Strength, TextPreview, TimelineFilter, TimelineRow, VaultState,
} from './types';

export type Stop = () => void;

export interface Backend {
  readonly backups: BackupsBackend;
  readonly captures: CapturesBackend;
  readonly handing: HandingBackend;
  readonly imports: ImportsBackend;
  readonly checks: ChecksBackend;
  readonly keys: KeysBackend;
  readonly messages: MessagesBackend;
  readonly looking: LookingBackend;
  readonly playing: PlayingBackend;
  readonly registers: RegistersBackend;
  readonly seals: SealsBackend;
  readonly shredding: ShreddingBackend;

  /** What people are told beyond their own case: the built-in content, or a newer signed one. */
  guidance(): Promise<GuidanceInUse>;

  vaultState(): Promise<VaultState>;
  checkPassphrase(passphrase: string): Promise<Strength>;
  /** Asks the person for a folder; `null` when they closed the dialog. */
  chooseFolder(): Promise<string | null>;
  createVault(folder: string, passphrase: string): Promise<Made>;
  /** Pairs of word position (1 to 12) and the word typed; true when all are right. */
  confirmWords(answers: [number, string][]): Promise<boolean>;
  openFolder(folder: string): Promise<VaultState>;
  unlock(passphrase: string): Promise<Opening>;
  unlockWithWords(words: string): Promise<Opening>;
  lock(): Promise<void>;
  /** Says that the person is there, so that the vault stays open. */
  stillHere(): Promise<void>;
  /** Says that the person compared the fingerprint words and they are the same. */
  confirmKey(): Promise<void>;
  acknowledgeRestored(reason: string): Promise<void>;

  listCases(): Promise<CaseRow[]>;
  addCase(name: string): Promise<number>;
  renameCase(inCase: number, name: string): Promise<void>;
  closeCase(inCase: number, reason: string): Promise<void>;
  reopenCase(inCase: number, reason: string): Promise<void>;
  /** Says where files dropped on the window go; `null` when no case is open. */
  setCurrentCase(inCase: number | null): Promise<void>;

  timeline(inCase: number, filter: TimelineFilter): Promise<TimelineRow[]>;
  /** Every row's place as columns, oldest first, or the newest so many; read by `features/timeline/packed.ts`. */
  timelinePacked(inCase: number, newest: number | null): Promise<ArrayBuffer>;
  /** What rows say, 1,000 at most; what is not there is left out. */
  timelineRows(inCase: number, keys: RowKey[]): Promise<TimelineRow[]>;
  /** Where on the packed timeline a text is found. */
  findInTimeline(inCase: number, text: string): Promise<ArrayBuffer>;
  /** The contacts of a case counted over time. */
  pattern(inCase: number): Promise<Pattern>;
  /** Of more than `most` rows of a case, those that were recorded last. */
  search(text: string, inCase: number | null, most: number): Promise<TimelineRow[]>;
  contact(inCase: number, n: number): Promise<ContactView>;
  item(inCase: number, n: number): Promise<ItemView>;
  /** What was typed into forms of a case and is not saved yet; it is kept sealed. */
  drafts(inCase: number): Promise<KeptDraft[]>;
  keepDraft(inCase: number, form: string, text: string): Promise<void>;
  dropDraft(inCase: number, form: string): Promise<void>;
  logContact(inCase: number, contact: Contact): Promise<Logged>;
  amendContact(inCase: number, n: number, changes: ContactChanges, reason: string): Promise<void>;
  amendItem(inCase: number, n: number, changes: ItemChanges, reason: string): Promise<void>;
  /** Rust decides what a moment is; rejects with `bad_moment`. */
  readMoment(text: string, zone: string): Promise<Moment>;

  captureSources(): Promise<CaptureSource[]>;
  /** Captures after so many seconds; the next shot of the set that is going on. */
  capture(inCase: number, sourceId: string, delay: number): Promise<ItemReceipt>;
  paste(inCase: number): Promise<ItemReceipt>;
  addFilesDialog(inCase: number, on: (event: AddEvent) => void): Promise<AddOutcome>;
  /** Stops the long work that is going on; what is finished stays. */
  cancel(): Promise<void>;
  textPreview(inCase: number, item: number): Promise<TextPreview>;
  saveCopy(inCase: number, item: number, reason: string): Promise<string | null>;
  /** Asks where to save, records it, and writes a letter, a register or labels without protection. */
  savePaper(inCase: number, paper: PaperAsked, reason: string): Promise<string | null>;

  inbox(): Promise<InboxView>;
  adoptInbox(file: string, inCase: number, originUnknownOk: boolean): Promise<ItemReceipt>;
  inboxAddDialog(): Promise<InboxAdded>;

  sixWords(): Promise<string[]>;
  /** Counts what a bundle would hold and leave; nothing is made or recorded. */
  previewBundle(inCase: number, selection: Selection, why: Disclosing): Promise<BundlePreview>;
  /** Asks where to save, then makes the bundle, with papers in it and the page that opens it beside it if they want; `null` when they closed the dialog. */
  exportBundle(
    inCase: number, selection: Selection, to: BundleTo, why: Disclosing, reader: boolean, papers: BundlePapers | null, on: (progress: Progress) => void,
  ): Promise<DisclosureReceipt | null>;

  settings(): Promise<Settings>;
  setSettings(settings: Settings): Promise<void>;

  /** Addresses of pictures made by the decoder, for `<img src>`; refused when locked. */
  thumbnailUrl(inCase: number, item: number): string;
  previewUrl(inCase: number, item: number, side: number): string;

  onLocked(then: (reason: LockReason) => void): Promise<Stop>;
  onAboutToLock(then: (seconds: number) => void): Promise<Stop>;
  /** The window is being closed: what was typed last is kept, then the vault is locked. */
  onClosing(then: () => void): Promise<Stop>;
  /** Files dropped on the window, as they are taken into the current case. */
  onDropped(then: (event: AddEvent) => void): Promise<Stop>;
  /** Files were dropped on the window while it was locked, and sealed. */
  onInboxChanged(then: () => void): Promise<Stop>;
}

/** True for an error of ours; anything else is a fault of the program. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'hint' in value;
}

/** Turns whatever was caught into a problem that can be shown. */
export function asProblem(caught: unknown): Problem {
  if (isProblem(caught)) return caught;
  return {
    code: 'io',
    message: 'Casekeep could not do that.',
    hint: 'What was saved is safe. Try again. If it happens again, lock, close Casekeep and open it.',
  };
}
