/** What plays an item, whichever way its bytes become picture and sound; and what it says meanwhile. */
export interface Playback {
  /** Begins or goes on; rejects when the system does not let it. */
  play(): Promise<void>;
  pause(): void;
  /** Goes to a place, in seconds from the beginning. */
  seek(to: number): void;
  setSpeed(speed: number): void;
  /** From 0 to 1. */
  setVolume(volume: number): void;
  /** Stops for good and lets go of everything it holds. */
  close(): void;
}

export interface Heard {
  at(seconds: number): void;
  playing(is: boolean): void;
  /** Whether it waits for what comes next. */
  waiting(is: boolean): void;
  /** It cannot go on; `error` is what was thrown, where something was. */
  failed(error: unknown): void;
}

/** An item that can be played. */
export interface Playable {
  playback: Playback;
  /** In seconds. */
  length: number;
  /** Whether there is a picture. */
  film: boolean;
  /** Whether its sound is of a kind that cannot be played. */
  silent: boolean;
  /** How the file says that the picture is to be turned, in degrees to the right. */
  rotation: 0 | 90 | 180 | 270;
  /** How loud it is along its length, each from 0 to 1; `null` where it is too long to be looked at whole. */
  peaks: () => Promise<number[] | null>;
  /** Stops for good and lets go of everything. */
  close(): void;
}

/** Reads bytes of the item from one place up to another. */
export type Read = (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
