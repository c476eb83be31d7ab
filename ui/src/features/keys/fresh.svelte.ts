/** New recovery words until they are typed back: another page may be looked at meanwhile, and they are still to be had. */
import { onForget } from '../../shared/forget';

class Fresh {
  words = $state.raw<string[] | null>(null);
  /** True while three of them are typed back. */
  typing = $state(false);

  take(words: string[]): void {
    this.words = words;
    this.typing = false;
  }

  clear(): void {
    this.words = null;
    this.typing = false;
  }
}

export const fresh = new Fresh();
onForget(() => fresh.clear());
