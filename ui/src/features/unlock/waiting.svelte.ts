/** The seconds until the next try is taken: counted down on the page, said aloud only now and then. */
import { announce } from '../../shared/live.svelte';
import { count } from '../../shared/names';

/** At these seconds left a screen reader is told; every second would be too often. */
const SAID = [60, 30, 10];

export class Waiting {
  left = $state(0);
  /** The same in a sentence; `null` when the next try is taken at once. */
  readonly said = $derived(this.left > 0 ? `The next try is taken in ${inWords(this.left)}. Nothing is erased.` : null);
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Counts down from so many seconds; 0 ends it. */
  begin(seconds: number): void {
    this.end();
    if (seconds <= 0) return;
    this.#until = Date.now() + seconds * 1000;
    this.left = seconds;
    announce(`The next try is taken in ${inWords(seconds)}.`);
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  end(): void {
    clearInterval(this.#timer);
    this.left = 0;
  }

  #tick(): void {
    const before = this.left;
    this.left = Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
    if (this.left === 0) {
      this.end();
      announce('You can try again now.');
    } else if (SAID.some((at) => before > at && this.left <= at)) {
      announce(`${inWords(this.left)} left`);
    }
  }
}

/** Minutes while there are several, then every second. */
function inWords(seconds: number): string {
  return seconds > 120 ? count(Math.ceil(seconds / 60), 'minute') : count(seconds, 'second');
}
