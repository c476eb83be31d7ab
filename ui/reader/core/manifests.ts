/** The exact set of files, and the hash of each (RFC 8493, and stricter: nothing beside the lists but the signature). */
import { text } from './bytes';
import type { Findings } from './findings';
import type { Intake } from './intake';
import { BAG_INFO, BAGIT, BAGIT_TEXT, isPlain, LISTED_TAGS, MANIFEST, SIGNATURE, TAG_MANIFEST, TIME_STAMP } from './layout';

type Listed = ReadonlyMap<string, string>;

const UNLISTED: readonly string[] = [TAG_MANIFEST, SIGNATURE, TIME_STAMP];

/** Checks that exactly the listed files are there, each with the listed hash, and that the bag says the truth of itself. */
export function checkManifests(intake: Intake, found: Findings): void {
  const tags = read(intake, TAG_MANIFEST, found);
  const payload = read(intake, MANIFEST, found);
  for (const [listed, name, isPayload] of [[tags, TAG_MANIFEST, false], [payload, MANIFEST, true]] as const) {
    for (const path of listed.keys()) {
      if (path.startsWith('data/') !== isPayload) found.add('BUNDLE_CHANGED', `${name} lists ${path}, which belongs in the other list.`);
    }
    checkHashes(intake, listed, name, found);
  }
  checkExtra(intake, tags, payload, found);
  for (const path of [...LISTED_TAGS, TAG_MANIFEST, SIGNATURE]) {
    if (intake.complete && !intake.files.has(path)) found.add('BUNDLE_MISSING', `The file ${path} is not there, and every bundle has it.`);
  }
  checkTexts(intake, found);
}

function read(intake: Intake, name: string, found: Findings): Listed {
  const bytes = intake.kept.get(name);
  if (!bytes) return new Map();
  const listed = parseManifest(text(bytes));
  if (typeof listed !== 'string') return listed;
  found.add('BUNDLE_CHANGED', `The list ${name} cannot be read: ${listed}.`);
  return new Map();
}

/** Returns what a manifest lists, or what is wrong with it. */
function parseManifest(said: string | null): Listed | string {
  if (said === null) return 'it is not text';
  if (said !== '' && !said.endsWith('\n')) return 'its last line is not whole';
  const listed = new Map<string, string>();
  for (const [index, line] of said.split('\n').slice(0, -1).entries()) {
    const match = /^([0-9a-f]{64}) {2}(.*)$/.exec(line);
    const path = match?.[2] ?? '';
    if (!match || !isPlain(path)) return `line ${index + 1} is not a SHA-256 and a plain path`;
    if (listed.has(path)) return `it lists ${path} twice`;
    listed.set(path, match[1] ?? '');
  }
  return listed;
}

function checkHashes(intake: Intake, listed: Listed, name: string, found: Findings): void {
  for (const [path, sha256] of listed) {
    const seen = intake.files.get(path);
    if (seen && seen.sha256 !== sha256) found.add('BUNDLE_CHANGED', `The file ${path} was changed: it is not the one that ${name} lists.`);
    if (!seen && intake.complete) found.add('BUNDLE_MISSING', `The file ${path} is not there, though ${name} lists it.`);
  }
}

/** Every file is listed, but for the three that cannot be; and no list names a file that no bundle has. */
function checkExtra(intake: Intake, tags: Listed, payload: Listed, found: Findings): void {
  const known = new Set<string>([...LISTED_TAGS, ...UNLISTED]);
  for (const path of intake.files.keys()) {
    const isKnown = path.includes('/') ? payload.has(path) : known.has(path);
    const isListed = payload.has(path) || tags.has(path) || UNLISTED.includes(path);
    if (!isKnown || !isListed) found.add('BUNDLE_EXTRA', `The file ${path} does not belong to the bundle.`);
  }
  if (intake.files.has(TIME_STAMP)) {
    found.note('BUNDLE_EXTRA', 'The bundle has a time-stamp, which this page does not check.', 'Check it with the program of whoever issued it.');
  }
}

function checkTexts(intake: Intake, found: Findings): void {
  if (intake.kept.has(BAGIT) && intake.text(BAGIT) !== BAGIT_TEXT) found.add('BUNDLE_CHANGED', `The file ${BAGIT} says something else than in any bundle.`);
  if (!intake.kept.has(BAG_INFO)) return;
  let [bytes, files] = [0, 0];
  for (const [path, seen] of intake.files) if (path.startsWith('data/')) [bytes, files] = [bytes + seen.size, files + 1];
  if (intake.complete && bagInfo(intake, 'Payload-Oxum') !== `${bytes}.${files}`) {
    found.add('BUNDLE_CHANGED', `The bundle does not have the number of files and bytes that ${BAG_INFO} says.`);
  }
  if (bagInfo(intake, 'External-Identifier') !== intake.folder) {
    found.add('BUNDLE_CHANGED', `The bundle’s folder does not have the name that ${BAG_INFO} says.`);
  }
}

/** An earlier bundle that a supplement follows. */
export interface FollowedBundle {
  folder: string;
  /** SHA-256 of its tag manifest. */
  tagmanifest: string;
}

/** Returns the earlier bundles that this one follows, oldest first; `null` where that cannot be read. */
export function readFollows(intake: Intake, found: Findings): FollowedBundle[] | null {
  if (!intake.kept.has(BAG_INFO)) return null;
  const follows: FollowedBundle[] = [];
  for (const line of (intake.text(BAG_INFO) ?? '').split('\n').filter((one) => one.startsWith('Follows'))) {
    const [, folder, tagmanifest] = /^Follows: (casekeep-[a-z2-7]{8}-[1-9][0-9]*) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (!folder || !tagmanifest) {
      found.add('BUNDLE_CHANGED', `The file ${BAG_INFO} names an earlier bundle in another form than bundles do.`);
      return null;
    }
    follows.push({ folder, tagmanifest });
  }
  return follows;
}

/** Returns the one value of a label in `bag-info.txt`. */
export function bagInfo(intake: Intake, label: string): string | null {
  const values = (intake.text(BAG_INFO) ?? '').split(/\r?\n/).filter((line) => line.startsWith(`${label}: `));
  return values.length === 1 ? (values[0]?.slice(label.length + 2) ?? null) : null;
}
