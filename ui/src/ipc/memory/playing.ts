/** Recordings of the vault in memory, given in parts like the shell gives them. */
import type { PlayingBackend } from '../playing';
import type { OpenedMedia } from '../types';
import type { StoredCase } from './case';
import { problem } from './said';

type Item = ReturnType<StoredCase['item']>;

export class MemoryPlaying implements PlayingBackend {
  /** What is open, by its grant: the case and the item. */
  readonly opened = new Map<string, [number, number]>();
  readonly #item: (inCase: number, n: number) => Item;

  constructor(item: (inCase: number, n: number) => Item) {
    this.#item = item;
  }

  async open(inCase: number, n: number): Promise<OpenedMedia> {
    const item = this.#item(inCase, n);
    const grant = `${inCase}-${n}-${this.opened.size}`;
    this.opened.set(grant, [inCase, n]);
    return { grant, bytes: item.media?.length ?? 0, mediaType: item.type };
  }

  async close(grant: string): Promise<void> {
    this.opened.delete(grant);
  }

  async read(grant: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.opened.get(grant);
    const media = known && this.#item(...known).media;
    if (!media || to > media.length) throw problem('io', 'The file could not be read any further.', 'Close the item and open it again.');
    return media.slice(from, to);
  }
}
