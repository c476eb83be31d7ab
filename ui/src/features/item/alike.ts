/** How the picture of one item stands to another that looks the same, in words. */
import type { PageSize } from '../../ipc/types';

/** Returns "smaller (640 × 480 against 1920 × 1080)": what the first is beside the second. */
export function againstWords(own: PageSize, other: PageSize): string {
  const words = ({ width, height }: PageSize) => `${width} × ${height}`;
  if (own.width === other.width && own.height === other.height) return `of the same size (${words(own)})`;
  const [mine, theirs] = [own.width * own.height, other.width * other.height];
  const how = mine < theirs ? 'smaller' : mine > theirs ? 'larger' : 'of another shape';
  return `${how} (${words(own)} against ${words(other)})`;
}
