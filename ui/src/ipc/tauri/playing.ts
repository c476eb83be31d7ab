/** The parts of an item that is played, asked of the shell's own scheme: nothing of them is kept by the web view. */
import type { PlayingBackend } from '../playing';
import type { OpenedMedia, Problem } from '../types';
import { call } from './call';

const media = navigator.userAgent.includes('Windows') ? 'http://vaultmedia.localhost' : 'vaultmedia://localhost';

/** What one answer holds at most; the shell gives no more. */
const MOST = 1 << 20;

const UNREAD: Problem = {
  code: 'io',
  message: 'The file could not be read any further.',
  hint: 'The item may have been closed, or its file is not the one that was saved: a check in Settings tells.',
};

export const playing: PlayingBackend = {
  open: (inCase, item) => call<OpenedMedia>('open_media', { case: inCase, item }),
  close: (grant) => call<void>('close_media', { grant }),
  async read(grant, from, to) {
    const all = new Uint8Array(to - from);
    for (let at = from; at < to; ) {
      const part = await readPart(grant, at, Math.min(to, at + MOST));
      all.set(part, at - from);
      at += part.length;
    }
    return all;
  },
};

async function readPart(grant: string, from: number, to: number): Promise<Uint8Array> {
  try {
    const answer = await fetch(`${media}/${grant}`, { headers: { Range: `bytes=${from}-${to - 1}` }, cache: 'no-store' });
    const part = new Uint8Array(await answer.arrayBuffer());
    if (answer.status === 206 && part.length > 0 && part.length <= to - from) return part;
  } catch {
    // Said below, like an answer without bytes.
  }
  throw UNREAD;
}
