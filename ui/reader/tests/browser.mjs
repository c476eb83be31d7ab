// Opens the reader that the programs carry, from file://, in a real browser, and does with it what a recipient does: good
// bundles, wrong secrets, tampered ones, looking, saving, comparing. `node reader/tests/browser.mjs`; CASEKEEP_SHOTS names
// a folder for pictures.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const UI = resolve(fileURLToPath(import.meta.url), '../../..');
const READER = resolve(UI, '../crates/bundle/reader/reader.html');
const OUT = process.env.CASEKEEP_SHOTS ?? join(tmpdir(), 'casekeep-shots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WORDS = 'acorn velvet summit paddle crisp onion';
/** Vectors that each break another thing; what every one of them must be is in `vectors.test.ts`. */
const TAMPERED = [
  'changed-original', 'extra-tag', 'part-altered', 'proof-of-next', 'accounting-hole', 'signature-armor-unsigned', 'rebuilt-by-stranger', 'tar-link', 'tar-cut',
];

const begun = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'casekeep-reader-'));
const place = join(folder, 'matter.reader.html');
writeFileSync(place, readFileSync(READER));
mkdirSync(OUT, { recursive: true });
let faults = 0;
let checks = 0;

function judge(what, holds, seen = '') {
  checks += 1;
  if (holds) return;
  faults += 1;
  console.error(`${what}${seen === '' ? '' : `: ${JSON.stringify(seen)}`}`);
}

const vite = await createServer({ root: UI, configFile: false, logLevel: 'error', server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true, include: [] } });
const { archiveOf, base } = await vite.ssrLoadModule('/reader/tests/vectors.ts');
const good = await base('');
await vite.close();

const identity = await generateX25519Identity();
const key = join(folder, 'key.txt');
writeFileSync(key, `# made for a test\n${identity}\n`);

async function sealed(name, archive, passphrase) {
  const encrypter = new Encrypter();
  if (passphrase) {
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(12);
  } else encrypter.addRecipient(await identityToRecipient(identity));
  const file = join(folder, `${name}.tar.age`);
  writeFileSync(file, await encrypter.encrypt(archive));
  return file;
}

const browser = await chromium.launch({
  executablePath: process.env.CASEKEEP_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'],
});

async function fresh(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => judge(`error: ${error.message}`, false));
  page.on('console', (message) => message.type() === 'error' && judge(`console: ${message.text()}`, false));
  page.on('request', (request) => judge(`asks for ${request.url().slice(0, 60)}`, /^(file|blob|data):/.test(request.url())));
  await page.goto(pathToFileURL(place).href);
  return page;
}

async function open(page, file, { words, withKey } = {}) {
  await page.locator('#file').setInputFiles(file);
  if (withKey) {
    await page.getByLabel('To my key').check();
    await page.locator('#key').setInputFiles(key);
  } else await page.getByLabel('Passphrase', { exact: true }).fill(words);
  await page.getByRole('button', { name: 'Open' }).click();
}

async function verdict(page) {
  await page.locator('#verdict-line').waitFor({ timeout: 20_000 });
  const is = await page.locator('#verdict-line').getAttribute('data-verdict');
  const classes = await page.locator('#verdict li[data-class]').evaluateAll((all) => [...new Set(all.map((one) => one.dataset.class))].sort());
  return { is, classes };
}

async function look(page, name) {
  await page.screenshot({ path: join(OUT, `reader-${name}.png`) });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const { id, nodes } of violations) judge(`${name}: axe ${id}: ${nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`, false);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  judge(`${name} scrolls sideways`, wide <= 0, wide);
}

