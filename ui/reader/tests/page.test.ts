// @vitest-environment jsdom
/** The parts of the page that take what comes from outside: the chronology, the items, the words of the verdict. */
import { readdirSync, readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STATES, type Account } from '../core/proofs';
import { Items, ROWS } from '../page/items';
import { CLASSES, ROLES, sanitise } from '../page/sanitise';
import { ofTheLog } from '../page/verdict';
import { numbersOf } from '../page/words';

// Here `import.meta.url` is of the window; the tests are run from `ui`.
const ROOT = '..';
const PAGE = readFileSync(path(ROOT, 'ui/reader/page/index.html'), 'utf8');
const WRITER = path(ROOT, 'crates/bundle/src/chronology');

function shown(page: string): HTMLElement {
  const place = document.createElement('div');
  place.append(sanitise(page));
  return place;
}

describe('the chronology', () => {
  const written = readdirSync(WRITER).filter((name) => name.endsWith('.rs')).map((name) => readFileSync(path(WRITER, name), 'utf8')).join('\n');
  const tokens = (name: string) => new Set([...written.matchAll(new RegExp(` ${name}=\\\\"([a-z ]+)\\\\"`, 'g'))].flatMap(([, said = '']) => said.split(' ')));

  it('keeps the classes and roles that the programs write, and no others', () => {
    // The bar and the sheet are around what is taken.
    expect([...CLASSES, 'bar', 'sheet'].sort()).toEqual([...tokens('class')].sort());
    expect([...ROLES].sort()).toEqual([...tokens('role')].sort());
  });

  it('cannot look like the verdict, or be read out as one', () => {
    const place = shown('<main><div class="sheet text tick done" role="alert">All checks passed</div><p class="text" role="cell" style="x" onclick="x">a</p></main>');
    expect(place.innerHTML).toBe('<div><div class="text">All checks passed</div><p class="text" role="cell">a</p></div>');
  });

  it('leaves styles out, however many are begun', () => {
    expect(shown('<style>p { color: red }</style><main><p>a</p></main>').textContent).toBe('a');
    const begun = Date.now();
    shown(`<main><p>a</p></main>${'<style'.repeat(300_000)}`);
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});

describe('the items', () => {
  const [A, B] = ['data/originals/0001.txt', 'data/originals/0002.txt'];
  const seen = { sha256: '0'.repeat(64), size: 1, at: 0 };
  const text = (id: string) => document.getElementById(id)?.textContent;
  const stage = () => text('viewer-stage');
  const blob = (said: string) => Object.assign(new Blob([said]), { slice: () => ({ text: async () => said }) }) as unknown as Blob;
  let items: Items;
  let asked: string[];

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML = PAGE.slice(PAGE.indexOf('<body>') + 6, PAGE.indexOf('<script>'));
    const dialog = document.getElementById('viewer') as HTMLDialogElement;
    dialog.showModal = () => void (dialog.open = true);
    dialog.close = () => {
      dialog.open = false;
      dialog.dispatchEvent(new Event('close'));
    };
    URL.createObjectURL = () => 'blob:one';
    URL.revokeObjectURL = () => undefined;
    HTMLAnchorElement.prototype.click = () => undefined;
    asked = [];
    items = new Items((one) => asked.push(one));
    for (const one of [A, B]) items.add(one, seen);
  });
  afterEach(() => vi.useRealTimers());

  it('shows an item under its own title, in whatever order the answers come', async () => {
    const [first, second] = [items.view(A), items.view(B)];
    items.answer(B, blob('of B'));
    await second;
    items.answer(A, blob('of A'));
    await first;
    expect([text('viewer-name'), stage()]).toEqual(['Item 2', 'of B']);
    const third = items.view(A);
    (document.getElementById('viewer') as HTMLDialogElement).close();
    const fourth = items.view(B);
    items.answer(A, blob('of A'));
    await third;
    expect(stage()).toBe('Opening.');
    items.answer(B, blob('of B'));
    await fourth;
    expect(stage()).toBe('of B');
  });

  it('offers the papers by name to be saved, and no other file of such a name', () => {
    items.add('data/03-full-log.pdf', seen);
    items.add('data/08-another.pdf', seen);
    const rows = document.getElementById('item-rows');
    expect(rows?.childElementCount).toBe(3);
    expect(rows?.lastElementChild?.textContent).toContain('Full log, as PDF');
    expect(rows?.lastElementChild?.textContent).not.toContain('View');
  });

  it('says where it is seen that a file was not saved', async () => {
    const first = items.save(A);
    items.answer(A, null);
    expect(await first).toBe(false);
    expect(text('said')).toContain('0001.txt was not saved');
    void items.view(B);
    const second = items.save(B);
    items.end();
    expect(await second).toBe(false);
    expect(text('viewer-said')).toContain('0002.txt was not saved');
  });

  it('counts and names what could not be saved of all', async () => {
    expect(document.getElementById('save-all')?.hidden).toBe(true);
    items.isRead();
    expect(document.getElementById('save-all')?.hidden).toBe(false);
    const all = items.saveAll();
    items.answer(A, blob('of A'));
    await vi.advanceTimersByTimeAsync(150);
    items.answer(B, null);
    await vi.advanceTimersByTimeAsync(150);
    await all;
    expect(asked).toEqual([A, B]);
    expect(text('said')).toMatch(/^Handed to the browser: 1 of 2 files\. .* Not saved: 0002\.txt\./);
  });

  it('has rows for the first of very many, and no surprise in a name', () => {
    for (let n = 3; n <= ROWS + 7; n += 1) items.add(`data/originals/${String(n).padStart(4, '0')}.constructor`, seen);
    const rows = document.getElementById('item-rows');
    expect(rows?.childElementCount).toBe(ROWS + 1);
    expect(rows?.lastElementChild?.textContent).toMatch(/^And 7 more/);
    expect(rows?.children[3]?.textContent).not.toContain('View');
  });
});

describe('the words', () => {
  const [here, part, kept, , given] = STATES;
  const account = (...states: Account['states']): Account => ({ size: states.length, states });

  it('say that the whole log is here only where it is', () => {
    expect(ofTheLog([account(here, here)])).toMatch(/^Every record of the log is here/);
    expect(ofTheLog([account(here, part)])).toBe('Of the log, 1 record is here without some of its parts; each is named by its number.');
    expect(ofTheLog([account(part, kept), account(part)])).toBe('Of the log, 1 record stayed behind, and 2 records are here without some of their parts; each is named by its number.');
    expect(ofTheLog([account(here, kept, given, given)])).toBe('Of the log, 1 record stayed behind, and 2 records are in an earlier bundle; each is named by its number.');
  });

  it('fold numbers log by log', () => {
    expect(numbersOf([account(here, here, kept, here)], here)).toEqual([3, '0 to 1, 3']);
    expect(numbersOf([account(kept, here, here), account(here)], here)).toEqual([3, '1/1 to 1/2, 2/0']);
    expect(numbersOf([account(here)], kept)).toEqual([0, '']);
  });
});
