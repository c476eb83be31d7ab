/** Moving from line to line by key. */
import type { Line } from './ledger';

/** A move of the selection. */
export type Move = 'next' | 'previous' | 'first' | 'last' | 'page-down' | 'page-up';

/** How many lines a page move goes. */
const PAGE = 10;

/** Returns the index that a move leads to, passing over gaps; −1 in a ledger without entries. */
export function moved(lines: readonly Line[], from: number, move: Move): number {
  const stops = (at: number) => lines[at]?.kind !== 'gap';
  const seek = (at: number, step: 1 | -1): number => {
    for (let i = at; i >= 0 && i < lines.length; i += step) if (stops(i)) return i;
    return -1;
  };
  const within = (at: number) => Math.max(0, Math.min(lines.length - 1, at));
  const kept = (found: number) => (found >= 0 ? found : from);
  switch (move) {
    case 'first':
      return seek(0, 1);
    case 'last':
      return seek(lines.length - 1, -1);
    case 'next':
      return kept(seek(from + 1, 1));
    case 'previous':
      return from < 0 ? seek(lines.length - 1, -1) : kept(seek(from - 1, -1));
    case 'page-down':
      return kept(seek(within(from + PAGE), -1));
    case 'page-up':
      return kept(seek(within(from - PAGE), 1));
  }
}

/** Returns the move of a key press in the ledger, or `null`. */
export function moveOf(key: string): Move | null {
  switch (key) {
    case 'j':
    case 'J':
    case 'ArrowDown':
      return 'next';
    case 'k':
    case 'K':
    case 'ArrowUp':
      return 'previous';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    case 'PageDown':
      return 'page-down';
    case 'PageUp':
      return 'page-up';
    default:
      return null;
  }
}
