/** The items: each can be looked at, where a browser shows it safely, and saved. */
import type { Seen } from '../core/intake';
import { CHRONOLOGY_CSV, originalNumber, ORIGINALS } from '../core/layout';
import { button, byId, make } from './dom';
import { size } from './words';

/** What a browser shows of a file by the end of its name; nothing of these runs anything. */
const IMAGES: Record<string, string> = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', bmp: 'image/bmp', avif: 'image/avif' };
const SOUNDS: Record<string, string> = { mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav', ogg: 'audio/ogg' };
const FILMS: Record<string, string> = { mp4: 'video/mp4', webm: 'video/webm', mov: 'video/mp4' };
const TEXTS = ['txt', 'eml', 'csv'];
/** The most of a text that is shown, and the largest file that is opened to be looked at. */
const TEXT = 2 ** 20;
const LARGEST = 512 * 2 ** 20;

export class Items {
  readonly #files = new Map<string, Seen>();
  readonly #waiting = new Map<string, (blob: Blob | null) => void>();

  /** `ask` has the worker open a file again. */
  constructor(readonly ask: (path: string) => void) {}

  /** Adds a file as soon as it was read. */
  add(path: string, seen: Seen): void {
    if (!path.startsWith(ORIGINALS) && path !== CHRONOLOGY_CSV) return;
    this.#files.set(path, seen);
    byId('item-rows').append(this.#row(path, seen));
    byId('no-items').hidden = true;
    byId('save-all').hidden = false;
  }

  /** Takes what the worker opened; `null` when it could not. */
  answer(path: string, blob: Blob | null): void {
    this.#waiting.get(path)?.(blob);
    this.#waiting.delete(path);
  }

  async view(path: string): Promise<void> {
    const seen = this.#files.get(path);
    const name = nameOf(path);
    const dialog = byId<HTMLDialogElement>('viewer');
    byId('viewer-name').textContent = titleOf(path);
    byId('viewer-save').onclick = () => void this.save(path);
    const stage = byId('viewer-stage');
    stage.replaceChildren(make('p', { role: 'status' }, 'Opening.'));
    if (!dialog.open) dialog.showModal();
    if (seen && seen.size > LARGEST) return stage.replaceChildren(make('p', {}, `This file is ${size(seen.size)}, too large to show here. Save it to open it.`));
    const blob = await this.#open(path);
    if (!dialog.open) return undefined;
    if (!blob) return stage.replaceChildren(make('p', { role: 'alert' }, LOST));
    const shown = await show(name, blob);
    dialog.addEventListener('close', () => shown.free(), { once: true });
    return stage.replaceChildren(shown.node);
  }

  /** Saves one file under its own name. */
  async save(path: string): Promise<void> {
    const blob = await this.#open(path);
    if (!blob) {
      byId('live').textContent = LOST;
      return;
    }
    const url = URL.createObjectURL(blob);
    const link = make('a', { href: url, download: nameOf(path) });
    document.body.append(link);
    link.click();
    link.remove();
    // The browser needs the address until it has begun to write.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    byId('live').textContent = `Saved ${nameOf(path)}.`;
  }

  /** Saves every item, one after the other. */
  async saveAll(): Promise<void> {
    const all = [...this.#files.keys()];
    for (const [index, path] of all.entries()) {
      byId('live').textContent = `Saving ${index + 1} of ${all.length}.`;
      await this.save(path);
    }
    byId('live').textContent = `Saved ${all.length} files where this browser keeps downloads.`;
  }

  #open(path: string): Promise<Blob | null> {
    return new Promise((done) => {
      const before = this.#waiting.get(path);
      this.#waiting.set(path, (blob) => {
        before?.(blob);
        done(blob);
      });
      if (!before) this.ask(path);
    });
  }

  #row(path: string, seen: Seen): HTMLElement {
    const title = titleOf(path);
    const acts = make(
      'span', { class: 'acts' },
      canShow(nameOf(path)) && button('View', () => void this.view(path), { 'aria-label': `View ${title}` }),
      button('Save', () => void this.save(path), { 'aria-label': `Save ${title}` }),
    );
    const facts = make('span', { class: 'soft small' }, `${nameOf(path)}, ${size(seen.size)}`);
    return make('li', { 'data-path': path }, make('span', { class: 'what' }, make('b', {}, title), facts, make('span', { class: 'mono hash' }, `SHA-256 ${seen.sha256}`)), acts);
  }
}

const LOST = 'This file could not be opened again: the sealed file is not there any more, or was changed since it was checked.';

/** Returns the name that a file is saved under: of a plain kind, whatever the bundle says. */
function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isForbidden = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) || !/^[A-Za-z0-9]/.test(name) || name.endsWith('.');
  return isForbidden ? `file-${name.replace(/^\.+|\.+$/g, '')}` : name;
}

function titleOf(path: string): string {
  const number = originalNumber(path);
  return number === null ? (path === CHRONOLOGY_CSV ? 'The chronology as a sheet' : nameOf(path)) : `Item ${/^0*([0-9]+[a-z]*)\./.exec(nameOf(path))?.[1] ?? number}`;
}

const endOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

function canShow(name: string): boolean {
  const end = endOf(name);
  return end in IMAGES || end in SOUNDS || end in FILMS || TEXTS.includes(end);
}

/** Returns an element that shows a file, and how to let go of it. */
async function show(name: string, blob: Blob): Promise<{ node: Node; free: () => void }> {
  const end = endOf(name);
  if (TEXTS.includes(end)) {
    const said = await blob.slice(0, TEXT).text();
    const rest = blob.size > TEXT ? '\n\n[The rest is not shown here. Save the file to read it.]' : '';
    return { node: make('pre', { tabindex: '0', dir: 'auto' }, said + rest), free: () => undefined };
  }
  const type = IMAGES[end] ?? SOUNDS[end] ?? FILMS[end];
  if (!type) return { node: make('p', {}, 'A browser does not show this kind of file safely. Save it to open it.'), free: () => undefined };
  const url = URL.createObjectURL(blob.slice(0, blob.size, type));
  const free = () => URL.revokeObjectURL(url);
  if (end in IMAGES) return { node: make('img', { src: url, alt: name }), free };
  return { node: make(end in SOUNDS ? 'audio' : 'video', { src: url, controls: '', 'aria-label': name }), free };
}
