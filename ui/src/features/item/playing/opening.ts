/**
 * Finds out what a recording is, and which way it can be played: put anew into what Media Source Extensions take, as bare
 * frames of MP3, or as decoded sound. Throws `Unplayable` where none does.
 */
import {
  ADTS, AudioBufferSink, CustomSource, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM, type InputAudioTrack,
} from 'mediabunny';
import { isProblem, type OpenedMedia } from '../../../ipc';
import { UNMEASURED_BYTES, Unplayable, WHOLE_BYTES, WHOLE_LENGTH, type Refusal } from './kinds';
import { amrSeconds, wholeRefusal } from './measure';
import { peaksOf } from './peaks';
import type { Heard, Playable, Playback, Read } from './playback';
import { frames, remux, type Tracks } from './remux';
import { Sound, type Clips } from './sound';
import { Stream, type Fill } from './stream';

/** So many bytes of what was read are kept: the packets of picture and sound lie in turn. */
const CACHE = 8 << 20;
/** The sound of a wave is looked at with so many samples a second. */
const PEAK_RATE = 8_000;

/** One of the ways to play it. */
interface Way {
  playback: Playback;
  film: boolean;
  silent: boolean;
  /** Its sound, where it was decoded whole. */
  decoded?: AudioBuffer;
}

/** Opens a recording for an element of the page; nothing of it is heard before `play`. */
export async function openPlayable({ bytes, mediaType: type }: OpenedMedia, read: Read, element: HTMLMediaElement, heard: Heard): Promise<Playable> {
  if (bytes === 0) throw new Unplayable('damaged');
  const formats = [MP4, QTFF, MATROSKA, WEBM, MP3, WAVE, OGG, ADTS, FLAC];
  // What could not be read ahead is said to whoever needs it.
  const source = new CustomSource({ getSize: () => bytes, read, maxCacheSize: CACHE, prefetchProfile: 'fileSystem', handleUnhandledError: () => undefined });
  const input = new Input({ source, formats });
  try {
    if (!(await input.canRead())) return await unmeasured(bytes, type, read, heard);
    const tracks: Tracks = { video: await input.getPrimaryVideoTrack(), audio: await input.getPrimaryAudioTrack() };
    const length = (await input.getDurationFromMetadata()) || (await input.computeDuration());
    if (!(length > 0) || !Number.isFinite(length)) throw new Unplayable('damaged');
    const long = length > WHOLE_LENGTH || bytes > WHOLE_BYTES;
    // A decoder may take any of its sounds.
    const refusal = async () => (long ? 'long' : wholeRefusal(await input.getAudioTracks(), bytes, read));
    const way = (await stream(tracks, length, element, heard)) ?? (await sound(tracks, length, bytes, refusal, read, heard));
    return {
      ...way, length, rotation: (await tracks.video?.getRotation()) ?? 0,
      peaks: async () => {
        if (way.decoded) return peaksOf(channels(way.decoded));
        if (way.film || (await refusal())) return null;
        return peaksOf(channels(await decoded(new OfflineAudioContext(1, 1, PEAK_RATE), await read(0, bytes))));
      },
      close: () => {
        way.playback.close();
        input.dispose();
      },
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** Plays through Media Source Extensions; `null` where they do not take its kind. */
async function stream(tracks: Tracks, length: number, element: HTMLMediaElement, heard: Heard): Promise<Way | null> {
  if (typeof MediaSource === 'undefined') return null;
  const { video, audio } = tracks;
  const [picture, sounds] = [await video?.getCodecParameterString(), await audio?.getCodecParameterString()];
  const takes = (kind: string, codecs: string[]) => {
    const mime = `${kind}/mp4; codecs="${codecs.join(',')}"`;
    return MediaSource.isTypeSupported(mime) ? mime : null;
  };
  let mime: string | null = null;
  let played: Tracks = tracks;
  if (video) {
    if (!picture) throw new Unplayable('kind');
    mime = takes('video', sounds ? [picture, sounds] : [picture]);
    if (!mime || (audio && !sounds)) [mime, played] = [takes('video', [picture]), { video, audio: null }];
    // Without its picture a film is not what was kept; sound alone would mislead.
    if (!mime) throw new Unplayable('kind');
  } else if (audio && sounds) {
    const bare = (await audio.getCodec()) === 'mp3';
    mime = bare ? (MediaSource.isTypeSupported('audio/mpeg') ? 'audio/mpeg' : null) : takes('audio', [sounds]);
  }
  if (!mime) return null;
  const bare = mime === 'audio/mpeg' ? audio : null;
  const fill: Fill = (from, put, onkey, onbegin, check) =>
    bare ? frames(bare, from, put, onkey, onbegin, check) : remux(played, from, put, onkey, check);
  const playback = new Stream(element, length, fill, heard);
  try {
    await playback.start(mime);
  } catch (error) {
    playback.close();
    throw isProblem(error) || error instanceof Unplayable ? error : new Unplayable('damaged');
  }
  return { playback, film: video !== null, silent: video !== null && audio !== null && played.audio === null };
}

/** Plays decoded sound: a short recording whole, a long one piece by piece where its kind allows that. */
async function sound({ video, audio }: Tracks, length: number, bytes: number, refusal: () => Promise<Refusal | null>, read: Read, heard: Heard): Promise<Way> {
  if (video || !audio || typeof AudioContext === 'undefined') throw new Unplayable('kind');
  const context = new AudioContext();
  try {
    const why = await refusal();
    if (!why) return whole(context, await decoded(context, await read(0, bytes)), heard);
    const codec = await audio.getCodec();
    if (codec !== 'opus' && !codec?.startsWith('pcm-')) throw new Unplayable(why);
    return { playback: new Sound(context, clipsOf(audio), length, heard), film: false, silent: false };
  } catch (error) {
    void context.close();
    throw error;
  }
}

/** Plays a phone's AMR; nothing else whose length cannot be told is decoded. */
async function unmeasured(bytes: number, type: string, read: Read, heard: Heard): Promise<Playable> {
  if (!type.startsWith('audio/') || bytes > UNMEASURED_BYTES || typeof AudioContext === 'undefined') throw new Unplayable('kind');
  const all = await read(0, bytes);
  const length = amrSeconds(all);
  if (length === null) throw new Unplayable('kind');
  if (length > WHOLE_LENGTH) throw new Unplayable('long');
  const context = new AudioContext();
  try {
    const way = whole(context, await decoded(context, all), heard);
    const samples = channels(way.decoded);
    return { ...way, length: way.decoded.duration, rotation: 0, peaks: async () => peaksOf(samples), close: () => way.playback.close() };
  } catch (error) {
    void context.close();
    throw error;
  }
}

function whole(context: AudioContext, buffer: AudioBuffer, heard: Heard): Way & { decoded: AudioBuffer } {
  const clips: Clips = async function* () {
    yield { buffer, at: 0 };
  };
  return { playback: new Sound(context, clips, buffer.duration, heard), film: false, silent: false, decoded: buffer };
}

function clipsOf(audio: InputAudioTrack): Clips {
  return async function* (from) {
    for await (const { buffer, timestamp } of new AudioBufferSink(audio).buffers(from)) yield { buffer, at: timestamp };
  };
}

/** Decodes all of a file; what cannot be is of no kind that is known here, or damaged. */
async function decoded(context: BaseAudioContext, bytes: Uint8Array<ArrayBuffer>): Promise<AudioBuffer> {
  try {
    return await context.decodeAudioData(bytes.buffer);
  } catch {
    throw new Unplayable('damaged');
  }
}

function channels(buffer: AudioBuffer): Float32Array[] {
  return Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel));
}
