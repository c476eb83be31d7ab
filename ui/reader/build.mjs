// Builds the reader: one HTML with everything in it, under a policy that allows its own script and style by their hashes.
// `node reader/build.mjs` writes crates/bundle/reader/reader.html, which the programs carry; `--check` compares instead.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(HERE, '../../crates/bundle/reader/reader.html');
const FONT = '@fontsource-variable/atkinson-hyperlegible-next';

/** Returns the program of an entry as one script. */
async function program(entry, define = {}) {
  const result = await build({
    configFile: false, root: HERE, logLevel: 'warn', define,
    build: { write: false, target: 'es2022', minify: true, modulePreload: false, rollupOptions: { input: join(HERE, 'page', entry), output: { format: 'iife' } } },
  });
  const [chunk, ...others] = [result].flat().flatMap(({ output }) => output);
  if (others.length > 0 || chunk.type !== 'chunk') throw new Error(`${entry} became more than one file`);
  // A page ends a script at the first end tag, wherever it stands.
  return chunk.code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Returns the folder of a package, which may not let its own manifest be asked for. */
function folder(name) {
  const require = createRequire(import.meta.url);
  for (const base of require.resolve.paths(name)) {
    try {
      readFileSync(join(base, name, 'package.json'));
      return join(base, name);
    } catch {
      // It is not in this one.
    }
  }
  throw new Error(`${name} is not installed`);
}

/** Returns the terms of everything in the page that is not ours, as they ask. */
function notices() {
  const packages = ['age-encryption', '@noble/ciphers', '@noble/curves', '@noble/hashes', '@noble/post-quantum', '@scure/base', '@scure/bip39', FONT];
  const parts = packages.map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(folder(name), 'package.json'), 'utf8'));
    const file = readdirSync(folder(name)).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder(name), file), 'utf8').trim() : ''}`;
  });
  const text = parts.join(`\n\n${'='.repeat(72)}\n\n`).replace(/--+/g, (dashes) => '='.repeat(dashes.length)).replace(/[^\n\x20-\x7e]/g, '');
  return `<!-- This page is part of Casekeep, MIT OR Apache-2.0. In it are:\n\n${text}\n-->`;
}

/** Returns the whole page. */
export async function reader() {
  const worker = await program('worker.ts');
  const script = await program('main.ts', { WORKER: JSON.stringify(worker) });
  const font = readFileSync(join(folder(FONT), 'files/atkinson-hyperlegible-next-latin-wght-normal.woff2')).toString('base64');
  const style = readFileSync(join(HERE, 'page/style.css'), 'utf8').replace('{{font}}', () => `data:font/woff2;base64,${font}`);
  const policy = [
    "default-src 'none'", `script-src ${hash(script)}`, `style-src ${hash(style)}`, 'font-src data:', 'img-src blob: data:', 'media-src blob:',
    'worker-src blob:', "frame-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'",
  ].join('; ');
  const parts = { policy, style, script, notices: notices() };
  return readFileSync(join(HERE, 'page/index.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const page = await reader();
  if (process.argv.includes('--check')) {
    const same = readFileSync(OUT, 'utf8') === page;
    console.log(same ? 'The reader that the programs carry is the one of these sources.' : 'crates/bundle/reader/reader.html is not what these sources make: npm run reader');
    process.exit(same ? 0 : 1);
  }
  mkdirSync(dirname(OUT), { recursive: true });
  writeFileSync(OUT, page);
  console.log(`${OUT}: ${page.length} characters`);
}