try {
  const spoken = await sealed('spoken', good.archive, WORDS);
  const page = await fresh();
  await look(page, 'door');
  await page.getByRole('button', { name: 'Open' }).click();
  judge('no file is asked for', (await page.locator('#refused').textContent())?.includes('No file is chosen'));
  await open(page, spoken, { words: 'acorn velvet summit' });
  await page.getByText('That is not the passphrase of this bundle.').waitFor();
  judge('a refusal gets the focus', await page.evaluate(() => document.activeElement?.id === 'refused'));
  await look(page, 'refused');
  await open(page, spoken, { words: '  Acorn velvet summit  paddle crisp onion ' });
  judge('the good bundle, not compared', (await verdict(page)).is === 'not compared');
  judge('the passphrase does not stay in the page', (await page.locator('#passphrase').inputValue()) === '');
  await page.locator('#fingerprint').fill('nothing of the kind');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('That is not a fingerprint.').waitFor();
  await page.locator('#fingerprint').fill(good.fingerprint);
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.locator('[data-verdict="matched"]').waitFor();
  judge('the file that was opened is named', (await page.locator('#name').textContent()) === 'spoken.tar.age');
  judge('the verdict is in plain words', /^Checked: complete, unchanged since it was signed on .* fingerprint you were given\.$/.test(await page.locator('#verdict-line').textContent()), await page.locator('#verdict-line').textContent());
  judge('the chronology is shown', (await page.locator('#chronology h1').textContent()) === 'Chronology');
  judge('no script, style or handler came along', (await page.locator('#chronology').evaluate((root) => [...root.querySelectorAll('*')].filter((one) => ['SCRIPT', 'STYLE', 'LINK'].includes(one.tagName) || [...one.attributes].some(({ name }) => name.startsWith('on') || name === 'style')).length)) === 0);
  await look(page, 'open');
  await page.getByRole('button', { name: 'Items', exact: true }).click();
  const rows = page.locator('#item-rows li');
  const originals = [...good.files.keys()].filter((path) => path.startsWith('data/originals/'));
  judge('every original has a row', (await rows.count()) === originals.length + 1, await rows.count());
  await look(page, 'items');
  for (const path of originals) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`[data-path="${path}"]`).getByRole('button', { name: 'Save' }).click()]);
    const bytes = readFileSync(await download.path());
    judge(`${path} is saved as it is`, bytes.equals(Buffer.from(good.files.get(path))) && path.endsWith(download.suggestedFilename()));
  }
  judge('it says that it handed them over', /was handed to the browser/.test(await page.locator('#said').textContent()));
  const handed = [];
  page.on('download', (download) => handed.push(download.suggestedFilename()));
  await page.getByRole('button', { name: 'Save all items' }).click();
  await page.getByText(`Handed to the browser: ${originals.length + 1} of ${originals.length + 1} files.`).first().waitFor();
  judge('all are saved at once', handed.length === originals.length + 1, handed);
  await look(page, 'saved');
  await page.getByRole('button', { name: 'What stayed behind' }).click();
  judge('what stayed behind is counted', (await page.locator('#accounts li').count()) > 0);
  await look(page, 'withheld');
  await page.getByRole('button', { name: 'How to check' }).click();
  judge('the way by hand is there', await page.getByText('ssh-keygen -Y verify').isVisible());
  await look(page, 'check');

  const dot = 'GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;';
  const added = [['0008.txt', 'He said <script>alert(1)</script>.'], ['0009.gif', dot]].map(([name, said]) => ({ op: 'write', path: `data/originals/${name}`, text: said }));
  const viewing = await fresh();
  const forViewing = await sealed('viewing', archiveOf(good, added));
  await open(viewing, forViewing, { withKey: true });
  judge('what was added is found', (await verdict(viewing)).classes.includes('BUNDLE_EXTRA'));
  await viewing.getByRole('button', { name: 'Items', exact: true }).click();
  await viewing.getByRole('button', { name: 'View Item 9' }).click();
  await viewing.waitForFunction(() => document.querySelector('#viewer-stage img')?.naturalWidth === 1);
  await look(viewing, 'viewer');
  await viewing.keyboard.press('Escape');
  await viewing.getByRole('button', { name: 'View Item 8' }).click();
  await viewing.locator('#viewer-stage pre').waitFor();
  judge('a text is shown as text', (await viewing.locator('#viewer-stage pre').textContent()) === 'He said <script>alert(1)</script>.');
  rmSync(forViewing);
  await viewing.locator('#viewer-save').click();
  await viewing.locator('#viewer-said').getByText('was not saved').waitFor();
  judge('a failure is seen above the viewer', await viewing.locator('#viewer-said').isVisible());
  await look(viewing, 'not-saved');
  await viewing.getByRole('button', { name: 'Close' }).click();
  await viewing.getByRole('button', { name: 'Save all items' }).click();
  await viewing.locator('#said').getByText(/^Handed to the browser: 0 of .* Not saved: .*0009\.gif/).waitFor();
  judge('the viewer lets go', !(await viewing.locator('#viewer').isVisible()));
  await viewing.context().close();

  for (const name of TAMPERED) {
    const { apply = [], expect } = good.vectors.find((vector) => vector.name === name);
    const one = await fresh();
    await open(one, await sealed(name, archiveOf(good, apply)), { withKey: true });
    const seen = await verdict(one);
    // Nothing was compared yet, so the one thing that only a comparison finds is not found.
    const wanted = expect.classes.filter((found) => found !== 'BUNDLE_SIGNER').sort();
    judge(name, JSON.stringify(seen.classes.filter((found) => wanted.includes(found) || !(expect.notes ?? []).includes(found))) === JSON.stringify(wanted) && (seen.is === 'wrong') === wanted.length > 0, seen);
    if (expect.classes.includes('BUNDLE_SIGNER') && wanted.length === 0) {
      await one.locator('#fingerprint').fill(good.fingerprint);
      await one.getByRole('button', { name: 'Compare' }).click();
      await one.locator('[data-class="BUNDLE_SIGNER"]').waitFor();
    }
    if (name === 'changed-original') await look(one, 'wrong');
    await one.context().close();
  }
  const whole = readFileSync(await sealed('cut', Buffer.concat([good.archive, Buffer.alloc(200_000)])));
  writeFileSync(join(folder, 'cut.tar.age'), whole.subarray(0, whole.length - 70_000));
  const cut = await fresh();
  await open(cut, join(folder, 'cut.tar.age'), { withKey: true });
  judge('a sealed file that is cut short', (await verdict(cut)).classes.join() === 'BUNDLE_TAR');

  for (const [name, options] of [['dark', { colorScheme: 'dark' }], ['200pc', { viewport: { width: 640, height: 800 } }], ['400pc', { viewport: { width: 320, height: 800 } }]]) {
    const other = await fresh(options);
    await look(other, `door-${name}`);
    await open(other, spoken, { words: WORDS });
    await verdict(other);
    await look(other, `open-${name}`);
    await other.context().close();
  }
  const still = await browser.newContext({ javaScriptEnabled: false });
  const plain = await still.newPage();
  await plain.goto(pathToFileURL(place).href);
  judge('without scripts the way by hand is open', (await plain.getByText('age -d -o bundle.tar').isVisible()) && (await plain.locator('#cannot').isVisible()) && !(await plain.locator('#form').isVisible()));
  const sum = createHash('sha256').update(readFileSync(READER)).digest('hex');
  console.log(`${checks} checks of the reader ${sum.slice(0, 16)} in ${((Date.now() - begun) / 1000).toFixed(0)} s. ${faults} faults.`);
} catch (error) {
  judge(String(error).split('\n').slice(0, 4).join(' '), false);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
process.exit(faults === 0 ? 0 : 1);
