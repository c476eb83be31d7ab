/**
 * What the window may ask about exports of messages. As in `backend.ts`, every promise rejects with a `Problem`; long work
 * reports how far it is and is stopped with `Backend.cancel`.
 */
import type { MessageChoices, MessagesOutcome, MessagesPreview, Progress } from './types';

type Told = (progress: Progress) => void;

export interface MessagesBackend {
  /** Says what an item holds as an export and what would become of it; nothing is written. */
  preview(inCase: number, item: number, choices: MessageChoices, on: Told): Promise<MessagesPreview>;
  /** Makes contacts of its messages; stopped, it resolves with what was made, and done again it makes the rest. */
  write(inCase: number, item: number, choices: MessageChoices, on: Told): Promise<MessagesOutcome>;
}
