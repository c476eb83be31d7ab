/**
 * Puts the packets of a recording into the one form that Media Source Extensions take, from any place on, without decoding.
 *
 * Only what is asked for is read: packets come one by one, and the next is read when the one before was taken.
 */
import {
  AppendOnlyStreamTarget, EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource, Mp4OutputFormat, Output,
  type EncodedPacket, type InputAudioTrack, type InputVideoTrack,
} from 'mediabunny';
import { Unplayable } from './kinds';

/** The tracks that are played; at least one of them. */
export interface Tracks {
  video: InputVideoTrack | null;
  audio: InputAudioTrack | null;
}

/** Takes a piece; rejects when no more is wanted. */
export type Put = (piece: Uint8Array<ArrayBuffer>) => Promise<void>;

/** So many bytes may be waiting to become a piece: one ends only where the next key picture begins. */
const WAITING = 128 << 20;
/** Frames of MP3 that are given at once. */
const FRAMES = 64;

/** Gives a fragmented MP4 from the last key picture before `from`; tells the time of each key picture before it is given. */
export async function remux(
  { video, audio }: Tracks, from: number, put: Put, onkey: (at: number) => void, check: () => void = () => undefined, most = WAITING,
): Promise<void> {
  let waiting = 0;
  // Kept for the loop below: thrown while a track is closed it would be caught by no one, and nothing would go on.
  let refused: { error: unknown } | null = null;
  const write = async (piece: Uint8Array) => {
    waiting = 0;
    if (!refused) await put(piece.slice()).catch((error: unknown) => (refused = { error }));
  };
  const goOn = (bytes: number) => {
    if (refused) throw refused.error;
    check();
    waiting += bytes;
    if (waiting > most) throw new Unplayable('sparse');
  };
  const target = new AppendOnlyStreamTarget(new WritableStream<Uint8Array>({ write }));
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 }), target });
  const [videoCodec, audioCodec] = [await video?.getCodec(), await audio?.getCodec()];
  const [pictures, sounds] = [videoCodec ? new EncodedVideoPacketSource(videoCodec) : null, audioCodec ? new EncodedAudioPacketSource(audioCodec) : null];
  if (pictures) output.addVideoTrack(pictures);
  if (sounds) output.addAudioTrack(sounds);
  try {
    await output.start();
    const seen = video && pictures ? await packetsFrom(video, from, true, check) : null;
    const heard = audio && sounds ? await packetsFrom(audio, seen?.begins ?? from, false, check) : null;
    const [videoConfig, audioConfig] = [await video?.getDecoderConfig(), await audio?.getDecoderConfig()];
    let [picture, sound] = [await seen?.next(), await heard?.next()];
    let [firstPicture, firstSound] = [true, true];
    // A track that has no more is closed, or the other would be kept in memory to wait for it.
    if (!picture) pictures?.close();
    if (!sound) sounds?.close();
    while (picture || sound) {
      if (picture && pictures && (!sound || picture.timestamp <= sound.timestamp)) {
        goOn(picture.byteLength);
        if (picture.type === 'key') onkey(picture.timestamp);
        await pictures.add(picture, firstPicture && videoConfig ? { decoderConfig: videoConfig } : undefined);
        firstPicture = false;
        picture = await seen?.next();
        if (!picture) pictures.close();
      } else if (sound && sounds) {
        goOn(sound.byteLength);
        if (!video) onkey(sound.timestamp);
        await sounds.add(sound, firstSound && audioConfig ? { decoderConfig: audioConfig } : undefined);
        firstSound = false;
        sound = await heard?.next();
        if (!sound) sounds.close();
      }
    }
    goOn(0);
    await output.finalize();
    goOn(0);
  } catch (error) {
    // What was begun is not finished; the first error is the one that counts.
    await output.cancel().catch(() => undefined);
    throw error;
  }
}

/** Gives frames of an MP3 as they stand, from the one at `from`; tells first at which time they begin. Each can be begun at. */
export async function frames(
  audio: InputAudioTrack, from: number, put: Put, onkey: (at: number) => void, onbegin: (at: number) => void, check: () => void = () => undefined,
): Promise<void> {
  const packets = await packetsFrom(audio, from, false, check);
  let packet = await packets.next();
  if (packet) onbegin(packet.timestamp);
  while (packet) {
    check();
    onkey(packet.timestamp);
    const group: EncodedPacket[] = [];
    for (; packet && group.length < FRAMES; packet = await packets.next()) group.push(packet);
    const piece = new Uint8Array(group.reduce((sum, one) => sum + one.byteLength, 0));
    group.reduce((at, one) => (piece.set(one.data, at), at + one.byteLength), 0);
    await put(piece);
  }
}

/** Returns the packets from the one that is needed at a time, and when they begin; none from before the beginning. */
async function packetsFrom(track: InputVideoTrack | InputAudioTrack, from: number, key: boolean, check: () => void) {
  const sink = new EncodedPacketSink(track);
  const start = (key ? await sink.getKeyPacket(from) : await sink.getPacket(from)) ?? (key ? await sink.getFirstKeyPacket() : await sink.getFirstPacket());
  const packets = start ? sink.packets(start) : null;
  return {
    begins: start?.timestamp ?? from,
    async next(): Promise<EncodedPacket | undefined> {
      for (;;) {
        const packet = (await packets?.next())?.value ?? undefined;
        if (!packet || packet.timestamp >= 0) return packet;
        check();
      }
    },
  };
}
