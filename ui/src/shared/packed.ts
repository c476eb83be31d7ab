/**
 * The packed timeline: for every row of a case what gives it its place on the page, as columns of small numbers.
 *
 * The layout is that of `crates/vault/src/index/packed.rs`. What a row says is not in it: that is asked for in pages.
 */
import type { Behaviour, Channel, Direction, EntryKind, Precision, Turn } from '../ipc/types';
import { isoDay } from './calendar';

/** A row's place on the timeline. */
export interface Row {
  readonly kind: EntryKind;
  readonly n: number;
  readonly twin: number;
  /** The number as shown: `12`, or `12b` where two computers used one number. */
  readonly label: string;
  /** The UTC instant it sorts by, in milliseconds. */
  readonly at: number;
  /** The number of its clock day, where the day itself is known; else not a number. */
  readonly day: number;
  /** `2026-03-18`, `2026-03`, `2026`, or empty where nothing is known. */
  readonly dayText: string;
  /** True where at least a year is known. */
  readonly dated: boolean;
  /** `09:40`; empty where the time is not known. */
  readonly time: string;
  readonly precision: Precision;
  readonly about: boolean;
  readonly zone: string;
  readonly late: boolean;
  readonly channel: Channel | null;
  readonly platform: string | null;
  readonly direction: Direction | null;
  readonly turn: Turn | null;
  readonly hasItems: boolean;
  readonly hasWords: boolean;
  readonly amended: boolean;
  /** True for an item that belongs to a contact, whose line it shares. */
  readonly belongs: boolean;
  /** The same for contacts that came in the same way, to tell bursts; `null` for what is in none. */
  readonly way: number | string | null;
  /** How long its text is, in signs, up to 1,020. */
  readonly chars: number;
  /** The size of an item, to seven digits; 0 for what is none. */
  readonly bytes: number;
  /** What they did in a contact, by the words of the law and of the police. */
  readonly tags: readonly Behaviour[];
  /** Who is in it, by their numbers in the register of people. */
  readonly people: readonly number[];
}

const HEAD = 32;
const WIDTHS = [8, 4, 4, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1] as const;
const A_ROW = WIDTHS.reduce<number>((sum, width) => sum + width, 0);
const NO_DAY = -2_147_483_648;
const NO_MINUTE = 65_535;
const LATE = 1;
const HAS_ITEMS = 2;
const ABOUT = 4;
const HAS_WORDS = 8;
const AMENDED = 16;
const BELONGS = 32;
const NOBODY: readonly number[] = [];

interface Names {
  kinds: EntryKind[];
  channels: Channel[];
  directions: Direction[];
  turns: Turn[];
  precisions: Precision[];
  zones: string[];
  platforms: string[];
  tags: Behaviour[];
  people: number[][];
}

/** The columns of a case. */
export class Packed {
  readonly rows: readonly Row[];
  /** True where these are all rows of the case. */
  readonly whole: boolean;
  /** Sixteen hex digits that are others whenever the rows may be. */
  readonly state: string;
  readonly names: Names;
  readonly instant: Float64Array;
  readonly day: Int32Array;
  readonly number: Uint32Array;
  readonly bytes: Float32Array;
  readonly tagged: Uint32Array;
  readonly minute: Uint16Array;
  readonly platform: Uint16Array;
  readonly twin: Uint16Array;
  readonly together: Uint16Array;
  readonly kind: Uint8Array;
  readonly channel: Uint8Array;
  readonly direction: Uint8Array;
  readonly turn: Uint8Array;
  readonly precision: Uint8Array;
  readonly zone: Uint8Array;
  readonly flags: Uint8Array;
  readonly length: Uint8Array;
  /** For each precision, whether the day itself is known. */
  readonly known: readonly boolean[];
  readonly #tags = new Map<number, readonly Behaviour[]>();

  /** Reads the columns; throws where they are not what this page knows. */
  constructor(bytes: ArrayBuffer) {
    if (bytes.byteLength < HEAD) throw new Error('a packed timeline is cut off');
    const head = new DataView(bytes, 0, HEAD);
    const magic = String.fromCharCode(...new Uint8Array(bytes, 0, 4));
    if (magic !== 'CKTL' || head.getUint32(4, true) !== 2) throw new Error('a packed timeline of another layout');
    const n = head.getUint32(8, true);
    const tail = head.getUint32(24, true);
    if (bytes.byteLength !== HEAD + n * A_ROW + tail) throw new Error('a packed timeline of another length');
    this.whole = head.getUint32(12, true) === 1;
    this.state = hex(new Uint8Array(bytes, 16, 8));
    let from = HEAD;
    const next = (width: number): [ArrayBuffer, number, number] => {
      const begins = from;
      from += width * n;
      return [bytes, begins, n];
    };
    this.instant = new Float64Array(...next(8));
    this.day = new Int32Array(...next(4));
    this.number = new Uint32Array(...next(4));
    this.bytes = new Float32Array(...next(4));
    this.tagged = new Uint32Array(...next(4));
    this.minute = new Uint16Array(...next(2));
    this.platform = new Uint16Array(...next(2));
    this.twin = new Uint16Array(...next(2));
    this.together = new Uint16Array(...next(2));
    this.kind = new Uint8Array(...next(1));
    this.channel = new Uint8Array(...next(1));
    this.direction = new Uint8Array(...next(1));
    this.turn = new Uint8Array(...next(1));
    this.precision = new Uint8Array(...next(1));
    this.zone = new Uint8Array(...next(1));
    this.flags = new Uint8Array(...next(1));
    this.length = new Uint8Array(...next(1));
    this.names = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, from, tail))) as Names;
    this.known = this.names.precisions.map(dayKnown);
    const rows: Row[] = [];
    for (let at = 0; at < n; at += 1) rows.push(new PackedRow(this, at));
    this.rows = rows;
  }

  /** Returns who is in any row. */
  everyone(): Set<number> {
    return new Set(this.names.people.flat());
  }

  /** Returns of which kinds any row is. */
  kinds(): Set<EntryKind> {
    return new Set(Array.from(new Set(this.kind), (code) => this.names.kinds[code]!));
  }

  /** Returns by which channels any row came. */
  channels(): Set<Channel | undefined> {
    return new Set(Array.from(new Set(this.channel), (code) => this.names.channels[code]));
  }

  /** Returns the turning points. */
  turns(): Row[] {
    const { turn, names, rows } = this;
    return rows.filter((_, at) => turn[at]! < names.turns.length);
  }

  /** Returns what was done in any row. */
  allTags(): Set<Behaviour> {
    const bits = this.tagged.reduce((all, one) => all | one, 0);
    return new Set(this.names.tags.filter((_, bit) => (bits & (1 << bit)) !== 0));
  }

  /** Returns the tags of a row; the same list for rows of the same tags. */
  tagsOf(place: number): readonly Behaviour[] {
    const bits = this.tagged[place]!;
    const known = this.#tags.get(bits);
    if (known) return known;
    const tags = this.names.tags.filter((_, bit) => (bits & (1 << bit)) !== 0);
    this.#tags.set(bits, tags);
    return tags;
  }
}

