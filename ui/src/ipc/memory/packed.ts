/** The packed timeline as the engine makes it, from the rows of the vault in memory, and finding in it. */
import { felt } from './pattern';
import { BEHAVIOURS, DIRECTIONS, TURNS, type Contact, type Precision, type TimelineRow } from '../types';

const PRECISIONS: readonly Precision[] = ['second', 'minute', 'day', 'month', 'year', 'unknown'];
const DAY = 86_400_000;

interface Column {
  width: 1 | 2 | 4 | 8;
  float?: boolean;
  of: (row: TimelineRow) => number;
}

class Names {
  readonly names: string[] = [];

  number(name: string | null, none: number): number {
    if (name === null) return none;
    if (!this.names.includes(name)) this.names.push(name);
    return this.names.indexOf(name);
  }
}

/** Returns the rows as columns; `contact` gives a contact in full, `giver` who gave a gift. */
export function pack(
  rows: readonly TimelineRow[], whole: boolean, state: string, contact: (n: number) => Contact, giver: (n: number) => number | null,
): ArrayBuffer {
  const [kinds, channels, zones, platforms] = [new Names(), new Names(), new Names(), new Names()];
  const known = (names: readonly string[], name: string | null) => (name === null ? 255 : names.indexOf(name));
  const [directions, turns, tags] = [DIRECTIONS.map(([word]) => word), TURNS.map(([word]) => word), BEHAVIOURS.map(([word]) => word)];
  const together = new Names();
  const people = (row: TimelineRow) => {
    const all = row.kind === 'contact' ? (contact(row.n).people ?? []) : row.kind === 'gift' ? [giver(row.n)].filter((n) => n !== null) : [];
    return [...new Set(all)].sort((a, b) => a - b);
  };
  const tagged = (row: TimelineRow) => (row.kind === 'contact' ? (contact(row.n).behaviours ?? []) : []).reduce((all, tag) => all | (1 << tags.indexOf(tag)), 0);
  const columns: Column[] = [
    { width: 8, of: (row) => Date.parse(row.instant) },
    { width: 4, of: (row) => (row.occurred ? dayNumber(row.occurred) : -2_147_483_648) },
    { width: 4, of: (row) => row.n },
    { width: 4, float: true, of: (row) => row.bytes ?? 0 },
    { width: 4, of: tagged },
    { width: 2, of: (row) => (row.occurred?.includes('T') ? Number(row.occurred.slice(11, 13)) * 60 + Number(row.occurred.slice(14, 16)) : 65_535) },
    { width: 2, of: (row) => platforms.number(row.platform || null, 65_535) },
    { width: 2, of: () => 0 },
    { width: 2, of: (row) => together.number(people(row).join(' ') || null, 65_535) },
    { width: 1, of: (row) => kinds.number(row.kind, 255) },
    { width: 1, of: (row) => channels.number(row.channel, 255) },
    { width: 1, of: (row) => known(directions, row.direction) },
    { width: 1, of: (row) => known(turns, row.turn) },
    { width: 1, of: (row) => known(PRECISIONS, row.precision) },
    { width: 1, of: (row) => zones.number(row.zone, 255) },
    { width: 1, of: (row) => flags(row, contact) },
    { width: 1, of: (row) => Math.floor(Math.min(1020, row.text.length) / 4) },
  ];
  const cells = columns.map(({ of }) => rows.map(of));
  const tail = new TextEncoder().encode(JSON.stringify({
    kinds: kinds.names, channels: channels.names, directions, turns, precisions: PRECISIONS, zones: zones.names, platforms: platforms.names,
    tags, people: together.names.map((numbers) => numbers.split(' ').map(Number)),
  }));
  const wide = columns.reduce((sum, { width }) => sum + width, 0);
  const bytes = new ArrayBuffer(32 + wide * rows.length + tail.length);
  const view = new DataView(bytes);
  [0x43, 0x4b, 0x54, 0x4c].forEach((byte, at) => view.setUint8(at, byte));
  [2, rows.length, whole ? 1 : 0].forEach((number, at) => view.setUint32(4 + 4 * at, number, true));
  stateBytes(state).forEach((byte, at) => view.setUint8(16 + at, byte));
  view.setUint32(24, tail.length, true);
  let at = 32;
  for (const [i, { width, float }] of columns.entries()) {
    for (const cell of cells[i]!) {
      if (width === 8) view.setFloat64(at, cell, true);
      else if (float) view.setFloat32(at, cell, true);
      else if (width === 4) view.setUint32(at, cell >>> 0, true);
      else if (width === 2) view.setUint16(at, cell, true);
      else view.setUint8(at, cell);
      at += width;
    }
  }
  new Uint8Array(bytes, at).set(tail);
  return bytes;
}

/** Returns places on the timeline as the engine answers a search. */
export function found(places: readonly number[], state: string): ArrayBuffer {
  const bytes = new ArrayBuffer(8 + 4 * places.length);
  new Uint8Array(bytes).set(stateBytes(state));
  new Uint32Array(bytes, 8).set(places);
  return bytes;
}

function flags(row: TimelineRow, contact: (n: number) => Contact): number {
  const whole = row.kind === 'contact' ? contact(row.n) : null;
  const said = [row.late, row.items.length > 0, row.about, row.words !== null, row.amendments.length > 0, row.kind === 'item' && row.contacts.length > 0, whole !== null && felt(whole), Boolean(whole?.practical_changes?.trim())];
  return said.reduce((all, is, bit) => (is ? all | (1 << bit) : all), 0);
}

function dayNumber(local: string): number {
  return Math.floor(Date.UTC(+local.slice(0, 4), (+local.slice(5, 7) || 1) - 1, +local.slice(8, 10) || 1) / DAY);
}

/** Eight bytes of a text, others for nearly every other text. */
function stateBytes(text: string): number[] {
  let h = 0x811c9dc5;
  return Array.from({ length: 8 }, (_, part) => {
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ (text.charCodeAt(i) + part), 0x01000193);
    return (h >>> 16) & 255;
  });
}
