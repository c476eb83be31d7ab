import {
  BufferTarget, EncodedPacket, EncodedPacketSink, EncodedVideoPacketSource, Input, CustomSource, MP3, MP4, Mp4OutputFormat, Output, WAVE,
} from 'mediabunny';
import { describe, expect, it, vi } from 'vitest';
import { isMedia, placeWords, refusalWords, spokenPlace } from './kinds';
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

/** Pictures of which only the places matter: one whole each second, 25 a second. */
async function film(seconds: number): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const source = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(source);
  await output.start();
  const description = Uint8Array.from([1, 0x64, 0, 0x1e, 0xff, 0xe1, 0, 4, 0x67, 0x64, 0, 0x1e, 1, 0, 1, 0x68]);
  for (let n = 0; n < seconds * 25; n += 1) {
    const data = new Uint8Array(200).fill(n % 251);
    const packet = new EncodedPacket(data, n % 25 === 0 ? 'key' : 'delta', n / 25, 1 / 25);
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

  it('gives frames of MP3 as they stand, from a place on', async () => {
    // Frames of 128 kbit/s at 44.1 kHz: 417 bytes, and 26 ms each.
    const one = new Uint8Array(417);
    one.set([0xff, 0xfb, 0x90, 0x64]);
    const bytes = Uint8Array.from(Array.from({ length: 300 }, () => [...one]).flat());
    const audio = (await opened(bytes).input.getPrimaryAudioTrack())!;
    const pieces: Uint8Array[] = [];
    const begun = vi.fn();
    await frames(audio, 2, async (piece) => void pieces.push(piece), begun);
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
