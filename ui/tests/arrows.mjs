// The arrows of the window: shared <- features <- screens <- App; one folder speaks to the shell; nothing that the
// window's policy forbids. Prints what breaks a rule and fails.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), '../src');

/** The one file of the project outside that the window reads: what people are told, the same for window and programs. */
const CONTENT = resolve(SRC, '../../crates/content/guidance.json');

/** Returns the full path of a file of the window. */
export function at(path) {
  return resolve(SRC, path);
}

/** Returns where a file stands: its layer, and for a feature its name. */
function place(file) {
  const [layer, name] = relative(SRC, file).split(/[\\/]/);
  return layer === 'features' ? { layer, name } : { layer: layer.includes('.') ? 'top' : layer, name: '' };
}

const MAY_USE = {
  ipc: ['ipc'],
  look: ['look'],
  shared: ['shared', 'ipc'],
  features: ['features', 'shared', 'ipc'],
  screens: ['screens', 'features', 'shared', 'ipc'],
  top: ['top', 'screens', 'features', 'shared', 'ipc', 'look'],
};

/** Returns the rules that a file breaks, as sentences. */
export function broken(file, text) {
  const from = place(file);
  const found = [];
  const say = (what) => found.push(`${relative(SRC, file)}: ${what}`);
  for (const [, wanted] of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
    if (wanted.startsWith('@tauri-apps/') && from.layer !== 'ipc') say(`${wanted} may be used in ipc only`);
    if (!wanted.startsWith('.')) continue;
    if (resolve(dirname(file), wanted) === CONTENT && ['ipc', 'shared'].includes(from.layer)) continue;
    const to = place(resolve(dirname(file), wanted));
    const inside = /[\\/]ipc[\\/](tauri|memory|commandNames)/.test(resolve(dirname(file), wanted));
    if (inside && from.layer !== 'ipc' && !file.endsWith('.test.ts')) say(`${wanted} is inside ipc: import '../ipc'`);
    if (!MAY_USE[from.layer]?.includes(to.layer)) say(`${from.layer} may not import ${wanted}`);
    if (from.layer === 'features' && to.layer === 'features' && from.name !== to.name) say(`features do not import each other (${wanted})`);
  }
  if (/\sstyle="/.test(text)) say('a style attribute; the policy blocks it: use style:name={value} or a class');
  if (/\{@html|\.innerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(/.test(text)) say('text may never become markup or code');
  if (/\b(localStorage|sessionStorage|indexedDB)\b/.test(text)) say('nothing is kept in the web view');
  if (/document\.title\s*=|history\.(push|replace)State|location\.hash\s*=/.test(text)) say('nothing of a case in titles or addresses');
  return found;
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : /\.(ts|svelte)$/.test(entry.name) ? [join(folder, entry.name)] : [],
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const all = files(SRC);
  const found = all.flatMap((file) => broken(file, readFileSync(file, 'utf8')));
  for (const line of found) console.error(line);
  console.log(`${all.length} files, ${found.length} broken rules`);
  process.exit(found.length === 0 ? 0 : 1);
}
