/** Which items are played, and what is said where one cannot be. */
import { size as sizeWords } from '../../../shared/names';

/** What is decoded whole is at most so long, in seconds: as samples it takes a hundred times its room. */
export const WHOLE_LENGTH = 600;
/** What is decoded whole is at most so large, in bytes. */
export const WHOLE_BYTES = 128 << 20;
/** A recording whose length cannot be told beforehand is decoded whole up to so many bytes: ten minutes of a phone's AMR. */
export const UNMEASURED_BYTES = 1 << 20;

/** Why an item is not played. */
export type Refusal = 'kind' | 'long' | 'damaged' | 'unread';

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

const WHY: Record<Refusal, string> = {
  kind: 'This computer has no decoder for it.',
  long: 'It is longer than ten minutes and of a kind that can only be decoded whole.',
  damaged: 'It is damaged, was never finished, or is not what its first bytes say.',
  unread: 'Its file could not be read. A check in Settings tells whether it was changed.',
};

/** Returns what is said in the place of an item that cannot be played. */
export function refusalWords(why: Refusal, mediaType: string, bytes: number): string {
  return `${mediaType}, ${sizeWords(bytes)}. This ${mediaNoun(mediaType)} is kept whole, but cannot be played here. ${WHY[why]} To play it, save a decrypted copy.`;
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
