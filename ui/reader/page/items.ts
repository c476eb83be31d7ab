/** The items and the papers: each can be looked at, where a browser shows it safely, and saved. */
import type { Seen } from '../core/intake';
import { CHRONOLOGY_CSV, originalNumber, ORIGINALS, PAPERS } from '../core/layout';
import { button, byId, make } from './dom';
import { count, size } from './words';

/** What a browser shows of a file by the end of its name; nothing of these runs anything. */
const IMAGES = new Map([['jpg', 'image/jpeg'], ['png', 'image/png'], ['gif', 'image/gif'], ['webp', 'image/webp'], ['bmp', 'image/bmp'], ['avif', 'image/avif']]);
const SOUNDS = new Map([['mp3', 'audio/mpeg'], ['m4a', 'audio/mp4'], ['wav', 'audio/wav'], ['ogg', 'audio/ogg']]);
const FILMS = new Map([['mp4', 'video/mp4'], ['webm', 'video/webm'], ['mov', 'video/mp4']]);
const TEXTS = ['txt', 'eml', 'csv'];
/** The most of a text that is shown, and the largest file that is opened to be looked at. */
const TEXT = 2 ** 20;
const LARGEST = 512 * 2 ** 20;
/** So many items have a row, and so many failures are named. */
export const ROWS = 5000;
const NAMED = 20;
/** The browser needs an address until it has begun to write. In milliseconds. */
const HOLD = 10_000;
/** Browsers drop downloads that come at once. In milliseconds. */
const PAUSE = 100;

export class Items {
  readonly #files = new Map<string, Seen>();
  readonly #waiting = new Map<string, (blob: Blob | null) => void>();
  readonly #rest = make('li', {});
  /** Which look at an item this is: what an earlier one waited for is not shown in a later one. */
  #turn = 0;
  #free: () => void = () => undefined;

  /** `ask` has the worker open a file again. */
  constructor(readonly ask: (path: string) => void) {
    byId('viewer').addEventListener('close', () => {
      // It may be open again by now, with another item.
      if (!byId<HTMLDialogElement>('viewer').open) this.#next();
    });
  }

