/** The one worker: opens, reads and checks a bundle, and opens single files again. It speaks to nobody but the page. */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex, text, type Bytes } from '../core/bytes';
import { check } from '../core/check';
import { openEnvelope, partOf, Refusal, type Opened, type Secret } from '../core/envelope';
import { Intake, type Seen } from '../core/intake';
import { readFingerprint } from '../core/signing';
import type { Asked, Told } from './messages';

let opened: Opened | null = null;
let intake: Intake | null = null;
/** Every file that was read so far: it can be opened again before the others are read. */
const files = new Map<string, Seen>();
/** Those of which the page was not told yet; it is told of many at once. */
let untold: [string, Seen][] = [];

const tell = (told: Told) => postMessage(told);

/** How often the page is told how far it is, in milliseconds. */
const OFTEN = 100;
/** How many files it is told of at once at most. */
const MANY = 1000;
/** So many bytes are held at a time while a file is opened again; the browser keeps what is before them. */
const FOLD = 64 * 2 ** 20;

async function open(file: File, secret: Secret): Promise<void> {
  const envelope = await openWith(file, secret);
  if (typeof envelope === 'string') {
    intake = Intake.damaged(envelope);
  } else {
    opened = envelope;
    let last = 0;
    intake = await Intake.read(envelope.pieces(), {
      progress: (done) => {
        const now = Date.now();
        if (now - last < OFTEN) return;
        last = now;
        tellFiles();
        tell({ told: 'progress', done, of: envelope.size });
      },
      chronology: (page) => tell({ told: 'chronology', page: page && (text(page) ?? '') }),
      file: (path, seen) => {
        files.set(path, seen);
        if (untold.push([path, seen]) >= MANY) tellFiles();
      },
    });
  }
  tellFiles();
  tell({ told: 'report', report: await check(intake) });
}

function tellFiles(): void {
  if (untold.length > 0) tell({ told: 'files', files: untold });
  untold = [];
}

/** Words said by phone are typed with capitals and too many spaces: they are tried as typed, then as they were made. */
async function openWith(file: File, secret: Secret): Promise<Opened | string> {
  try {
    return await openEnvelope(file, secret);
  } catch (caught) {
    const typed = secret && 'passphrase' in secret ? secret.passphrase : '';
    const made = typed.toLowerCase().trim().split(/\s+/).join(' ');
    if (!(caught instanceof Refusal) || caught.code !== 'wrong_passphrase' || made === typed) throw caught;
    return openEnvelope(file, { passphrase: made });
  }
}

async function take(path: string): Promise<void> {
  const seen = files.get(path);
  if (!seen || !opened) return tell({ told: 'lost', path });
  const state = sha256.create();
  const folded: Blob[] = [];
  let [pieces, held]: [Bytes[], number] = [[], 0];
  try {
    for await (const piece of partOf(opened, seen.at, seen.size)) {
      state.update(piece);
      pieces.push(piece);
      held += piece.length;
      if (held < FOLD) continue;
      folded.push(new Blob(pieces));
      [pieces, held] = [[], 0];
    }
    if (hex(state.digest()) !== seen.sha256) return tell({ told: 'lost', path });
    return tell({ told: 'taken', path, blob: new Blob([...folded, ...pieces], { type: 'application/octet-stream' }) });
  } catch {
    return tell({ told: 'lost', path });
  }
}

async function compare(given: string): Promise<void> {
  const fingerprint = readFingerprint(given);
  if (!intake) return;
  tell(fingerprint === null ? { told: 'no_fingerprint' } : { told: 'report', report: await check(intake, fingerprint) });
}

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const work = data.ask === 'open' ? open(data.file, data.secret) : data.ask === 'take' ? take(data.path) : compare(data.fingerprint);
  work.catch((caught: unknown) => tell(caught instanceof Refusal ? { told: 'refused', code: caught.code } : { told: 'failed', what: String(caught) }));
});
