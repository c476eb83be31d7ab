/** The facts of an item in words. */
import type { Acquisition, Derived, ItemChanges, ItemView, Moment, Source, Via } from '../../ipc/types';
import { titleOf } from '../../shared/titles';
import { typed } from '../../shared/typedDate';
import { count, itemNumber, safeName } from '../../shared/names';

export const ACQUIRED: Record<Acquisition, string> = {
  screen_capture: 'Captured from this computer’s screen',
  clipboard: 'Pasted from the clipboard',
  file: 'Added from a file',
  working_copy: 'Made in Casekeep from another item',
  mail_part: 'Taken out of a mail that is an item, byte for byte',
};

export const VIA: Record<Exclude<Via, 'unlocked'>, string> = {
  inbox: 'Through the inbox, while Casekeep was locked',
  inbox_unknown: 'From the inbox. This computer did not put it there, so where it came from is not known',
};

/** Returns the title of an item: what it shows, else its file name. */
export function itemTitle(item: ItemView): { title: string; rest: string } {
  const told = titleOf(item.description ?? '');
  return told.title ? told : { title: safeName(item.name) || `Item ${itemNumber(item.label)}`, rest: '' };
}

/** Returns a SHA-256 in groups of four. */
export function grouped(sha256: string): string {
  return sha256.match(/.{1,4}/g)?.join(' ') ?? sha256;
}

/** Returns "Item 0005, original", or what it is a copy of. */
export function kindWords(item: ItemView): string {
  return `Item ${itemNumber(item.label)}, ${item.derived ? `a ${copyWords(item.derived)} of item ${itemNumber(item.derived.item)}` : 'original'}`;
}

/** Returns what it is of the item that it was made from. */
function copyWords(derived: Derived): string {
  if (derived.part) return `part of mail ${derived.part.mail}`;
  if (derived.areas?.length) return 'redacted copy';
  return derived.crop ? 'copy of a part' : 'turned copy';
}

/** Returns what of its original it is: "3 areas covered: Your home, Your car". */
export function madeWords(derived: Derived): string {
  const areas = derived.areas ?? [];
  const turned = [null, 'turned to the right', 'turned upside down', 'turned to the left'][derived.turn ?? 0];
  return [
    derived.part && `part ${derived.part.path} of its mail ${derived.part.mail}`,
    derived.crop && `${derived.crop.width} × ${derived.crop.height} pixels of it`,
    areas.length > 0 && `${count(areas.length, 'area')} covered: ${[...new Set(areas.map((area) => area.reason))].join(', ')}`,
    turned,
  ].filter(Boolean).join('; ');
}

/** Returns true for types whose text can be shown. */
export function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/') || /[/+](json|xml|csv|x-ndjson|rfc822|x-sh|javascript)$/.test(mediaType);
}

/** Returns true for types of which an export of messages can be. */
export function mayHoldMessages(mediaType: string): boolean {
  return isText(mediaType) || mediaType === 'application/x-ole-storage';
}

export interface AboutFields {
  description: string;
  kind: string;
  from: string;
  platform: string;
  handle: string;
  url: string;
  shown: string;
  when: string;
}

/** Returns the fields of an item that can be amended. */
export function fieldsOf(item: ItemView): AboutFields {
  const { source, occurred } = item;
  return {
    description: item.description ?? '', kind: item.kind ?? '', from: item.from ?? '', platform: source.platform ?? '',
    handle: source.handle ?? '', url: source.url ?? '', shown: source.shown ?? '', when: occurred && occurred.local ? typed(occurred.local) + (occurred.about ? '~' : '') : '',
  };
}

/** Returns the fields that are another than before; a source is sent whole. */
export function aboutChanges(before: AboutFields, after: AboutFields, occurred: Moment | null): ItemChanges {
  const changes: ItemChanges = {};
  for (const field of ['description', 'kind', 'from'] as const) {
    if (after[field].trim() !== before[field]) changes[field] = after[field].trim();
  }
  const source: Source = {};
  let sourced = false;
  for (const field of ['platform', 'handle', 'url', 'shown'] as const) {
    const text = after[field].trim();
    if (text !== before[field]) sourced = true;
    if (text) source[field] = text;
  }
  if (sourced) changes.source = source;
  if (occurred && after.when.trim() !== before.when) changes.occurred = occurred;
  return changes;
}
