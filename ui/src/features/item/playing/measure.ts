/**
 * How long the sound of a file is by what there is to decode. What a file says of its own length can be forged, and sound
 * that is decoded whole takes a hundred times its room.
 */
import { EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import { UNMEASURED_BYTES, WHOLE_BYTES, WHOLE_LENGTH, type Refusal } from './kinds';
import type { Read } from './playback';

/** So many bytes are looked through at once, and so many of them again: a frame's head may lie across. */
const PIECE = 4 << 20;
const HEAD = 16;

/** Returns why sound cannot be decoded whole; `null` where it can. */
export async function wholeRefusal(tracks: readonly InputAudioTrack[], bytes: number, read: Read): Promise<Refusal | null> {
  if (bytes > WHOLE_BYTES) return 'long';
  // A file of bare FLAC is looked through by its bytes: what it says of its frames' sizes would lead past some of them.
  const bare = String.fromCharCode(...(await read(0, Math.min(4, bytes)))) === 'fLaC';
  let [seconds, seen] = [0, bare ? bytes : 0];
  for (const track of tracks) {
    const [codec, rate, channels] = [await track.getCodec(), await track.getSampleRate(), await track.getNumberOfChannels()];
    if (!codec || !(rate > 0)) return 'kind';
    if (bare) {
      for (let at = 0; at < bytes && seconds <= WHOLE_LENGTH; at += PIECE) {
        const piece = await read(at, Math.min(bytes, at + PIECE + HEAD));
        seconds += flacSeconds(piece, rate, channels, PIECE);
      }
    } else {
      for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: codec !== 'opus' && codec !== 'flac' })) {
        seen += packet.byteLength;
        if (codec === 'flac') seconds += Math.max(flacSeconds(packet.data, rate, channels), packet.duration * weight(channels));
        else seconds += Math.max(packet.duration, leastSeconds(codec, packet.data, packet.byteLength, rate, channels)) * weight(channels);
        if (!(seconds <= WHOLE_LENGTH)) break;
      }
    }
    if (!(seconds <= WHOLE_LENGTH)) return 'long';
  }
  // A decoder may find sound where none was found here.
  return bytes - seen > UNMEASURED_BYTES ? 'damaged' : null;
}

/** Samples take the room of two channels or less. */
function weight(channels: number): number {
  return Math.max(1, channels / 2);
}

/** Returns how much a packet holds at least, whatever its container says. */
function leastSeconds(codec: string, data: Uint8Array, bytes: number, rate: number, channels: number): number {
  if (codec === 'aac') return 1024 / rate;
  if (codec === 'mp3') return (rate < 32_000 ? 576 : 1152) / rate;
  if (codec === 'opus') return opusSeconds(data);
  const wide = codec.startsWith('pcm-') ? Number(/\d+/.exec(codec)?.[0] ?? 8) / 8 : 0;
  return wide > 0 ? bytes / (wide * Math.max(1, channels) * rate) : 0;
}

/** By the first byte of a packet, and the second where it counts the frames. */
function opusSeconds(data: Uint8Array): number {
  const [kind, how] = [(data[0] ?? 0) >> 3, (data[0] ?? 0) & 3];
  const each = kind < 12 ? [10, 20, 40, 60][kind & 3]! : kind < 16 ? [10, 20][kind & 1]! : [2.5, 5, 10, 20][kind & 3]!;
  const frames = how === 0 ? 1 : how < 3 ? 2 : (data[1] ?? 0) & 63;
  return (each * frames) / 1000;
}

const FLAC_RATES = [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

/** Returns how much the frames hold whose heads begin before `end`. What only looks like a head counts too: the sum is never too small. */
export function flacSeconds(bytes: Uint8Array, rate: number, channels: number, end = bytes.length): number {
  let seconds = 0;
  for (let at = bytes.indexOf(0xff); at >= 0 && at < end; at = bytes.indexOf(0xff, at + 1)) {
    if ((bytes[at + 1]! & 0xfe) !== 0xf8) continue;
    const [size, pace] = [bytes[at + 2]! >> 4, bytes[at + 2]! & 15];
    // A number is coded as letters are in UTF-8: the first byte tells how many follow.
    const number = Math.max(1, Math.clz32(~(bytes[at + 4]! << 24)));
    const more = at + 4 + number;
    const after = more + (size === 6 ? 1 : size === 7 ? 2 : 0);
    const close = after + (pace === 12 ? 1 : pace === 13 || pace === 14 ? 2 : 0);
    if (size === 0 || pace === 15 || close >= bytes.length || crc8(bytes, at, close) !== bytes[close]) continue;
    const two = (from: number) => bytes[from]! * 256 + bytes[from + 1]!;
    const samples = size === 1 ? 192 : size < 6 ? 576 << (size - 2) : size === 6 ? bytes[more]! + 1 : size === 7 ? two(more) + 1 : 256 << (size - 8);
    const own = pace === 12 ? bytes[after]! * 1000 : pace === 13 ? two(after) : pace === 14 ? two(after) * 10 : FLAC_RATES[pace]!;
    const wide = bytes[at + 3]! >> 4;
    seconds += (samples / (own > 0 ? Math.min(own, rate) : rate)) * weight(Math.max(channels, wide < 8 ? wide + 1 : 2));
  }
  return seconds;
}

function crc8(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at += 1) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}

/** How many bytes follow the first of each kind of frame; the kinds that are not named do not occur. */
const NARROW = [12, 13, 15, 17, 19, 20, 26, 31, 5, , , , , , , 0];
const WIDE = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, , , , , 0, 0];

/** Returns the length of a phone's AMR, a fiftieth of a second for each frame; `null` for what is none, or is not whole. */
export function amrSeconds(bytes: Uint8Array): number | null {
  const begins = (magic: string) => [...magic].every((letter, i) => bytes[i] === letter.charCodeAt(0));
  const [magic, sizes] = begins('#!AMR-WB\n') ? [9, WIDE] : begins('#!AMR\n') ? [6, NARROW] : [0, []];
  if (magic === 0) return null;
  let frames = 0;
  for (let at = magic; at < bytes.length; frames += 1) {
    const size = sizes[(bytes[at]! >> 3) & 15];
    if (size === undefined) return null;
    at += 1 + size;
  }
  return frames / 50;
}
