import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Heard } from './playback';
import { Stream, type Fill } from './stream';

/** A buffer that takes what it is given at once: a piece of one byte is a second long, and names the second. */
class Buffer extends EventTarget {
  updating = false;
  timestampOffset = 0;
  seconds = new Set<number>();
  full = Infinity;
  refused = 0;
  aborted = 0;

  get buffered() {
    const all = [...this.seconds].sort((a, b) => a - b);
    const starts = all.filter((n) => !this.seconds.has(n - 1));
    const ends = all.filter((n) => !this.seconds.has(n + 1));
    return { length: starts.length, start: (i: number) => starts[i]!, end: (i: number) => ends[i]! + 1 };
  }

  appendBuffer(piece: Uint8Array): void {
    if (this.seconds.size >= this.full) {
      this.refused += 1;
      throw new DOMException('', 'QuotaExceededError');
    }
    this.seconds.add(piece[0]!);
    this.#update();
  }

  remove(from: number, to: number): void {
    this.seconds.forEach((n) => n >= from && n < to && this.seconds.delete(n));
    this.#update();
  }

  abort(): void {
    this.aborted += 1;
  }

  #update(): void {
    this.updating = true;
    queueMicrotask(() => {
      this.updating = false;
      this.dispatchEvent(new Event('updateend'));
    });
  }
}

let buffer: Buffer;
let source: EventTarget & { readyState: string };

beforeEach(() => {
  buffer = new Buffer();
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:film');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  vi.stubGlobal('MediaSource', class extends EventTarget {
    readyState = 'open';
    duration = NaN;
    constructor() {
      super();
      source = this;
      setTimeout(() => this.dispatchEvent(new Event('sourceopen')));
    }
    addSourceBuffer() { return buffer; }
    endOfStream() { this.readyState = 'ended'; }
  });
});
afterEach(() => vi.unstubAllGlobals());

async function started(length: number, fill: Fill, heard: Partial<Heard> = {}) {
  const element = document.createElement('video');
  vi.spyOn(element, 'pause').mockReturnValue();
  const load = vi.spyOn(element, 'load').mockReturnValue();
  Object.defineProperty(element, 'buffered', { get: () => buffer.buffered });
  const stream = new Stream(element, length, fill, { at: vi.fn(), playing: vi.fn(), waiting: vi.fn(), failed: vi.fn(), ...heard });
  const ready = stream.start('video/mp4');
  await vi.waitFor(() => expect(buffer.seconds.size).toBeGreaterThan(0));
  element.dispatchEvent(new Event('loadeddata'));
  await ready;
  const goTo = (at: number) => {
    element.currentTime = at;
    element.dispatchEvent(new Event('seeking'));
  };
  return { stream, element, load, goTo };
}

/** A film of so many seconds with a whole picture in each. */
const film = (length: number): Fill => async (from, put, onkey) => {
  for (let n = Math.floor(from); n < length; n += 1) {
    onkey(n);
    await put(Uint8Array.of(n));
  }
};

it('is filled a little ahead of the place, and emptied behind it', async () => {
  const { element } = await started(200, film(200));
  await vi.waitFor(() => expect(buffer.buffered.end(0)).toBe(21));
  element.currentTime = 30;
  element.dispatchEvent(new Event('timeupdate'));
  await vi.waitFor(() => expect([buffer.buffered.start(0), buffer.buffered.end(0)]).toEqual([20, 51]));
});

it('what is read for a place that is left ends before it has given anything', async () => {
  const left = vi.fn();
  const { goTo } = await started(200, async (from, put, _, __, check) => {
    if (from === 0) return put(Uint8Array.of(0));
    if (from === 120) return put(Uint8Array.of(120));
    for (;;) {
      await new Promise((done) => setTimeout(done));
      try { check(); } catch (stale) { left(); throw stale; }
    }
  });
  goTo(90);
  await new Promise((done) => setTimeout(done, 5));
  goTo(120);
  await vi.waitFor(() => expect(buffer.seconds.has(120)).toBe(true));
  expect(left).toHaveBeenCalledTimes(1);
});

it('another place is filled anew, once, and one that is there is only gone to', async () => {
  const fill = vi.fn(film(200));
  const { goTo } = await started(200, fill);
  await vi.waitFor(() => expect(buffer.buffered.end(0)).toBe(21));
  goTo(12);
  expect(fill).toHaveBeenCalledTimes(1);
  goTo(90);
  goTo(120);
  await vi.waitFor(() => expect(buffer.buffered.length > 0 && buffer.buffered.end(0)).toBe(141));
  expect(fill.mock.calls.map(([from]) => from)).toEqual([0, 120]);
  expect(buffer.buffered.start(0)).toBe(120);
});

it('where there is no room it waits until time goes on', async () => {
  buffer.full = 5;
  const { element } = await started(200, film(200));
  await vi.waitFor(() => expect(buffer.refused).toBeGreaterThan(0));
  expect(buffer.seconds.size).toBe(5);
  buffer.full = 40;
  element.currentTime = 12;
  element.dispatchEvent(new Event('timeupdate'));
  await vi.waitFor(() => expect(buffer.buffered.end(0)).toBe(33));
});

it('the end is told, and a place before it can be gone to again', async () => {
  const { goTo } = await started(8, film(8));
  await vi.waitFor(() => expect(source.readyState).toBe('ended'));
  goTo(7.95);
  expect(buffer.aborted).toBe(1);
  buffer.seconds.clear();
  goTo(2);
  await vi.waitFor(() => expect(buffer.buffered.length > 0 && buffer.buffered.end(0)).toBe(8));
  expect(buffer.aborted, 'what has ended is not ended again').toBe(1);
});

it('a recording that begins late is shown from its first picture', async () => {
  const { element } = await started(9, async (_, put) => { await put(Uint8Array.of(3)); await put(Uint8Array.of(4)); });
  expect(element.currentTime).toBe(3);
});

it('what cannot be read at all is told to whoever opens it', async () => {
  const element = document.createElement('video');
  vi.spyOn(element, 'load').mockReturnValue();
  const unread = { code: 'io' };
  const failed = vi.fn();
  const stream = new Stream(element, 9, async () => { throw unread; }, { at: vi.fn(), playing: vi.fn(), waiting: vi.fn(), failed });
  await expect(stream.start('video/mp4')).rejects.toBe(unread);
  expect(failed).not.toHaveBeenCalled();
});

it('what cannot be read is told once, and nothing after it is closed', async () => {
  const [failed, damaged] = [vi.fn(), new Error('damaged')];
  const { stream, goTo, load, element } = await started(100, async (from, put) => {
    if (from > 0) throw damaged;
    await put(Uint8Array.of(0));
  }, { failed });
  goTo(50);
  await vi.waitFor(() => expect(failed.mock.calls).toEqual([[damaged]]));
  stream.close();
  expect(load).toHaveBeenCalled();
  expect(element.getAttribute('src')).toBeNull();
  element.dispatchEvent(new Event('error'));
  expect(failed).toHaveBeenCalledTimes(1);
});
