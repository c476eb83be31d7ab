/** The page: takes a file and a secret, has the worker open and check it, and shows what comes, as it comes. */
import type { Report } from '../core/check';
import type { Secret } from '../core/envelope';
import { CHRONOLOGY } from '../core/layout';
import { STATES, type Account } from '../core/proofs';
import { button, byId, make } from './dom';
import { Items } from './items';
import type { Asked, Told } from './messages';
import { sanitise } from './sanitise';
import { showReading, showReport } from './verdict';
import { count, numbersOf, REFUSALS } from './words';

/** The worker's program, put in by the build. */
declare const WORKER: string;

let worker: Worker | null = null;
let file: File | null = null;
/** The name of the file that is being opened, whatever is chosen meanwhile. */
let opening = '';
let failed = false;
const items = new Items((path) => ask({ ask: 'take', path }));

function ask(asked: Asked): void {
  worker?.postMessage(asked);
}

function choose(chosen: File | null | undefined): void {
  if (!chosen) return;
  file = chosen;
  byId('chosen').textContent = chosen.name;
  refuse(null);
}

/** Shows why it was not opened, beside the form, and moves there. */
function refuse(why: readonly [string, string] | null): void {
  const place = byId('refused');
  place.hidden = why === null;
  place.replaceChildren(...(why ? [make('b', {}, why[0]), make('span', {}, why[1])] : []));
  if (why) place.focus();
}

async function secret(): Promise<Secret> {
  const key = byId<HTMLInputElement>('key').files?.[0];
  if (byId<HTMLInputElement>('with-key').checked) return key ? { identity: await key.slice(0, 65_536).text() } : null;
  const passphrase = byId<HTMLInputElement>('passphrase').value;
  return passphrase === '' ? null : { passphrase };
}

async function open(): Promise<void> {
  failed = false;
  if (!file) return refuse(['No file is chosen.', 'Choose the file whose name ends in .tar.age. It came with this page.']);
  const go = byId<HTMLButtonElement>('open');
  if (go.disabled) return;
  const chosen = file;
  refuse(null);
  go.disabled = true;
  const given = await secret().catch(() => 'unreadable' as const);
  const isPlain = chosen.name.endsWith('.tar');
  if (given === 'unreadable' || (!given && !isPlain)) {
    go.disabled = false;
    return refuse(REFUSALS[given ?? 'secret_missing']);
  }
  opening = chosen.name;
  byId('opening').hidden = false;
  worker?.terminate();
  const url = URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }));
  worker = new Worker(url);
  URL.revokeObjectURL(url);
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => hear(data));
  worker.addEventListener('error', (event) => stop(event.message));
  ask({ ask: 'open', file: chosen, secret: given });
}

/** Ends a try that came to nothing. */
function stop(what: string): void {
  failed = true;
  items.end();
  if (!byId('bundle').hidden) {
    byId('verdict').replaceChildren(make('h2', {}, 'The check came to no end'), make('p', { role: 'alert' }, `This page could not go on: ${what}. Rely on nothing that is shown here, and open the bundle by hand.`), byId('progress'));
    return;
  }
  again();
  refuse(['This page could not go on.', `${what}. Try another browser, or open the bundle by hand.`]);
}

function again(): void {
  byId<HTMLButtonElement>('open').disabled = false;
  byId('opening').hidden = true;
}

function hear(told: Told): void {
  switch (told.told) {
    case 'progress':
      enter();
      byId<HTMLProgressElement>('bar').value = told.of > 0 ? told.done / told.of : 0;
      byId('percent').textContent = `${Math.floor((100 * told.done) / Math.max(1, told.of))} % read`;
      break;
    case 'chronology':
      enter();
      byId('chronology').replaceChildren(told.page === null ? tooLarge() : sanitise(told.page));
      break;
    case 'files':
      enter();
      for (const [path, seen] of told.files) items.add(path, seen);
      break;
    case 'report':
      enter();
      report(told.report);
      break;
    case 'taken':
      items.answer(told.path, told.blob);
      break;
    case 'lost':
      items.answer(told.path, null);
      break;
    case 'refused':
      if (byId('bundle').hidden) {
        again();
        refuse(REFUSALS[told.code]);
      } else stop(REFUSALS[told.code][0]);
      break;
    case 'no_fingerprint':
      byId('fingerprint-wrong').textContent = 'That is not a fingerprint. It is twelve words, or SHA256: and 43 characters.';
      break;
    case 'failed':
      stop(told.what);
  }
}

