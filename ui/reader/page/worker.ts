/** The one worker: opens, reads and checks a bundle, and opens single files again. It speaks to nobody but the page. */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex, text, type Bytes } from '../core/bytes';
import { check } from '../core/check';
import { openEnvelope, partOf, Refusal, type Opened, type Secret } from '../core/envelope';
import { Intake } from '../core/intake';
import { readFingerprint } from '../core/signing';
import type { Asked, Told } from './messages';

let opened: Opened | null = null;
let intake: Intake | null = null;

const tell = (told: Told) => postMessage(told);

/** How often the page is told how far it is, in milliseconds. */
const OFTEN = 100;

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
        tell({ told: 'progress', done, of: envelope.size });
      },
      chronology: (page) => tell({ told: 'chronology', page: text(page) ?? '' }),
      file: (path, seen) => tell({ told: 'file', path, seen }),
    });
  }
  tell({ told: 'report', report: await check(intake) });
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
  const seen = intake?.files.get(path);
  if (!seen || !opened) return tell({ told: 'lost', path });
  const state = sha256.create();
  const pieces: Bytes[] = [];
  try {
    for await (const piece of partOf(opened, seen.at, seen.size)) {
      state.update(piece);
      pieces.push(piece);
    }
  } catch {
    return tell({ told: 'lost', path });
  }
  const isSame = hex(state.digest()) === seen.sha256;
  return tell(isSame ? { told: 'taken', path, blob: new Blob(pieces, { type: 'application/octet-stream' }) } : { told: 'lost', path });
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
