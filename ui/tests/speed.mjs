// Measures the timeline of a long case in a real browser and prints the figures; nothing is asserted, for the machine may
// be busy. `npm run speed [entries]`. The vault is the one in memory: what the engine takes is measured by `cargo bench`.
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const ENTRIES = Number(process.argv[2] ?? 100_000);
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CASEKEEP_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
});

const sorted = (times) => times.toSorted((a, b) => a - b);
const at = (times, part) => sorted(times)[Math.min(times.length - 1, Math.floor(times.length * part))];
const say = (what, times, aim) => console.log(`${what.padEnd(52)} median ${at(times, 0.5).toFixed(1).padStart(7)} ms   p95 ${at(times, 0.95).toFixed(1).padStart(7)} ms   aim ${aim}`);

/** Does something in the page and returns how long it takes until it is painted. */
function painted(page, act, argument) {
  return page.evaluate(async ([text, given]) => {
    const start = performance.now();
    await new Function('given', `return (${text})(given)`)(given);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
  }, [act.toString(), argument]);
}

try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London', bypassCSP: true })).newPage();
  await page.goto(`${server.address}?many=${ENTRIES}`);
  const open = page.getByRole('button', { name: /Matter 1/ }).first();
  await open.waitFor();
  // What the vault in memory makes at its first question is not the page's time.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  const first = await painted(page, async () => {
    [...document.querySelectorAll('button')].find((button) => /Matter 1/.test(button.textContent)).click();
    while (!document.querySelector('.ledger .entry')) await new Promise((done) => requestAnimationFrame(done));
  });
  console.log(`first page, with the vault in memory counted: ${first.toFixed(0)} ms`);
  await page.waitForFunction((n) => Number(document.querySelector('.ledger li')?.ariaSetSize) > n / 2, ENTRIES, { timeout: 120_000 });
  await page.waitForTimeout(1_000);

  const filters = [];
  for (let i = 0; i < 10; i += 1) {
    filters.push(await painted(page, () => [...document.querySelectorAll('.tools button')].find((button) => button.textContent === 'Written late').click()));
  }
  say('a filter to paint (on and off)', filters, '50 ms');

  const dates = [];
  const days = ['2020-01-01', '2039-05-06', '2026-03-01', '2060-02-02', '2019-01-02', '2081-12-31'];
  for (const day of days) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.getByLabel('Date', { exact: true }).fill(day.split('-').reverse().join('/'));
    dates.push(await painted(page, () => [...document.querySelectorAll('.panel button')].find((button) => button.textContent === 'Go there').click()));
  }
  say('go to any date', dates, '50 ms');

  const frames = await page.evaluate(async () => {
    const leaf = [...document.querySelectorAll('.leaf, main')].find((one) => one.scrollHeight > one.clientHeight + 10 && /auto|scroll/.test(getComputedStyle(one).overflowY));
    const took = [];
    let last = performance.now();
    for (let i = 0; i < 400; i += 1) {
      leaf.scrollTop += i < 200 ? 120 : -900;
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      took.push(now - last);
      last = now;
    }
    return took;
  });
  say('a frame while scrolling', frames, 'p95 20 ms');

  const keys = [];
  for (const key of 'message') {
    await page.getByLabel('Find words, names, items').focus();
    keys.push(await painted(page, async (given) => {
      const find = document.querySelector('#find');
      const before = document.querySelector('.found .small')?.textContent ?? '';
      find.value += given;
      find.dispatchEvent(new Event('input', { bubbles: true }));
      const until = performance.now() + 3_000;
      const shown = () => document.querySelector('.found .small')?.textContent ?? '';
      while (shown() === before && performance.now() < until && !(shown() && find.value.length > 1)) await new Promise((done) => setTimeout(done, 1));
      await new Promise((done) => setTimeout(done, 45));
    }, key));
  }
  say('a keystroke of a search to paint, 45 ms of pause in it', keys, '50 ms');
  const heap = await page.evaluate(() => { window.gc?.(); return performance.memory.usedJSHeapSize; });
  console.log(`script memory, the vault in memory counted: ${(heap / 1e6).toFixed(0)} MB (aim 300 MB for the whole web view)`);
} finally {
  await browser.close();
  await server.stop();
}
