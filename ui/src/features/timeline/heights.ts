/**
 * The heights of a long list: estimates at first, measured as lines come into view.
 *
 * The web view has no scroll anchoring, so the list corrects the scroll offset itself by what `set` returns.
 */
export class Heights {
  #heights: Float64Array;
  #tops: Float64Array;
  #valid = 0;

  /** Begins with an estimate for each of so many lines. */
  constructor(length: number, estimate: (at: number) => number) {
    this.#heights = new Float64Array(length);
    for (let at = 0; at < length; at += 1) this.#heights[at] = estimate(at);
    this.#tops = new Float64Array(length + 1);
  }

  get length(): number {
    return this.#heights.length;
  }

  /** Returns the height of a line. */
  of(at: number): number {
    return this.#heights[at] ?? 0;
  }

  /** Sets a measured height; returns by how much it differs from what was assumed. */
  set(at: number, height: number): number {
    const change = height - this.of(at);
    if (at < 0 || at >= this.length || Math.abs(change) < 0.5) return 0;
    this.#heights[at] = height;
    this.#valid = Math.min(this.#valid, at);
    return change;
  }

  /** Returns where a line begins; for the length of the list, where the last one ends. */
  top(at: number): number {
    for (; this.#valid < at; this.#valid += 1) {
      this.#tops[this.#valid + 1] = this.#tops[this.#valid]! + this.#heights[this.#valid]!;
    }
    return this.#tops[at] ?? 0;
  }

  /** Returns the height of all lines. */
  get total(): number {
    return this.top(this.length);
  }

  /** Returns the line at an offset, the nearest where the offset is outside. */
  at(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.length - 1);
    this.top(this.length);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Returns the lines to draw: those in view with a margin, and one that must stay because it holds the focus. */
export function drawn(heights: Heights, top: number, view: number, margin: number, kept: number): number[] {
  if (heights.length === 0) return [];
  const first = heights.at(top - margin);
  const last = heights.at(top + view + margin);
  const lines = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  if (kept >= 0 && kept < heights.length && (kept < first || kept > last)) lines.push(kept);
  return lines.sort((a, b) => a - b);
}
