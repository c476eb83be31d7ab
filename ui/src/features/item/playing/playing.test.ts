import {
  BufferTarget, EncodedAudioPacketSource, EncodedPacket, EncodedPacketSink, EncodedVideoPacketSource, Input, CustomSource, MP3, MP4, Mp4OutputFormat, Output,
  WAVE, type InputAudioTrack,
} from 'mediabunny';
import { describe, expect, it, vi } from 'vitest';
import { isMedia, placeWords, refusalOf, refusalWords, spokenPlace, Unplayable } from './kinds';
import { amrSeconds, flacSeconds, wholeRefusal } from './measure';
import { outline, peaksOf } from './peaks';
import { frames, remux } from './remux';
import { tones } from '../../../ipc/memory/sampleMedia';

describe('what is said of a recording', () => {
  it('tells which types are played', () => {
    expect(['video/mp4', 'audio/ogg', 'audio/x-wav', 'video/x-ms-wmv'].map(isMedia)).toEqual([true, true, true, true]);
    expect(['image/gif', 'audio/midi', 'application/mp4', 'text/plain'].map(isMedia)).toEqual([false, false, false, false]);
  });

  it('names places for the eye and for the ear', () => {
    expect([0, 7.9, 65, 3725, -1, NaN].map(placeWords)).toEqual(['0:00', '0:07', '1:05', '1:02:05', '0:00', '0:00']);
    expect(spokenPlace(65.7, 3600)).toBe('1 minute 5 seconds of 1 hour');
    expect(spokenPlace(0, 121)).toBe('0 seconds of 2 minutes 1 second');
  });

  it('says that it is kept, why it is not played, and what can be done', () => {
    expect(refusalWords('kind', 'video/x-ms-wmv', 2_000_000)).toBe('video/x-ms-wmv, 2.0 MB. This video is kept whole, but cannot be played here. This computer has no decoder for it. To play it, save a decrypted copy.');
    expect(refusalWords('long', 'audio/ogg', 1)).toMatch(/This recording is kept whole.*longer than ten minutes/);
  });

  it('does not say that what cannot be read is whole', () => {
    expect([new Unplayable('long'), { code: 'damaged', message: '', hint: '' }, new Error()].map(refusalOf)).toEqual(['long', 'unread', 'damaged']);
    expect(refusalWords('unread', 'audio/ogg', 1)).not.toMatch(/whole|save/);
    expect(refusalWords('unread', 'audio/ogg', 1)).toMatch(/Check everything/);
  });
});

describe('the wave', () => {
  it('is as high as the loudest of each part', () => {
    const quiet = new Float32Array(1000).fill(0.1);
    quiet[250] = -0.5;
    expect(peaksOf([quiet], 4)).toEqual([expect.closeTo(0.2), 1, expect.closeTo(0.2), expect.closeTo(0.2)]);
    expect(peaksOf([new Float32Array(10)], 2)).toEqual([0, 0]);
    expect(peaksOf([], 2)).toEqual([0, 0]);
    expect(peaksOf([quiet, new Float32Array(1000).fill(1)], 1)).toEqual([1]);
  });

  it('is drawn with a mark for silence too', () => {
    expect(outline([0, 1], 10, 20)).toBe('M0.00 9.50h3.50v1.00h-3.50zM5.00 1.00h3.50v18.00h-3.50z');
  });
});

/** Pictures of which only the places matter, 25 a second: one whole each second, or only the first; and sound, where there is any. */
async function film(seconds: number, { heard = 0, keys = 25 } = {}): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source);
  const sounds = heard > 0 ? new EncodedAudioPacketSource('aac') : null;
  if (sounds) output.addAudioTrack(sounds);
  await output.start();
  const audioConfig = { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 2, description: Uint8Array.of(0x11, 0x90) };
  for (let n = 0; n * 0.02 < heard; n += 1) await sounds?.add(new EncodedPacket(new Uint8Array(50), 'key', n * 0.02, 0.02), n === 0 ? { decoderConfig: audioConfig } : undefined);
  const description = Uint8Array.from([1, 0x64, 0, 0x1e, 0xff, 0xe1, 0, 4, 0x67, 0x64, 0, 0x1e, 1, 0, 1, 0x68]);
  for (let n = 0; n < seconds * 25; n += 1) {
    const data = new Uint8Array(200).fill(n % 251);
    const packet = new EncodedPacket(data, n % keys === 0 ? 'key' : 'delta', n / 25, 1 / 25);
    await source.add(packet, n === 0 ? { decoderConfig: { codec: 'avc1.64001e', codedWidth: 64, codedHeight: 48, description } } : undefined);
  }
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

