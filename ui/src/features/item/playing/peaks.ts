/** How loud a recording is along its length. */

/** So many bars are drawn. */
export const BARS = 400;
/** So many samples of a bar are looked at; more would not be seen. */
const LOOKS = 400;

/** Returns the loudest of each part, the loudest of all being 1; silence is 0 everywhere. */
export function peaksOf(channels: readonly Float32Array[], bars = BARS): number[] {
  const samples = channels[0]?.length ?? 0;
  const loud = Array.from({ length: bars }, (_, bar) => {
    const [from, to] = [Math.floor((bar * samples) / bars), Math.floor(((bar + 1) * samples) / bars)];
    const step = Math.max(1, Math.floor((to - from) / LOOKS));
    let most = 0;
    for (const channel of channels) for (let i = from; i < to; i += step) most = Math.max(most, Math.abs(channel[i] ?? 0));
    return most;
  });
  const loudest = Math.max(...loud);
  return loudest > 0 ? loud.map((one) => one / loudest) : loud;
}

/** Returns the outline of the bars for a path, mirrored about the middle, in a box of so many units. */
export function outline(peaks: readonly number[], width: number, height: number): string {
  const [wide, middle] = [width / peaks.length, height / 2];
  return peaks.map((peak, i) => {
    const tall = Math.max(0.5, peak * (middle - 1));
    return `M${(i * wide).toFixed(2)} ${(middle - tall).toFixed(2)}h${(wide * 0.7).toFixed(2)}v${(tall * 2).toFixed(2)}h-${(wide * 0.7).toFixed(2)}z`;
  }).join('');
}
