/** Plays decoded sound: pieces of it are handed to the audio hardware a little before they are due. */
import type { Heard, Playback } from './playback';

/** How far ahead pieces are handed over, in seconds of playing. */
const AHEAD = 10;

export interface Clip {
  buffer: AudioBuffer;
  /** Where it begins, in seconds from the recording's beginning. */
  at: number;
}

/** Gives the pieces from a place on; the first may begin before it. */
export type Clips = (from: number) => AsyncIterable<Clip>;

export class Sound implements Playback {
  readonly #context: AudioContext;
  readonly #gain: GainNode;
  readonly #clips: Clips;
  readonly #length: number;
  readonly #heard: Heard;
  #playing = false;
  #speed = 1;
  /** The place at which it stands, or from which it plays; and when that was, by the audio clock. */
  #from = 0;
  #since = 0;
  #turn = 0;
  /** What was handed over and is not played to its end, the first to end first. */
  #sources = new Map<AudioBufferSourceNode, { ended: Promise<void>; end: () => void }>();

  constructor(context: AudioContext, clips: Clips, length: number, heard: Heard) {
    [this.#context, this.#clips, this.#length, this.#heard] = [context, clips, length, heard];
    this.#gain = context.createGain();
    this.#gain.connect(context.destination);
  }

  async play(): Promise<void> {
    if (this.#playing) return;
    if (this.#from >= this.#length) this.#from = 0;
    this.#playing = true;
    this.#since = this.#context.currentTime;
    const mine = ++this.#turn;
    this.#heard.playing(true);
    try {
      await this.#context.resume();
    } catch (error) {
      if (mine === this.#turn) this.#stand(this.#from);
      throw error;
    }
    // It may be paused, or at another place, by now.
    if (mine === this.#turn) this.#begin();
  }

  pause(): void {
    if (this.#playing) this.#stand(this.#at());
  }

  seek(to: number): void {
    const place = Math.min(Math.max(0, to), this.#length);
    if (place >= this.#length || !this.#playing) return this.#stand(place);
    this.#from = place;
    this.#begin();
  }

  setSpeed(speed: number): void {
    this.#from = this.#at();
    this.#speed = speed;
    if (this.#playing) this.#begin();
  }

  setVolume(volume: number): void {
    this.#gain.gain.value = volume;
  }

  close(): void {
    this.#turn += 1;
    this.#silence();
    // Whatever was still to come is dropped with it.
    void this.#context.close();
  }

  #at(): number {
    if (!this.#playing) return this.#from;
    return Math.min(this.#length, this.#from + Math.max(0, this.#context.currentTime - this.#since) * this.#speed);
  }

  #stand(place: number): void {
    this.#turn += 1;
    this.#silence();
    const played = this.#playing;
    [this.#playing, this.#from] = [false, place];
    if (played) this.#heard.playing(false);
    this.#heard.at(place);
  }

  #begin(): void {
    const mine = ++this.#turn;
    this.#silence();
    this.#since = this.#context.currentTime;
    this.#run(() => mine !== this.#turn).catch((error: unknown) => {
      if (mine !== this.#turn) return;
      this.#stand(this.#at());
      this.#heard.failed(error);
    });
    const tell = () => {
      if (mine !== this.#turn) return;
      this.#heard.at(this.#at());
      requestAnimationFrame(tell);
    };
    tell();
  }

  async #run(stale: () => boolean): Promise<void> {
    const from = this.#from;
    let last: Promise<void> = Promise.resolve();
    for await (const { buffer, at } of this.#clips(from)) {
      if (stale()) return;
      const due = this.#since + Math.max(0, at - from) / this.#speed;
      last = this.#hand(buffer, due, Math.max(0, from - at));
      if (due - this.#context.currentTime > AHEAD) await [...this.#sources.values()][0]?.ended;
      if (stale()) return;
    }
    await last;
    if (!stale()) this.#stand(this.#length);
  }

  /** Hands over a piece; returns when it was played or is not wanted any more. */
  #hand(buffer: AudioBuffer, due: number, skipped: number): Promise<void> {
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.playbackRate.value = this.#speed;
    source.connect(this.#gain);
    let end = () => {};
    const ended = new Promise<void>((done) => (end = done));
    source.onended = () => {
      this.#sources.delete(source);
      source.disconnect();
      end();
    };
    this.#sources.set(source, { ended, end });
    source.start(Math.max(due, this.#context.currentTime), Math.min(skipped, buffer.duration));
    return ended;
  }

  #silence(): void {
    for (const [source, { end }] of this.#sources) {
      source.onended = null;
      source.stop();
      source.disconnect();
      end();
    }
    this.#sources.clear();
  }
}