function opened(bytes: Uint8Array) {
  const reads: [number, number][] = [];
  const source = new CustomSource({
    getSize: () => bytes.length,
    read: (from, to) => { reads.push([from, to]); return bytes.slice(from, to); },
  });
  return { input: new Input({ source, formats: [MP4, MP3, WAVE] }), reads };
}

describe('putting a film anew', () => {
  it('begins at the whole picture before the place, and keeps every time and every byte', async () => {
    const { input } = opened(await film(6));
    const video = (await input.getPrimaryVideoTrack())!;
    const pieces: Uint8Array[] = [];
    const keys: number[] = [];
    await remux({ video, audio: null }, 2.7, async (piece) => void pieces.push(piece), (at) => keys.push(at));
    expect(keys.map((at) => Math.round(at))).toEqual([2, 3, 4, 5]);
    const again = opened(Uint8Array.from(pieces.flatMap((piece) => [...piece]))).input;
    const packets: EncodedPacket[] = [];
    for await (const packet of new EncodedPacketSink((await again.getPrimaryVideoTrack())!).packets()) packets.push(packet);
    expect(packets).toHaveLength(100);
    expect(packets[0]).toMatchObject({ type: 'key', timestamp: expect.closeTo(2, 3) });
    expect(packets.map(({ data }) => data[0])).toEqual(Array.from({ length: 100 }, (_, i) => (50 + i) % 251));
  });

  it('reads no further once no more is wanted', async () => {
    const { input, reads } = opened(await film(60));
    const video = (await input.getPrimaryVideoTrack())!;
    let pieces = 0;
    const refused = remux({ video, audio: null }, 0, async () => { if (++pieces > 3) throw new Error('enough'); }, () => undefined);
    await expect(refused).rejects.toThrow('enough');
    expect(reads.reduce((sum, [from, to]) => sum + to - from, 0)).toBeLessThan(150_000);
  });

  it.each([[0.5, 30], [30, 2]])('does not keep what is left of one track when the other has ended', async (heard, seen) => {
    const { input } = opened(await film(seen, { heard }));
    const [video, audio] = [(await input.getPrimaryVideoTrack())!, (await input.getPrimaryAudioTrack())!];
    let [asked, pieces] = [0, 0];
    const refused = remux({ video, audio }, 0, async () => { if (++pieces > 8) throw new Error('enough'); }, () => undefined, () => (asked += 1));
    await expect(refused).rejects.toThrow('enough');
    expect(asked).toBeLessThan(700);
  });

  it('ends where it is refused while a track is closed', async () => {
    const { input } = opened(await film(30, { heard: 0.5 }));
    const [video, audio] = [(await input.getPrimaryVideoTrack())!, (await input.getPrimaryAudioTrack())!];
    for (let from = 0; from < 4; from += 1) {
      await expect(remux({ video, audio }, from / 8, async () => { throw new Error('stale'); }, () => undefined)).rejects.toThrow('stale');
    }
  });

  it('stops before a piece is whole when it is not wanted, and where too much would be kept', async () => {
    const { input } = opened(await film(20, { keys: Infinity }));
    const tracks = { video: (await input.getPrimaryVideoTrack())!, audio: null };
    const put = vi.fn(async () => undefined);
    let left = 10;
    await expect(remux(tracks, 0, put, () => undefined, () => { if (--left < 0) throw new Error('stale'); })).rejects.toThrow('stale');
    await expect(remux(tracks, 0, put, () => undefined, undefined, 20_000)).rejects.toEqual(new Unplayable('sparse'));
    await remux(tracks, 0, put, () => undefined);
  });

  it('gives frames of MP3 as they stand, from a place on', async () => {
    // Frames of 128 kbit/s at 44.1 kHz: 417 bytes, and 26 ms each.
    const one = new Uint8Array(417);
    one.set([0xff, 0xfb, 0x90, 0x64]);
    const bytes = Uint8Array.from(Array.from({ length: 300 }, () => [...one]).flat());
    const audio = (await opened(bytes).input.getPrimaryAudioTrack())!;
    const pieces: Uint8Array[] = [];
    const begun = vi.fn();
    const keys: number[] = [];
    await frames(audio, 2, async (piece) => void pieces.push(piece), (at) => keys.push(at), begun);
    expect(keys).toHaveLength(pieces.length);
    expect(keys[0]).toBe(begun.mock.calls[0]![0]);
    const given = pieces.reduce((sum, piece) => sum + piece.length, 0);
    expect(begun.mock.calls[0]![0]).toBeCloseTo(2, 1);
    expect(begun.mock.calls[0]![0]).toBeLessThanOrEqual(2);
    expect(given % 417).toBe(0);
    expect(given / 417).toBe(300 - Math.round(begun.mock.calls[0]![0] / (1152 / 44100)));
    expect([...pieces[0]!.slice(0, 4)]).toEqual([0xff, 0xfb, 0x90, 0x64]);
  });
});

