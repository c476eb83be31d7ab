/**
 * What the window may ask about the inside of an item, and the working copies it makes of one. As in `backend.ts`, every
 * promise rejects with a `Problem`.
 */
import type { Alike, Area, Crop, Inside, ItemReceipt, MailPartKept, MailView, PageWords, Progress, WordPlace } from './types';

export interface LookingBackend {
  /** What the file says about itself, and its pages. */
  inside(inCase: number, item: number): Promise<Inside>;
  /** The words of a page, from 1, and where they stand. */
  words(inCase: number, item: number, page: number): Promise<PageWords>;
  /** Every place where words stand, whatever their capitals; only documents have words. */
  find(inCase: number, item: number, text: string): Promise<WordPlace[]>;
  /** One mail of the item, from 1; `null` for an item that is no mail and no mailbox. */
  mail(inCase: number, item: number, n: number): Promise<MailView | null>;
  /** Keeps parts of a mail as items, by their numbers; bytes that are an item already are not kept again. */
  keepMailParts(inCase: number, item: number, n: number, parts: number[], on: (progress: Progress) => void): Promise<MailPartKept[]>;
  /** The items of the case that look the same; to be asked again while pictures wait to be looked at. */
  alike(inCase: number, item: number): Promise<Alike>;
  /** Keeps a part of a picture, turned so many quarters to the right. */
  crop(inCase: number, item: number, crop: Crop, turn: number, reason: string): Promise<ItemReceipt>;
  /** Makes a copy with areas covered, opens it again, checks it, and keeps it; reports pages made and checked. */
  redact(inCase: number, item: number, areas: Area[], turn: number, on: (progress: Progress) => void): Promise<ItemReceipt>;
  /** The address of a page's picture, for `<img src>`; refused when locked. */
  pageUrl(inCase: number, item: number, page: number, side: number): string;
}
