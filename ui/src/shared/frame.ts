/** Waits for the web view to draw. */

/** While nothing is drawn, as in a window that is out of sight, a frame is not waited for longer than this, in milliseconds. */
const LONGEST = 60;

/** Resolves just before the next frame is drawn. */
export function nextFrame(): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(done, LONGEST);
    requestAnimationFrame(() => {
      clearTimeout(late);
      done();
    });
  });
}