it('the sample’s voice message is one', async () => {
  const { input } = opened(tones(2));
  expect(await input.computeDuration()).toBeCloseTo(2);
});

/** The head of a FLAC frame of 4096 samples of two channels, at the rate that the file says. */
const FRAME = (() => {
  const head = [0xff, 0xf8, 0xc0, 0x18, 0x00];
  const crc = head.reduce((sum, byte) => {
    for (let bit = sum ^ byte, n = 0; ; n += 1) {
      if (n === 8) return bit;
      bit = bit & 0x80 ? ((bit << 1) ^ 7) & 0xff : bit << 1;
    }
  }, 0);
  return [...head, crc, 0, 0, 0, 0];
})();
const told = (codec: string, rate: number) => ({ getCodec: async () => codec, getSampleRate: async () => rate, getNumberOfChannels: async () => 2 }) as unknown as InputAudioTrack;

describe('how long sound is', () => {
  it('is counted by the frames of FLAC, whatever the file says', async () => {
    expect(flacSeconds(Uint8Array.from(Array(100).fill(FRAME).flat()), 44_100, 2)).toBeCloseTo((100 * 4096) / 44_100);
    expect(flacSeconds(Uint8Array.from(Array(100).fill(FRAME).flat()), 44_100, 8)).toBeCloseTo((400 * 4096) / 44_100);
    expect(flacSeconds(new Uint8Array(1000).fill(0xff), 44_100, 2)).toBe(0);
    const file = (frames: number) => {
      const bytes = new Uint8Array(42 + frames * FRAME.length);
      bytes.set([0x66, 0x4c, 0x61, 0x43]);
      for (let n = 0; n < frames; n += 1) bytes.set(FRAME, 42 + n * FRAME.length);
      return bytes;
    };
    const refusal = (bytes: Uint8Array) => wholeRefusal([told('flac', 44_100)], bytes.length, async (from, to) => bytes.slice(from, to));
    expect(await refusal(file(6_000))).toBeNull();
    expect(await refusal(file(7_000))).toBe('long');
  });

  it('is the packets’ own, and not what holds much else', async () => {
    const bytes = tones(700);
    const read = (all: Uint8Array) => async (from: number, to: number) => Uint8Array.from(all.subarray(from, to));
    expect(await wholeRefusal(await opened(bytes).input.getAudioTracks(), bytes.length, read(bytes))).toBe('long');
    const short = tones(2);
    const tracks = await opened(short).input.getAudioTracks();
    expect(await wholeRefusal(tracks, short.length, read(short))).toBeNull();
    expect(await wholeRefusal(tracks, 2 << 20, read(short))).toBe('damaged');
    expect(await wholeRefusal(tracks, 129 << 20, read(short))).toBe('long');
  });

  it('is a fiftieth of a second for each frame of AMR, and nothing is AMR by its name alone', () => {
    const amr = (magic: string, frames: number[]) => Uint8Array.from([...new TextEncoder().encode(magic), ...frames]);
    const frame = [0x3c, ...Array<number>(31).fill(0)];
    expect(amrSeconds(amr('#!AMR\n', [...frame, ...frame, 0x7c]))).toBeCloseTo(0.06);
    expect(amrSeconds(amr('#!AMR-WB\n', [0x04, ...Array<number>(17).fill(0)]))).toBeCloseTo(0.02);
    expect(amrSeconds(amr('#!AMR\n', [0x54]))).toBeNull();
    expect(amrSeconds(amr('ID3', frame))).toBeNull();
  });
});