/** Goes from the door into the bundle, once. */
function enter(): void {
  if (!byId('bundle').hidden) return;
  byId('door').hidden = true;
  byId('bundle').hidden = false;
  byId<HTMLInputElement>('passphrase').value = '';
  byId('name').textContent = opening;
  byId('check-place').append(byId('by-hand'));
  byId<HTMLDetailsElement>('by-hand').open = true;
  showReading();
  turnTo('chronology');
}

/** What stands for a chronology that no page can show. */
function tooLarge(): Node {
  const what = make('p', {}, 'It is too large to be shown here. Save it, and open it in a browser once the check beside this is done and found nothing wrong.');
  const part = document.createDocumentFragment();
  part.append(make('h1', {}, 'Chronology'), what, button('Save the chronology', () => void items.save(CHRONOLOGY)));
  return part;
}

function report(found: Report): void {
  if (failed) return;
  items.isRead();
  showReport(found, (fingerprint) => ask({ ask: 'compare', fingerprint }));
  showAccounts(found.accounts);
  if (byId('chronology').childElementCount === 0) byId('chronology').replaceChildren(make('h1', {}, 'Chronology'), make('p', {}, 'There is no chronology that can be shown. What is beside this says why.'));
  if (found.signer !== 'not compared') byId('verdict').querySelector('h2')?.focus();
}

function showAccounts(accounts: readonly Account[]): void {
  const lines = STATES.map((state) => {
    const [many, numbers] = numbersOf(accounts, state);
    return many > 0 && make('li', {}, make('b', {}, `${SAID[state]}: ${count(many, 'record')}`), make('span', { class: 'soft numbers' }, numbers));
  });
  byId('accounts').replaceChildren(...lines.filter((line) => line !== false));
}

const SAID: Record<(typeof STATES)[number], string> = {
  disclosed: 'Here, all of it',
  'disclosed in part': 'Here, without parts that describe the vault or are sensitive',
  'withheld (given before)': 'In an earlier bundle, which this one follows',
  'withheld (not selected)': 'Stayed behind: entries that were not chosen',
  'withheld (structural)': 'Stayed behind: what the log keeps about itself',
};

const VIEWS = ['chronology', 'items', 'withheld', 'check'];

function turnTo(view: string): void {
  for (const one of VIEWS) {
    byId(`view-${one}`).hidden = one !== view;
    const tab = byId(`tab-${one}`);
    if (one === view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  window.scrollTo(0, 0);
}

/** Says whether this browser has what the page needs. */
function canRun(): boolean {
  return typeof Worker === 'function' && typeof DOMParser === 'function' && !!globalThis.crypto?.subtle && typeof Blob.prototype.arrayBuffer === 'function' && typeof HTMLDialogElement === 'function';
}

/** Returns the name of this page; '' where its address is none that can be read. */
function ownName(): string {
  try {
    return decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
  } catch {
    return '';
  }
}

function begin(): void {
  if (!canRun()) return;
  byId('cannot').hidden = true;
  byId('form').hidden = false;
  byId<HTMLDetailsElement>('by-hand').open = false;
  const own = ownName();
  if (own.endsWith('.reader.html')) byId('chosen').textContent = `${own.slice(0, -'.reader.html'.length)}.tar.age lies beside this page`;
  const picker = byId<HTMLInputElement>('file');
  picker.addEventListener('change', () => choose(picker.files?.[0]));
  const ways = ['with-words', 'with-key'].map((id) => byId<HTMLInputElement>(id));
  ways.forEach((way) => way.addEventListener('change', () => {
    byId('words-field').hidden = !ways[0]?.checked;
    byId('key-field').hidden = !ways[1]?.checked;
  }));
  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    void open();
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    if (!byId('door').hidden) choose(event.dataTransfer?.files[0]);
  });
  VIEWS.forEach((view) => byId(`tab-${view}`).addEventListener('click', () => turnTo(view)));
  byId('save-all').addEventListener('click', () => void items.saveAll());
  byId('print').addEventListener('click', () => print());
  byId('viewer-close').addEventListener('click', () => byId<HTMLDialogElement>('viewer').close());
  byId('chronology').addEventListener('click', (event) => {
    const path = event.target instanceof Element ? event.target.closest('a')?.dataset['item'] : undefined;
    if (path === undefined) return;
    event.preventDefault();
    void items.view(path);
  });
}

begin();
