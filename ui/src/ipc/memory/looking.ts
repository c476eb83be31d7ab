/** The inside of the sample's items: drawn pictures that say what a phone would, and a document of some pages. */
import type { LookingBackend } from '../looking';
import type { Alike, Area, Crop, Inside, ItemReceipt, MailPartKept, MailView, PageSize, PageWords, Progress, Run, WordPlace } from '../types';
import type { StoredCase } from './case';
import { draw, sheet, sizeOf, type Drawing } from './pictures';
import { now, problem } from './said';

type Item = ReturnType<StoredCase['item']>;

/** The size of a page of a document, A4 at 150 dots to the inch. */
const PAGE = { width: 1240, height: 1754 };
const [LEFT, TOP, LINE, LETTER] = [150, 220, 44, 15];

const urls = new Map<string, string>();

/** Returns where a picture is shown from, the same each time: the page's policy lets it show its own blobs and no text. */
function urlOf(svg: string): string {
  const known = urls.get(svg);
  if (known !== undefined) return known;
  const made = 'createObjectURL' in URL ? URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })) : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  urls.set(svg, made);
  return made;
}

export class MemoryLooking implements LookingBackend {
  readonly #item: (inCase: number, n: number) => Item;
  readonly #open: (inCase: number) => StoredCase;
  readonly #steps: (things: number[]) => AsyncIterable<[number, number]>;

  constructor(item: (inCase: number, n: number) => Item, open: (inCase: number) => StoredCase, steps: (things: number[]) => AsyncIterable<[number, number]>) {
    this.#item = item;
    this.#open = open;
    this.#steps = steps;
  }

