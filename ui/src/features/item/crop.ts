/** The area of a working copy, in whole pixels of the original. */
import type { Crop } from '../../ipc/types';
import type { Size } from './zoom';

export const LEAST = 8;

const between = (n: number, low: number, high: number) => Math.min(high, Math.max(low, n));

/** Returns an area to begin with: the middle of the picture. */
export function firstArea(picture: Size): Crop {
  const [width, height] = [Math.max(LEAST, Math.round(picture.width * 0.6)), Math.max(LEAST, Math.round(picture.height * 0.6))];
  return held({ x: Math.round((picture.width - width) / 2), y: Math.round((picture.height - height) / 2), width, height }, picture);
}

/** Returns a small area in the middle of the picture, to be moved and sized. */
export function smallArea(picture: Size): Crop {
  const [width, height] = [Math.round(picture.width * 0.2), Math.round(picture.height * 0.05)];
  return held({ x: Math.round((picture.width - width) / 2), y: Math.round((picture.height - height) / 2), width, height }, picture);
}

/** Returns the area within the picture, with a width and a height. */
export function held(area: Crop, picture: Size): Crop {
  const whole = (n: number) => (Number.isFinite(n) ? Math.round(n) : 0);
  const width = between(whole(area.width), Math.min(LEAST, picture.width), picture.width);
  const height = between(whole(area.height), Math.min(LEAST, picture.height), picture.height);
  return { x: between(whole(area.x), 0, picture.width - width), y: between(whole(area.y), 0, picture.height - height), width, height };
}

/** Returns the area between two places of the picture, whichever way it was drawn. */
export function areaBetween(a: { x: number; y: number }, b: { x: number; y: number }, picture: Size): Crop {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)].map((x) => between(x, 0, picture.width)) as [number, number];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)].map((y) => between(y, 0, picture.height)) as [number, number];
  return held({ x: left, y: top, width: right - left, height: bottom - top }, picture);
}

/** Returns the area after an arrow key: moved, or with Shift made larger or smaller; `null` for another key. */
export function keyed(area: Crop, key: string, shift: boolean, picture: Size): Crop | null {
  const step = Math.max(1, Math.round(Math.max(picture.width, picture.height) / 100));
  const by: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  const move = by[key];
  if (!move) return null;
  return shift
    ? held({ ...area, width: Math.min(area.width + move[0], picture.width - area.x), height: Math.min(area.height + move[1], picture.height - area.y) }, picture)
    : held({ ...area, x: area.x + move[0], y: area.y + move[1] }, picture);
}
