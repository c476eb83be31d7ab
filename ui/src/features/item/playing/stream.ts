/**
 * Plays through Media Source Extensions: pieces are put into the web view's own buffer a little ahead of the place that is
 * played, and taken out behind it. Nothing is given to it as a file or an address, so it has nothing to keep on a disk.
 */
import type { Heard, Playback } from './playback';

/** How far ahead it is filled, and how much behind is kept, in seconds. */
const AHEAD = 20;
const BEHIND = 10;
/** What two times may differ by and still be the same place, in seconds. */
const NEAR = 0.1;

/** What a piece is refused with when another place is played by now. */
const STALE = new Error('another place is played');

/**
 * Fills the buffer from a place: gives pieces, tells the time of each key picture, and for bare frames when they begin.
 * `check` throws when it is not wanted any more: much may be read before there is a piece to give.
 */
export type Fill = (
  from: number, put: (piece: Uint8Array<ArrayBuffer>) => Promise<void>, onkey: (at: number) => void, onbegin: (at: number) => void, check: () => void,
) => Promise<void>;

export class Stream implements Playback {
  readonly #element: HTMLMediaElement;
  readonly #heard: Heard;
  readonly #length: number;
  readonly #fillFrom: Fill;
  readonly #media = new MediaSource();
  readonly #ended = new AbortController();
  #buffer!: SourceBuffer;
  #turn = 0;
  #work: Promise<void> = Promise.resolve();
  #keys: number[] = [];
  #waking: (() => void)[] = [];
  /** Whom a failure is told: while it is opened, whoever opens it. */
  #failed: (error: unknown) => void = () => undefined;

  constructor(element: HTMLMediaElement, length: number, fill: Fill, heard: Heard) {
    [this.#element, this.#length, this.#fillFrom, this.#heard] = [element, length, fill, heard];
  }

  /** Takes the element; returns when its first picture or sound is there, and rejects when there is none to be had. */
  async start(mime: string): Promise<void> {
    const failed = new Promise<never>((_, refuse) => (this.#failed = refuse));
    const address = URL.createObjectURL(this.#media);
    this.#element.src = address;
    await once(this.#media, 'sourceopen', this.#element);
    URL.revokeObjectURL(address);
    this.#media.duration = this.#length;
    this.#buffer = this.#media.addSourceBuffer(mime);
    const shown = once(this.#element, 'loadeddata', this.#element);
    this.#fill(0);
    await Promise.race([shown, failed]);
    this.#failed = (error) => this.#heard.failed(error);
    this.#listen();
  }

  #listen(): void {
    const on = (event: keyof HTMLMediaElementEventMap, act: () => void) => this.#element.addEventListener(event, act, { signal: this.#ended.signal });
    const where = () => this.#heard.at(this.#element.currentTime);
    on('timeupdate', () => { this.#wake(); where(); });
    on('seeking', () => { this.#sought(); where(); });
    on('seeked', () => { this.#heard.waiting(false); where(); });
    on('play', () => this.#heard.playing(true));
    on('pause', () => { this.#heard.playing(false); where(); });
    on('ended', () => { this.#heard.playing(false); where(); });
    on('waiting', () => this.#heard.waiting(true));
    on('playing', () => this.#heard.waiting(false));
    on('canplay', () => this.#heard.waiting(false));
    on('error', () => this.#failed(null));
  }

  play(): Promise<void> {
    return this.#element.play();
  }

  pause(): void {
    this.#element.pause();
  }

  seek(to: number): void {
    this.#element.currentTime = Math.min(to, this.#length);
  }

  setSpeed(speed: number): void {
    this.#element.playbackRate = speed;
  }

  setVolume(volume: number): void {
    this.#element.volume = volume;
    this.#element.muted = volume === 0;
  }

  close(): void {
    this.#ended.abort();
    this.#turn += 1;
    this.#wake();
    this.#element.pause();
    this.#element.removeAttribute('src');
    // Lets go of the buffer and of everything decoded.
    this.#element.load();
  }

  #sought(): void {
    this.#wake();
    const at = this.#element.currentTime;
    const { buffered } = this.#element;
    for (let i = 0; i < buffered.length; i += 1) {
      const end = buffered.end(i);
      if (buffered.start(i) <= at + NEAR && (at < end - NEAR || end >= this.#length - NEAR)) return;
    }
    this.#heard.waiting(true);
    this.#fill(at);
  }

  /** Fills from another place, after what is under way has noticed that it is no longer wanted. */
  #fill(from: number): void {
    const mine = ++this.#turn;
    this.#wake();
    const stale = () => mine !== this.#turn;
    this.#work = this.#work.then(() => (stale() ? undefined : this.#run(from, stale)));
  }

  async #run(from: number, stale: () => boolean): Promise<void> {
    try {
      await this.#idle();
      if (this.#media.readyState === 'open') this.#buffer.abort();
      this.#buffer.remove(0, Infinity);
      await this.#idle();
      this.#keys = [];
      const check = () => { if (stale()) throw STALE; };
      await this.#fillFrom(from, (piece) => this.#put(piece, stale), (at) => this.#keys.push(at), (at) => (this.#buffer.timestampOffset = at), check);
      if (!stale() && this.#media.readyState === 'open') this.#media.endOfStream();
    } catch (error) {
      if (!stale()) this.#failed(error);
    }
  }

  async #put(piece: Uint8Array<ArrayBuffer>, stale: () => boolean): Promise<void> {
    while (!stale()) {
      if (!this.#isFar() && (await this.#append(piece))) return;
      if (stale()) break;
      await new Promise<void>((wake) => this.#waking.push(wake));
    }
    throw STALE;
  }

  /** Puts a piece in; false while there is no room. */
  async #append(piece: Uint8Array<ArrayBuffer>): Promise<boolean> {
    await this.#forget();
    try {
      this.#buffer.appendBuffer(piece);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') return false;
      throw error;
    }
    await this.#idle();
    // A recording may begin later than its file says: the first picture there is is shown.
    const { buffered } = this.#buffer;
    if (buffered.length > 0 && this.#element.currentTime < buffered.start(0)) this.#element.currentTime = buffered.start(0);
    return true;
  }

  /** Takes out what was played, up to a key picture: what is taken out up to another place goes up to the next of them. */
  async #forget(): Promise<void> {
    const until = this.#keys.findLast((at) => at <= this.#element.currentTime - BEHIND);
    const { buffered } = this.#buffer;
    if (until === undefined || buffered.length === 0 || buffered.start(0) >= until) return;
    this.#keys = this.#keys.filter((at) => at >= until);
    this.#buffer.remove(0, until);
    await this.#idle();
  }

  #isFar(): boolean {
    const { buffered } = this.#buffer;
    return buffered.length > 0 && buffered.end(buffered.length - 1) > this.#element.currentTime + AHEAD;
  }

  async #idle(): Promise<void> {
    while (this.#buffer.updating) await new Promise((done) => this.#buffer.addEventListener('updateend', done, { once: true }));
  }

  #wake(): void {
    for (const wake of this.#waking.splice(0)) wake();
  }
}

/** Waits for an event, or rejects when the element cannot play. */
function once(target: EventTarget, event: string, element: HTMLMediaElement): Promise<void> {
  return new Promise((done, failed) => {
    const over = new AbortController();
    const end = (act: () => void) => () => { over.abort(); act(); };
    target.addEventListener(event, end(done), { signal: over.signal });
    element.addEventListener('error', end(() => failed(new Error(element.error?.message ?? ''))), { signal: over.signal });
  });
}