  /** Adds a file as soon as it was read. */
  add(path: string, seen: Seen): void {
    if (!path.startsWith(ORIGINALS) && path !== CHRONOLOGY_CSV && !PAPERS.has(path)) return;
    this.#files.set(path, seen);
    byId('no-items').hidden = true;
    if (this.#files.size <= ROWS) {
      byId('item-rows').append(this.#row(path, seen));
      return;
    }
    if (!this.#rest.isConnected) byId('item-rows').append(this.#rest);
    this.#rest.textContent = `And ${(this.#files.size - ROWS).toLocaleString('en-GB')} more, which “Save all items” saves too.`;
  }

  /** The whole archive was read, so that all that can be saved is known. */
  isRead(): void {
    byId('save-all').hidden = this.#files.size === 0;
  }

  /** Takes what the worker opened; `null` when it could not. */
  answer(path: string, blob: Blob | null): void {
    const done = this.#waiting.get(path);
    this.#waiting.delete(path);
    done?.(blob);
  }

  /** Nothing that is waited for comes any more. */
  end(): void {
    for (const path of [...this.#waiting.keys()]) this.answer(path, null);
  }

  async view(path: string): Promise<void> {
    const turn = this.#next();
    const seen = this.#files.get(path);
    const dialog = byId<HTMLDialogElement>('viewer');
    byId('viewer-name').textContent = titleOf(path);
    byId('viewer-save').onclick = () => void this.save(path);
    const stage = byId('viewer-stage');
    stage.replaceChildren(make('p', { role: 'status' }, 'Opening.'));
    if (!dialog.open) dialog.showModal();
    if (seen && seen.size > LARGEST) return stage.replaceChildren(make('p', {}, `This file is ${size(seen.size)}, too large to show here. Save it to open it.`));
    const isOver = () => turn !== this.#turn || !dialog.open;
    const blob = await this.#open(path);
    if (isOver()) return undefined;
    if (!blob) return stage.replaceChildren(make('p', { role: 'alert' }, LOST));
    const shown = await show(nameOf(path), blob);
    if (isOver()) return shown.free();
    this.#free = shown.free;
    return stage.replaceChildren(shown.node);
  }

  /** Saves one file under its own name, and says what became of it. */
  async save(path: string): Promise<boolean> {
    say(`Opening ${nameOf(path)} to save it.`);
    const isSaved = await this.#hand(path);
    say(isSaved ? `${nameOf(path)} was handed to the browser, which says where it keeps it.` : `${nameOf(path)} was not saved. ${LOST}`);
    return isSaved;
  }

  /** Saves every item, one after the other. */
  async saveAll(): Promise<void> {
    const act = byId<HTMLButtonElement>('save-all');
    if (act.disabled) return;
    act.disabled = true;
    const all = [...this.#files.keys()];
    const lost: string[] = [];
    for (const [index, path] of all.entries()) {
      say(`Saving ${index + 1} of ${all.length}.${lost.length > 0 ? ` ${lost.length} could not be saved.` : ''}`);
      if (!(await this.#hand(path))) lost.push(nameOf(path));
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    act.disabled = false;
    const more = lost.length > NAMED ? ` and ${lost.length - NAMED} more` : '';
    const failures = lost.length === 0 ? '' : ` Not saved: ${lost.slice(0, NAMED).join(', ')}${more}. They could not be opened again: the sealed file is not there any more, or was changed since it was checked.`;
    say(`Handed to the browser: ${all.length - lost.length} of ${count(all.length, 'file')}. Look where it keeps downloads whether all are there.${failures}`);
  }

  /** Begins another look; the one before lets go. */
  #next(): number {
    this.#free();
    this.#free = () => undefined;
    byId('viewer-said').textContent = '';
    byId('viewer-stage').replaceChildren();
    this.#turn += 1;
    return this.#turn;
  }

  /** Hands a file to the browser; false when it could not be opened again. */
  async #hand(path: string): Promise<boolean> {
    const blob = await this.#open(path);
    if (!blob) return false;
    const url = URL.createObjectURL(blob);
    const link = make('a', { href: url, download: nameOf(path) });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), HOLD);
    return true;
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

/** Says it where it is seen: beside everything, and in the viewer, under which the rest is out of reach. */
function say(what: string): void {
  const isViewing = byId<HTMLDialogElement>('viewer').open;
  byId('viewer-said').textContent = isViewing ? what : '';
  byId('said').textContent = what;
  if (!isViewing) byId('live').textContent = what;
}

/** Returns the name that a file is saved under: of a plain kind, whatever the bundle says. */
function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isForbidden = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) || !/^[A-Za-z0-9]/.test(name) || name.endsWith('.');
  return isForbidden ? `file-${name.replace(/^\.+|\.+$/g, '')}` : name;
}

function titleOf(path: string): string {
  const paper = PAPERS.get(path);
  if (paper !== undefined) return `${paper}, as PDF`;
  const number = originalNumber(path);
  return number === null ? (path === CHRONOLOGY_CSV ? 'The chronology as a sheet' : nameOf(path)) : `Item ${/^0*([0-9]+[a-z]*)\./.exec(nameOf(path))?.[1] ?? number}`;
}

const endOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

function canShow(name: string): boolean {
  const end = endOf(name);
  return IMAGES.has(end) || SOUNDS.has(end) || FILMS.has(end) || TEXTS.includes(end);
}

/** Returns an element that shows a file, and how to let go of it. */
async function show(name: string, blob: Blob): Promise<{ node: Node; free: () => void }> {
  const end = endOf(name);
  if (TEXTS.includes(end)) {
    const said = await blob.slice(0, TEXT).text();
    const rest = blob.size > TEXT ? '\n\n[The rest is not shown here. Save the file to read it.]' : '';
    return { node: make('pre', { tabindex: '0', dir: 'auto' }, said + rest), free: () => undefined };
  }
  const type = IMAGES.get(end) ?? SOUNDS.get(end) ?? FILMS.get(end);
  if (!type) return { node: make('p', {}, 'A browser does not show this kind of file safely. Save it to open it.'), free: () => undefined };
  const url = URL.createObjectURL(blob.slice(0, blob.size, type));
  const free = () => URL.revokeObjectURL(url);
  if (IMAGES.has(end)) return { node: make('img', { src: url, alt: name }), free };
  return { node: make(SOUNDS.has(end) ? 'audio' : 'video', { src: url, controls: '', 'aria-label': name }), free };
}