class PackedRow implements Row {
  constructor(readonly of: Packed, readonly place: number) {}

  get kind() { return this.of.names.kinds[this.of.kind[this.place]!]!; }
  get n() { return this.of.number[this.place]!; }
  get twin() { return this.of.twin[this.place]!; }
  get label() { return labelOf(this.n, this.twin); }
  get at() { return this.of.instant[this.place]!; }
  get precision() { return this.of.names.precisions[this.of.precision[this.place]!] ?? 'unknown'; }
  get day() { return this.of.known[this.of.precision[this.place]!] && this.#day !== NO_DAY ? this.#day : NaN; }
  get dayText() { return dayTextOf(this.#day, this.precision); }
  get dated() { return this.#day !== NO_DAY && this.precision !== 'unknown'; }
  get time() { return timeOf(this.of.minute[this.place]!); }
  get about() { return this.#is(ABOUT); }
  get zone() { return this.of.names.zones[this.of.zone[this.place]!] ?? ''; }
  get late() { return this.#is(LATE); }
  get channel() { return this.of.names.channels[this.of.channel[this.place]!] ?? null; }
  get platform() { return this.of.names.platforms[this.of.platform[this.place]!] ?? null; }
  get direction() { return this.of.names.directions[this.of.direction[this.place]!] ?? null; }
  get turn() { return this.of.names.turns[this.of.turn[this.place]!] ?? null; }
  get hasItems() { return this.#is(HAS_ITEMS); }
  get hasWords() { return this.#is(HAS_WORDS); }
  get amended() { return this.#is(AMENDED); }
  get belongs() { return this.#is(BELONGS); }
  get bytes() { return this.of.bytes[this.place]!; }
  get chars() { return this.of.length[this.place]! * 4; }

  get tags() { return this.of.tagsOf(this.place); }
  get people() { return this.of.names.people[this.of.together[this.place]!] ?? NOBODY; }

  get way() {
    const { of, place } = this;
    if (this.kind !== 'contact' || this.turn || of.minute[place] === NO_MINUTE) return null;
    return (of.platform[place]! * 256 + of.channel[place]!) * 256 + of.direction[place]!;
  }

  get #day() { return this.of.day[this.place]!; }
  #is(flag: number) { return (this.of.flags[this.place]! & flag) !== 0; }
}

/** Returns the key of a row, which is stable while the case is open. */
export function rowKey(row: Pick<Row, 'kind' | 'label'>): string {
  return (row.kind === 'contact' ? 'c' : row.kind === 'item' ? 'i' : `${row.kind as string}-`) + row.label;
}

/** Returns a number as it is shown. */
export function labelOf(n: number, twin: number): string {
  if (twin === 0) return String(n);
  return twin < 26 ? `${n}${String.fromCharCode(97 + twin)}` : `${n}-${twin + 1}`;
}

function dayKnown(precision: Precision): boolean {
  return precision === 'second' || precision === 'minute' || precision === 'day';
}

/** Returns what is known of a day. */
export function dayTextOf(day: number, precision: Precision): string {
  if (day === NO_DAY || precision === 'unknown') return '';
  const whole = isoDay(day);
  return precision === 'month' ? whole.slice(0, 7) : precision === 'year' ? whole.slice(0, 4) : whole;
}

function timeOf(minute: number): string {
  if (minute === NO_MINUTE) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where a search found something: the state that it holds for, and places on the packed timeline, ascending. */
export interface Found {
  state: string;
  places: Uint32Array;
}

/** Reads where a search found something; throws where that is cut off. */
export function readFound(bytes: ArrayBuffer): Found {
  if (bytes.byteLength < 8 || bytes.byteLength % 4 !== 0) throw new Error('what was found is cut off');
  return { state: hex(new Uint8Array(bytes, 0, 8)), places: new Uint32Array(bytes, 8) };
}
