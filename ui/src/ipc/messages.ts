/**
 * What the window may ask about exports of messages. As in `backend.ts`, every promise rejects with a `Problem`; long work
 * reports how far it is and is stopped with `Backend.cancel`.
 */
import type { ExportsFound, ImportFrom, ItemReceipt, MessageChoices, MessagesOutcome, MessagesPreview, Progress } from './types';

type Told = (progress: Progress) => void;

export interface MessagesBackend {
  /** Asks for the folder or the archive that an app exported, and says what lies there; `null` when they closed the dialog. */
  find(from: ImportFrom, on: Told): Promise<ExportsFound | null>;
  /** Keeps one of the exports that were found as an item, by its name. */
  keep(inCase: number, name: string, on: Told): Promise<ItemReceipt>;
  /**
   * Says what an item holds as an export and what would become of it; nothing is written. `withFiles`: with the files that
   * lie where `find` looked last.
   */
  preview(inCase: number, item: number, choices: MessageChoices, withFiles: boolean, on: Told): Promise<MessagesPreview>;
  /**
   * Makes contacts of its messages, and keeps their files where that is asked; stopped, it resolves with what was made, and
   * done again it makes the rest.
   */
  write(inCase: number, item: number, choices: MessageChoices, withFiles: boolean, on: Told): Promise<MessagesOutcome>;
}
