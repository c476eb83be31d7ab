/**
 * Where a picture lies on its stage: its scale against its own pixels, and the middle of the stage in parts of the picture.
 *
 * Nothing here changes a picture; turning is a quarter to the right each time, for the eye only.
 */
export interface Size {
  width: number;
  height: number;
}

export interface View {
  /** Stage pixels for one pixel of the picture. */
  scale: number;
  /** Which place of the picture is in the middle of the stage, 0 to 1 each way, as it is turned. */
  x: number;
  y: number;
  /** Quarter turns to the right. */
  turn: 0 | 1 | 2 | 3;
}

export const STEP = 1.25;
const LARGEST = 16;

/** Returns a picture's size as it is turned. */
export function turned(size: Size, turn: View['turn']): Size {
  return turn % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** Returns the scale at which the whole picture is in sight; never larger than it is. */
export function fitScale(picture: Size, stage: Size, turn: View['turn']): number {
  const { width, height } = turned(picture, turn);
  if (width <= 0 || height <= 0) return 1;
  return Math.min(1, stage.width / width, stage.height / height);
}

/** Returns the view of the whole picture. */
export function fitted(picture: Size, stage: Size, turn: View['turn'] = 0): View {
  return { scale: fitScale(picture, stage, turn), x: 0.5, y: 0.5, turn };
}

const between = (n: number, low: number, high: number) => Math.min(high, Math.max(low, n));

/** Returns the view moved so that no empty stage shows where there is picture to show. */
export function held(view: View, picture: Size, stage: Size): View {
  const { width, height } = turned(picture, view.turn);
  const scale = between(view.scale, Math.min(0.02, fitScale(picture, stage, view.turn)), LARGEST);
  const axis = (at: number, whole: number, seen: number) => {
    const half = seen / (2 * whole * scale);
    return half >= 0.5 ? 0.5 : between(at, half, 1 - half);
  };
  return { ...view, scale, x: axis(view.x, width, stage.width), y: axis(view.y, height, stage.height) };
}

/** Returns the view enlarged by a factor about a place of the stage, given in pixels from its middle. */
export function zoomed(view: View, factor: number, picture: Size, stage: Size, about = { x: 0, y: 0 }): View {
  const { width, height } = turned(picture, view.turn);
  const fit = fitScale(picture, stage, view.turn);
  const scale = between(view.scale * factor, Math.min(fit, 0.02), LARGEST);
  const shift = 1 / view.scale - 1 / scale;
  return held({ ...view, scale, x: view.x + (about.x * shift) / width, y: view.y + (about.y * shift) / height }, picture, stage);
}

/** Returns the view moved by pixels of the stage, as a hand moves paper. */
export function moved(view: View, dx: number, dy: number, picture: Size, stage: Size): View {
  const { width, height } = turned(picture, view.turn);
  return held({ ...view, x: view.x - dx / (width * view.scale), y: view.y - dy / (height * view.scale) }, picture, stage);
}

/** Returns the view after another quarter turn, whole in sight. */
export function turnedOnce(view: View, picture: Size, stage: Size): View {
  return fitted(picture, stage, ((view.turn + 1) % 4) as View['turn']);
}

/** Returns the same view for a sharper picture of the same thing. */
export function rescaled(view: View, from: Size, to: Size): View {
  return from.width > 0 && to.width > 0 ? { ...view, scale: (view.scale * from.width) / to.width } : view;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Returns where the upright picture stands on the stage, in pixels. */
export function boxOf(view: View, picture: Size, stage: Size): Box {
  const { width, height } = turned(picture, view.turn);
  const [w, h] = [width * view.scale, height * view.scale];
  return { left: stage.width / 2 - view.x * w, top: stage.height / 2 - view.y * h, width: w, height: h };
}

/** Returns "74 %". */
export function percent(scale: number): string {
  return `${Math.round(scale * 100)} %`;
}
