/** The one pass over the archive: every file hashed as it streams by, only manifests and proof files kept in memory. */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex, join, text, visible, type Bytes } from './bytes';
import { Findings } from './findings';
import { CHRONOLOGY, FOLDERS, isPlain, MOST_FILES, PROOF, PROOF_FILE, PROOF_FILES } from './layout';
import { ArchiveReader, Broken, type Entry } from './tar';

/** The largest file that is gathered whole, to be hashed by the browser; larger ones are hashed piece by piece. */
const AT_ONCE = 64 * 2 ** 20;

/** The largest chronology that is shown: a page of it takes many times its size in memory. */
export const CHRONOLOGY_SHOWN = 64 * 2 ** 20;

/** What the archive says of one file. */
export interface Seen {
  sha256: string;
  size: number;
  /** Where its bytes begin in the archive. */
  at: number;
}

/** Is told of files as they are read. */
export interface Watcher {
  /** How many bytes of the archive were read. */
  progress?: (bytes: number) => void;
  /** The chronology, as soon as it is there; `null` when it is too large to show. */
  chronology?: (page: Bytes | null) => void;
  file?: (path: string, seen: Seen) => void;
}

/** Everything that one pass gives. */
export class Intake {
  folder: string | null = null;
  /** Every file, by its path in the folder. */
  readonly files = new Map<string, Seen>();
  /** The bytes of manifests, signature and proof files. */
  readonly kept = new Map<string, Bytes>();
  /** False when the archive could not be read to its end, so that what is absent proves nothing. */
  complete = false;
  readonly found = new Findings();
  /** Paths in lower case, to find names that differ in case alone. */
  readonly #folded = new Set<string>();
  #room = PROOF_FILES;

  /** Returns what a damaged envelope gives: nothing. */
  static damaged(what: string): Intake {
    const intake = new Intake();
    intake.found.add('BUNDLE_TAR', what);
    return intake;
  }

  /** Reads the whole archive. What the disk refuses is thrown on; anything wrong with the bytes is a finding. */
  static async read(pieces: AsyncIterable<Bytes>, watcher: Watcher = {}): Promise<Intake> {
    const intake = new Intake();
    try {
      await intake.#takeAll(new ArchiveReader(pieces), watcher);
      intake.complete = true;
    } catch (caught) {
      if (caught instanceof Broken) intake.found.add('BUNDLE_TAR', `The bundle cannot be read to its end: ${caught.said}.`);
      else if (caught instanceof Damaged) intake.found.add('BUNDLE_TAR', 'The sealed file is damaged or cut short: from some point on it does not open.');
      else throw caught;
    }
    return intake;
  }

  async #takeAll(reader: ArchiveReader, watcher: Watcher): Promise<void> {
    for (let entry = await reader.next(); entry; entry = await reader.next()) {
      const path = this.#place(entry);
      if (path === null) continue;
      const keep = keeps(path);
      const at = reader.at;
      const isKept = keep && entry.size <= Math.min(PROOF_FILE, this.#room);
      const isShown = path === CHRONOLOGY && entry.size <= CHRONOLOGY_SHOWN;
      const { sha256: sum, bytes } = await gather(reader, entry.size, isKept || isShown, watcher);
      if (keep && !isKept) this.found.add('BUNDLE_TAR', `The file ${path} is larger than in any bundle, so it was not read.`);
      if (isKept && bytes) {
        this.#room -= entry.size;
        this.kept.set(path, bytes);
      }
      const seen = { sha256: sum, size: entry.size, at };
      this.files.set(path, seen);
      watcher.file?.(path, seen);
      if (path === CHRONOLOGY) watcher.chronology?.(bytes);
      if (this.files.size > MOST_FILES) throw new Broken('it has more files than any bundle');
    }
    watcher.progress?.(reader.at);
  }

  /** Returns a file's path in the folder; `null`, after saying why, for an entry that a bundle may not have. */
  #place({ path, kind }: Entry): string | null {
    const refuse = (what: string) => {
      this.found.add('BUNDLE_TAR', `“${visible(path)}” ${what}.`);
      return null;
    };
    const plain = kind === 'folder' && path.endsWith('/') ? path.slice(0, -1) : path;
    if (kind === 'other') return refuse('is a link or a device, which a bundle may not have');
    if (!isPlain(plain)) return refuse('is a name that a bundle may not have');
    const cut = plain.indexOf('/');
    const [top, rest] = cut < 0 ? [plain, ''] : [plain.slice(0, cut), plain.slice(cut + 1)];
    this.folder ??= top;
    if (this.folder !== top || (rest === '' && kind === 'file')) return refuse('is not in the bundle’s one folder');
    if (kind === 'folder') {
      if (!FOLDERS.includes(rest)) this.found.add('BUNDLE_EXTRA', `The folder ${rest} does not belong to the bundle.`);
      return null;
    }
    if (this.#folded.has(rest.toLowerCase())) {
      this.found.add('BUNDLE_TAR', `The file ${rest} is in the archive twice.`);
      return null;
    }
    this.#folded.add(rest.toLowerCase());
    return rest;
  }

  /** Returns a kept file as text; `null` when it is absent or not text. */
  text(path: string): string | null {
    const bytes = this.kept.get(path);
    return bytes ? text(bytes) : null;
  }
}

/** The sealed bytes do not open from some point on. */
export class Damaged extends Error {}

function keeps(path: string): boolean {
  return !path.includes('/') || path.startsWith(PROOF);
}

async function gather(reader: ArchiveReader, size: number, keep: boolean, watcher: Watcher): Promise<{ sha256: string; bytes: Bytes | null }> {
  if (!keep && size > AT_ONCE) return { sha256: hex(await inPieces(reader, watcher)), bytes: null };
  const pieces: Bytes[] = [];
  for (let piece = await reader.data(); piece; piece = await reader.data()) {
    pieces.push(piece);
    watcher.progress?.(reader.at);
  }
  const bytes = join(...pieces);
  // The browser's own hash is ten times as fast; below a few blocks the way to it costs more.
  const sum = size < 4096 ? sha256(bytes) : new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { sha256: hex(sum), bytes: keep ? bytes : null };
}

async function inPieces(reader: ArchiveReader, watcher: Watcher): Promise<Uint8Array> {
  const state = sha256.create();
  for (let piece = await reader.data(); piece; piece = await reader.data()) {
    state.update(piece);
    watcher.progress?.(reader.at);
  }
  return state.digest();
}
