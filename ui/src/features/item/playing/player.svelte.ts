/** What is played now, as the page shows it: one item, from when it is shown until it is left. */
import { backend, type OpenedMedia } from '../../../ipc';
import { refusalOf, type Refusal } from './kinds';
import type { Heard, Playable } from './playback';

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

export class Player {
  state = $state<'opening' | 'ready' | 'refused'>('opening');
  /** Why it was refused. */
  why = $state<Refusal | null>(null);
  film = $state(false);
  silent = $state(false);
  playing = $state(false);
  waiting = $state(false);
  at = $state(0);
  length = $state(0);
  speed = $state(1);
  volume = $state(1);
  muted = $state(false);
  /** In degrees to the right: what the file says, and further turns of the view. */
  rotation = $state(0);
  peaks = $state.raw<readonly number[] | null>(null);

  #playable: Playable | null = null;
  #grant: string | null = null;
  #closed = false;

  readonly #heard: Heard = {
    at: (seconds) => (this.at = Math.min(seconds, this.length || seconds)),
    playing: (is) => (this.playing = is),
    waiting: (is) => (this.waiting = is),
    failed: (error) => this.#refuse(refusalOf(error)),
  };

  /** Opens an item of a case; nothing is heard before it is asked for. */
  async open(inCase: number, item: number, element: HTMLMediaElement): Promise<void> {
    try {
      const opened = await backend.playing.open(inCase, item);
      this.#grant = opened.grant;
      if (this.#closed) return this.#end();
      const playable = await this.#openFor(opened, element);
      this.#playable = playable;
      // It may have failed while it was opened.
      if (this.#closed || this.why !== null) return this.#end();
      playable.playback.setVolume(this.muted ? 0 : this.volume);
      playable.playback.setSpeed(this.speed);
      [this.length, this.film, this.silent, this.rotation] = [playable.length, playable.film, playable.silent, playable.rotation];
      this.state = 'ready';
      const peaks = await playable.peaks().catch(() => null);
      if (!this.#closed) this.peaks = peaks;
    } catch (caught) {
      this.#refuse(refusalOf(caught));
    }
  }

  async #openFor(opened: OpenedMedia, element: HTMLMediaElement): Promise<Playable> {
    // Only whoever plays something loads what reads it.
    const { openPlayable } = await import('./opening');
    return openPlayable(opened, (from, to) => backend.playing.read(opened.grant, from, to), element, this.#heard);
  }

  toggle(): void {
    if (!this.#playable) return;
    if (this.playing) return this.#playable.playback.pause();
    // A system that does not let it begin leaves it standing; the button says so.
    this.#playable.playback.play().catch(() => (this.playing = false));
  }

  seek(to: number): void {
    if (!this.#playable) return;
    this.at = Math.min(this.length, Math.max(0, to));
    this.#playable.playback.seek(this.at);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.#playable?.playback.setSpeed(speed);
  }

  setVolume(volume: number): void {
    [this.volume, this.muted] = [volume, volume === 0];
    this.#playable?.playback.setVolume(volume);
  }

  toggleMuted(): void {
    this.muted = !this.muted;
    if (!this.muted && this.volume === 0) this.volume = 1;
    this.#playable?.playback.setVolume(this.muted ? 0 : this.volume);
  }

  turn(): void {
    this.rotation = (this.rotation + 90) % 360;
  }

  /** Stops it, and gives back the right to read it. */
  close(): void {
    this.#closed = true;
    this.#end();
  }

  #refuse(why: Refusal): void {
    if (this.#closed) return;
    [this.state, this.why, this.playing] = ['refused', why, false];
    this.#end();
  }

  #end(): void {
    const [playable, grant] = [this.#playable, this.#grant];
    [this.#playable, this.#grant] = [null, null];
    playable?.close();
    // A vault that was locked meanwhile closed it by itself.
    if (grant !== null) backend.playing.close(grant).catch(() => undefined);
  }
}