  async inside(inCase: number, n: number): Promise<Inside> {
    return insideOf(this.#item(inCase, n));
  }

  async words(inCase: number, n: number, page: number): Promise<PageWords> {
    const lines = pageOf(this.#item(inCase, n), page);
    const runs = lines.flatMap((text, at): Run[] => {
      const edges = Array.from({ length: [...text].length + 1 }, (_, i) => LEFT + i * LETTER);
      return text ? [{ before: at === 0 ? '' : '\n', text, y: TOP + at * LINE - 26, height: 34, edges }] : [];
    });
    return { size: PAGE, runs, more: false };
  }

  async find(inCase: number, n: number, text: string): Promise<WordPlace[]> {
    const pages = this.#item(inCase, n).pages ?? [];
    const plain = text.trim().toLowerCase();
    const room = 3;
    return pages.flatMap((lines, at) => lines.flatMap((line, row): WordPlace[] => {
      const from = plain ? line.toLowerCase().indexOf(plain) : -1;
      const place = { page: at + 1, x: LEFT + from * LETTER - room, y: TOP + row * LINE - 26 - room, width: plain.length * LETTER + 2 * room, height: 34 + 2 * room };
      return from < 0 ? [] : [place];
    }));
  }

  async mail(inCase: number, n: number, number: number): Promise<MailView | null> {
    const { mails } = this.#item(inCase, n);
    if (!mails) return null;
    return mails[number - 1] ?? refuse('the file has no page or mail of this number');
  }

  async keepMailParts(inCase: number, n: number, number: number, parts: number[], on: (progress: Progress) => void): Promise<MailPartKept[]> {
    const one = this.#open(inCase);
    const mail = (await this.mail(inCase, n, number))!.mail;
    const kept: MailPartKept[] = [];
    for await (const [done, part] of this.#steps(parts)) {
      const of = mail.attachments.find((attached) => attached.part === part)!;
      on({ files_done: done, files: parts.length, bytes_done: 0, bytes: 0, current: of.name ?? '' });
      const why = of.whole ? null : 'its bytes are damaged and do not make a whole file';
      const there = one.items.find((item) => item.derived?.item === n && item.derived.part?.mail === number && item.derived.part.path === of.path);
      kept.push({ part, item: why ? null : (there?.n ?? one.addPart(n, number, of, now()).item), there: there !== undefined, why });
    }
    return kept;
  }

  async alike(inCase: number, n: number): Promise<Alike> {
    const own = this.#item(inCase, n);
    const { items } = this.#open(inCase);
    const size = pixelsOf(own);
    if (!size) return { width: 0, height: 0, items: [], waiting: 0 };
    const origin = (item: Item): number => (item.derived && !item.derived.part ? origin(this.#item(inCase, item.derived.item)) : item.n);
    const same = items.filter((other) => pixelsOf(other) && origin(other) !== origin(own) && draw(other.drawing!) === draw(own.drawing!));
    return { ...size, waiting: 0, items: same.map((other) => ({ n: other.n, label: String(other.n), ...pixelsOf(other)!, same_bytes: other.sha256 === own.sha256 })) };
  }

  async crop(inCase: number, n: number, crop: Crop, turn: number, reason: string): Promise<ItemReceipt> {
    const own = insideOf(this.#item(inCase, n)).pages[0]!;
    const whole = crop.width === own.width && crop.height === own.height;
    return this.#open(inCase).addCopy({ item: n, ...(whole ? {} : { crop }), ...(turn ? { turn } : {}) }, `crop-of-item-${n}.png`, reason, now());
  }

  async redact(inCase: number, n: number, areas: Area[], turn: number, on: (progress: Progress) => void): Promise<ItemReceipt> {
    const one = this.#open(inCase);
    const pages = insideOf(this.#item(inCase, n)).pages;
    for (const area of areas) {
      const page = pages[area.page - 1];
      if (!area.reason.trim()) throw problem('bad_input', 'The reason of an area is empty.', 'Change it and try again. Nothing was saved.');
      if (!page || area.x + area.width > page.width || area.y + area.height > page.height) throw problem('no_preview', 'This item cannot be shown: the area to keep lies outside the picture.', 'The original is kept unchanged.');
    }
    const files = pages.length * 2;
    for await (const [done] of this.#steps(Array.from({ length: files }, (_, i) => i))) on({ files_done: done, files, bytes_done: 0, bytes: 0, current: '' });
    return one.addCopy({ item: n, areas, ...(turn ? { turn } : {}) }, `redacted-copy-of-item-${n}.${this.#item(inCase, n).pages ? 'pdf' : 'png'}`, '', now());
  }

  pageUrl(inCase: number, n: number, page: number, _side: number): string {
    const item = this.#item(inCase, n);
    return item.pages && !item.locked ? urlOf(sheet(PAGE, pageOf(item, page), { left: LEFT, top: TOP, line: LINE, letter: LETTER })) : item.drawing ? urlOf(draw(item.drawing)) : '';
  }
}

/** Returns the size of an item's picture, where it has one page. */
function pixelsOf(item: Item): PageSize | null {
  return item.drawing && !item.pages ? (item.pixels ?? sizeOf(item.drawing)) : null;
}

function refuse(why: string): never {
  throw problem('no_preview', `This item cannot be shown: ${why}.`, 'The original is kept unchanged.');
}

function pageOf(item: Item, page: number): readonly string[] {
  if (item.locked) throw problem('no_preview', 'This item cannot be shown: it is locked with a password.', 'The original is kept unchanged.');
  return item.pages?.[page - 1] ?? [];
}

function insideOf(item: Item): Inside {
  const none: Inside = { pages: [], more_pages: false, worded: false, said: [], times: [], place: null, text: '', more_text: false };
  if (item.pages) {
    pageOf(item, 1);
    return {
      ...none, pages: item.pages.map(() => PAGE), worded: true,
      said: [{ what: 'author', text: 'Northgate Surgery' }, { what: 'creator', text: 'Writer' }, { what: 'software', text: 'LibreOffice 7.4' }],
      times: [{ what: 'made', local: '2026-04-01T16:20:11', offset: 60 }],
    };
  }
  if (item.type.startsWith('application/vnd.')) {
    if (item.locked) throw problem('no_preview', 'This item cannot be shown: the file is damaged or not what it says, so it has no preview.', 'The original is kept unchanged.');
    return { ...none, text: item.text ?? '', said: [{ what: 'author', text: 'Sam Carter' }, { what: 'changed_by', text: 'S. Carter' }, { what: 'holds', text: 'Macros: programs that run when it is opened elsewhere. They were not run here.' }], times: [{ what: 'made', local: '2026-03-04T19:12:30', offset: 0 }] };
  }
  if (!item.drawing) throw problem('no_preview', 'This item cannot be shown: this type of file has no preview.', 'The original is kept unchanged.');
  const phone = item.type === 'image/jpeg' && item.facts.kind === 'Photo';
  return {
    ...none, pages: [sizeOf(item.drawing as Drawing)],
    ...(phone && {
      said: [{ what: 'camera', text: 'Fairphone FP5' }, { what: 'software', text: 'FP5.TT4M' }],
      times: [{ what: 'taken', local: '2026-03-10T19:12:04', offset: null }],
      place: { latitude: 53.9591, longitude: -1.0815, height: 17 },
    }),
  };
}
