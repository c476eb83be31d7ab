/** What the person set, and how it is put on the page. Kept by the backend; this is the copy that the page shows. */
import { backend, type Settings } from '../ipc';

export const SIZES = [90, 100, 125, 150, 200] as const;

const FIRST: Settings = {
  autoLockMinutes: 5, cover: false, theme: 'system', textSize: 100, letterKeys: true, shortcutOn: true, shortcut: 'Ctrl+Alt+K', shortcutTakes: 'screen',
  captureDelay: 0,
};

class Preferences {
  now = $state.raw<Settings>(FIRST);

  async load(): Promise<void> {
    this.now = await backend.settings();
    this.#apply();
  }

  async change(part: Partial<Settings>): Promise<void> {
    const before = this.now;
    this.now = { ...before, ...part };
    this.#apply();
    try {
      await backend.setSettings(this.now);
    } catch (caught) {
      this.now = before;
      this.#apply();
      throw caught;
    }
  }

  /** Steps the text size up or down; 0 puts it back. */
  async step(by: -1 | 0 | 1): Promise<void> {
    const place = SIZES.findIndex((size) => size >= this.now.textSize);
    const next = by === 0 ? 100 : SIZES[Math.min(SIZES.length - 1, Math.max(0, place + by))];
    if (next !== undefined && next !== this.now.textSize) await this.change({ textSize: next });
  }

  #apply(): void {
    const root = document.documentElement;
    if (this.now.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.now.theme;
    root.style.fontSize = `${this.now.textSize}%`;
  }
}

export const preferences = new Preferences();
