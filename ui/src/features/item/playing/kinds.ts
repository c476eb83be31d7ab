/** Which items are played, and what is said where one cannot be. */
import { isProblem } from '../../../ipc';
import { size as sizeWords } from '../../../shared/names';

/** What is decoded whole is at most so long, in seconds: as samples it takes a hundred times its room. */
export const WHOLE_LENGTH = 600;
/** What is decoded whole is at most so large, in bytes. */
export const WHOLE_BYTES = 128 << 20;
/** So much of a file may be left out of what tells its length; a phone's AMR is no larger. */
export const UNMEASURED_BYTES = 1 << 20;

/** Why an item is not played. */
export type Refusal = 'kind' | 'long' | 'sparse' | 'damaged' | 'unread';

/** What a step of opening throws when an item cannot be played. */
export class Unplayable extends Error {
  constructor(readonly why: Refusal) {
    super(why);
  }
}

/** Returns true for types that are played, or at least tried. */
export function isMedia(mediaType: string): boolean {
  return /^(video|audio)\//.test(mediaType) && mediaType !== 'audio/midi';
}

/** Returns "video" or "recording". */
export function mediaNoun(mediaType: string): string {
  return mediaType.startsWith('video/') ? 'video' : 'recording';
}

const WHY: Record<Exclude<Refusal, 'unread'>, string> = {
  kind: 'This computer has no decoder for it.',
  long: 'It is longer than ten minutes and of a kind that can only be decoded whole.',
  sparse: 'Its whole pictures lie too far apart to be played piece by piece.',
  damaged: 'It is damaged, was never finished, or is not what its first bytes say.',
};

/** Returns why an item is not played, by what was thrown. */
export function refusalOf(error: unknown): Refusal {
  return error instanceof Unplayable ? error.why : isProblem(error) ? 'unread' : 'damaged';
}

/** Returns what is said in the place of an item that cannot be played. */
export function refusalWords(why: Refusal, mediaType: string, bytes: number): string {
  const what = `${mediaType}, ${sizeWords(bytes)}. This ${mediaNoun(mediaType)}`;
  // Whether what cannot be read is still whole is not known.
  if (why === 'unread') return `${what} could not be read. Its file may be missing or changed, or the disk did not answer. “Check everything” tells which.`;
  return `${what} is kept whole, but cannot be played here. ${WHY[why]} To play it, save a decrypted copy.`;
}

/** Returns a place in a recording as `0:07`, `12:30` or `1:02:05`. */
export function placeWords(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Returns a place in words that are read aloud: "1 minute 5 seconds of 3 minutes". */
export function spokenPlace(at: number, length: number): string {
  return `${spoken(at)} of ${spoken(length)}`;
}

function spoken(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units = ([[Math.floor(whole / 3600), 'hour'], [Math.floor(whole / 60) % 60, 'minute'], [whole % 60, 'second']] as const).filter(([n]) => n > 0);
  return units.map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`).join(' ') || '0 seconds';
}
