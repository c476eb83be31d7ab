/** What the window may ask about an item that is played: its bytes, part by part. As in `backend.ts`, every promise rejects with a `Problem`. */
import type { OpenedMedia } from './types';

export interface PlayingBackend {
  /** Opens an item to be read in parts; it can be until it is closed or the vault is locked. */
  open(inCase: number, item: number): Promise<OpenedMedia>;
  close(grant: string): Promise<void>;
  /** Bytes of an open item from a place up to another, all of them. */
  read(grant: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}
