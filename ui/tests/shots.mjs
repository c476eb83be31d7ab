// Takes a picture of every screen, light and dark, at 200 % and 400 %, and judges each in a real browser: axe-core,
// the policy's violations, sideways scrolling. `npm run shots [name…]`; CASEKEEP_SHOTS names the folder for the pictures.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { scenes } from './scenes.mjs';
import { serve } from './serve.mjs';

const OUT = process.env.CASEKEEP_SHOTS ?? join(tmpdir(), 'casekeep-shots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NOW = new Date('2026-04-30T12:44:00+01:00');
const VIEWS = [
  { name: 'light', theme: 'light', width: 1280, height: 800 },
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: '800', theme: 'light', width: 800, height: 800 },
  { name: '200pc', theme: 'light', width: 640, height: 800 },
  { name: '400pc', theme: 'light', width: 320, height: 800 },
];

mkdirSync(OUT, { recursive: true });
const only = process.argv.slice(2);
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CASEKEEP_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'],
});
let faults = 0;

function fault(where, what) {
  faults += 1;
  console.error(`${where}: ${what}`);
}

async function judge(page, where) {
  // axe is put in through the browser's own channel: the page's policy stays as it is.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const { id, nodes } of violations) fault(where, `axe ${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim()})`).slice(0, 3).join('; ')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) fault(where, `scrolls sideways by ${wide} px`);
  const styled = await page.evaluate(() => window.blocked ?? []);
  for (const what of styled) fault(where, `policy: ${what}`);
}

async function take({ name, query, act, view }) {
  const where = `${name}-${view.name}`;
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height }, colorScheme: view.theme, locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => fault(where, `error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && fault(where, `console: ${message.text()}`));
  await page.addInitScript(() => {
    window.blocked = [];
    document.addEventListener('securitypolicyviolation', (event) => window.blocked.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}`));
  });
  await page.clock.setFixedTime(NOW);
  try {
    await page.goto(`${server.address}?${query}`);
    await page.locator('h1').first().waitFor({ state: 'attached', timeout: 8000 });
    await act?.(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(OUT, `${where}.png`) });
    await judge(page, where);
  } catch (error) {
    fault(where, String(error).split('\n').slice(0, 3).join(' '));
  }
  await context.close();
}

const wanted = scenes.filter(({ name }) => only.length === 0 || only.some((part) => name.startsWith(part)));
const pictures = wanted.flatMap(({ name, query = '', act, views = VIEWS.map((view) => view.name) }) =>
  VIEWS.filter((view) => views.includes(view.name)).map((view) => ({ name, query, act, view })));
// A picture is mostly waited for, so several are taken at once; each in a context of its own.
const next = pictures.values();
const taking = Array.from({ length: Math.min(4, availableParallelism() + 1) }, async () => {
  for (const picture of next) await take(picture);
});
try {
  await Promise.all(taking);
} finally {
  await browser.close();
  await server.stop();
}
console.log(`Pictures are in ${OUT}. ${faults} faults.`);
process.exit(faults === 0 ? 0 : 1);
