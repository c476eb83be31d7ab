/** One case of the vault in memory: entries with their amendments, and the rows and views made from them. */
import type {
  Amendment, CaseRow, Contact, ContactChanges, ContactView, Derived, EntryKind, Gift, ItemChanges, ItemFacts, ItemReceipt,
  ItemView, MailView, Moment, PageSize, Pattern, RowKey, SavedCopy, SetView, TimelineFilter, TimelineRow, Turn, Via, Acquisition,
  MailAttachment,
} from '../types';
import { lookedFor } from '../captures';
import { DAY, amendment, changed, delay, missing, patched } from './entries';
import type { Drawing } from './pictures';
import { draw } from './pictures';
import { found, pack } from './packed';
import { patternOf } from './pattern';
import { Shelf, mainText, turnOf, whenOf, type Listed } from './shelf';

interface StoredContact {
  n: number;
  contact: Contact;
  recorded: string;
  amendments: Amendment[];
}

export interface NewItem {
  name: string;
  type: string;
  bytes: number;
  recorded: string;
  how: Acquisition;
  at: string;
  via: Via;
  facts: ItemFacts;
  drawing?: Drawing;
  /** Its size in pixels, where it is not the drawing's own. */
  pixels?: PageSize;
  text?: string;
  /** The lines of each page of a document. */
  pages?: readonly (readonly string[])[];
  /** The mails in it. */
  mails?: readonly MailView[];
  /** The bytes of a recording. */
  media?: Uint8Array<ArrayBuffer>;
  /** Whether the document is locked with a password. */
  locked?: boolean;
  derived?: Derived;
}

interface StoredItem extends NewItem {
  n: number;
  sha256: string;
  amendments: Amendment[];
  saved: SavedCopy[];
}

const previewable = (item: NewItem) => item.type.startsWith('image/') || item.pages !== undefined;

export class StoredCase {
  closed = false;
  /** Why it may not be shredded. */
  hold: string | null = null;
  contacts: StoredContact[] = [];
  items: StoredItem[] = [];
  readonly shelf = new Shelf();
  #rows: { state: string; rows: TimelineRow[] } | null = null;

  constructor(public number: number, public name: string, public opened: string) {}

  addContact(contact: Contact, recorded: string): number {
    const n = this.contacts.length + 1;
    this.contacts.push({ n, contact: structuredClone(contact), recorded, amendments: [] });
    return n;
  }

  addItem(item: NewItem, keepDuplicate = false): ItemReceipt {
    const sha256 = hash(`${item.text ?? ''}${item.drawing ? draw(item.drawing) : ''}${item.bytes}${item.name}`);
    const same = keepDuplicate ? undefined : this.items.find((other) => other.sha256 === sha256);
    const n = same?.n ?? this.items.length + 1;
    if (!same) this.items.push({ ...item, n, sha256, amendments: [], saved: [] });
    return { item: n, sha256, bytes: item.bytes, media_type: item.type, recorded: (same ?? item).recorded, duplicate_of: same?.n ?? null, noted: false };
  }

  contact(n: number): StoredContact {
    return this.contacts.find((contact) => contact.n === n) ?? missing('contact', n);
  }

  item(n: number): StoredItem {
    return this.items.find((item) => item.n === n) ?? missing('item', n);
  }

  amendContact(n: number, changes: ContactChanges, reason: string, recorded: string): void {
    const entry = this.contact(n);
    const before = entry.contact;
    entry.contact = patched(before, changes) as Contact;
    entry.amendments.push(amendment(recorded, reason, before.what, entry.contact.what, changed(before, entry.contact)));
  }

  amendItem(n: number, changes: ItemChanges, reason: string, recorded: string): void {
    const entry = this.item(n);
    const before = entry.facts;
    entry.facts = { ...before, ...patched(before, changes) } as ItemFacts;
    entry.amendments.push(
      amendment(recorded, reason, before.description ?? '', entry.facts.description ?? '', changed(before, entry.facts)),
    );
  }

  /** Refuses a number that stands for nothing in the case. */
  checkLinks(fields: object): void {
    for (const [field, value] of Object.entries(fields)) {
      const numbers = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'number');
      if (field === 'item' || field === 'items' || field === 'proof_of_posting') numbers.forEach((n) => this.item(n));
      if (field === 'contacts' || field === 'told_in') numbers.forEach((n) => this.contact(n));
      if (field === 'people' || field === 'giver') numbers.forEach((n) => this.shelf.one('person', n));
      if (field === 'chaperone') numbers.forEach((n) => this.shelf.one('chaperone', n));
    }
  }

  row(now: Date): CaseRow {
    const counted = this.contacts.filter((entry) => entry.contact.direction !== 'from_you').map((entry) => entry.contact.occurred);
    const known = counted.filter((at) => at.from).sort((a, b) => (a.from! < b.from! ? -1 : 1));
    const weeks = new Array<number>(26).fill(0);
    for (const at of known) {
      const ago = Math.floor((now.getTime() - Date.parse(at.from!)) / (7 * DAY));
      if (ago >= 0 && ago < 26) weeks[25 - ago]! += 1;
    }
    return {
      case: this.number, name: this.name, closed: this.closed, hold: this.hold, opened: this.opened, contacts: counted.length,
      days: new Set(known.map((at) => at.local.slice(0, 10))).size, items: this.items.length,
      first: known[0] ?? null, last: known[known.length - 1] ?? null, weeks,
    };
  }

  timeline(filter: TimelineFilter): TimelineRow[] {
    const rows = [
      ...this.contacts.map((entry) => this.#contactRow(entry)), ...this.items.map((entry) => this.#itemRow(entry)),
      ...this.shelf.events().map((entry) => this.#listedRow(entry)),
    ];
    const { skip = 0, most } = filter;
    const wanted = rows
      .filter((row) => !filter.turns || row.turn !== null)
      .filter((row) => within(row, filter.from, filter.to))
      .filter((row) => !filter.channel || row.channel === filter.channel)
      .filter((row) => !filter.kind || row.kind === filter.kind)
      .sort((a, b) => compare(a.instant, b.instant) || compare(a.recorded, b.recorded) || a.n - b.n);
    const end = wanted.length - (skip ?? 0);
    return wanted.slice(most == null ? 0 : Math.max(0, end - most), Math.max(0, end));
  }

  search(words: string, most: number): TimelineRow[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length === 0) return [];
    return this.timeline({}).filter((row) => {
      const all = [row.text, row.words, row.name, row.platform, row.label].join(' ').toLowerCase();
      return wanted.every((word) => all.includes(word));
    }).slice(-most);
  }

  /** Changes whenever the rows may have. */
  get state(): string {
    const all = [this.contacts, this.items, this.shelf.events()];
    const amended = all.flat().reduce((sum, entry) => sum + entry.amendments.length, 0);
    return [this.number, ...all.map((entries) => entries.length), amended].join(' ');
  }

  timelinePacked(newest: number | null): ArrayBuffer {
    const all = this.#sorted();
    const rows = newest === null ? all : all.slice(Math.max(0, all.length - newest));
    return pack(rows, newest === null || all.length < newest, this.state, (n) => this.contact(n).contact, (n) => (this.shelf.one('gift', n).entry as Gift).giver ?? null);
  }

  timelineRows(keys: readonly RowKey[]): TimelineRow[] {
    return keys.flatMap(({ kind, n, twin }) => {
      const contact = kind === 'contact' && twin === 0 ? this.contacts[n - 1] : undefined;
      const item = kind === 'item' && twin === 0 ? this.items[n - 1] : undefined;
      const listed = twin === 0 ? this.shelf.events().find((one) => one.n === n && one.entry.register === kind) : undefined;
      return contact ? [this.#contactRow(contact)] : item ? [this.#itemRow(item)] : listed ? [this.#listedRow(listed)] : [];
    });
  }

  findInTimeline(text: string): ArrayBuffer {
    const wanted = text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const places = this.#sorted().flatMap((row, at) => {
      const earlier = row.amendments.map((one) => one.earlier);
      const said = row.kind === 'item' ? this.shelf.transcriptsOf(row.n).flatMap(({ entry, amendments }) => [mainText(entry), ...amendments.map((one) => one.earlier)]) : [];
      const words = [row.text, row.words, row.name, row.platform, ...earlier, ...said].join(' ').toLowerCase().split(/[^\p{L}\p{N}]+/u);
      return wanted.length > 0 && wanted.every((word) => words.some((other) => other.startsWith(word))) ? [at] : [];
    });
    return found(places, this.state);
  }

  pattern(): Pattern {
    return patternOf(this.#sorted(), (n) => this.contact(n).contact);
  }

  contactView(n: number): ContactView {
    const { contact, recorded, amendments } = this.contact(n);
    return { n, label: String(n), contact: structuredClone(contact), recorded, ...delay(contact.occurred, recorded), amendments: [...amendments] };
  }

  itemView(n: number): ItemView {
    const item = this.item(n);
    const { facts } = item;
    return {
      n, label: String(n), name: item.name, media_type: item.type, bytes: item.bytes, sha256: item.sha256,
      kind: facts.kind ?? null, occurred: facts.occurred ?? null, from: facts.from ?? null, source: { ...facts.source },
      description: facts.description ?? null, captured: structuredClone(facts.captured), looked_for: lookedFor(facts.source, facts.captured),
      set: this.#setOf(item), found: facts.found ?? null, signs: [], acquired: { how: item.how, at: item.at }, via: item.via, recorded: item.recorded,
      ...delay(facts.occurred ?? null, item.recorded), derived: item.derived ?? null,
      copies: this.items.filter((other) => other.derived?.item === n).map((other) => other.n),
      contacts: this.#contactsOf(n), transcripts: this.shelf.transcriptsOf(n), previewable: previewable(item), saved_copies: [...item.saved], amendments: [...item.amendments],
    };
  }

  /** Keeps a copy made of an item. */
  addCopy(derived: Derived, name: string, reason: string, recorded: string): ItemReceipt {
    const of = this.item(derived.item);
    const covered = derived.areas ?? [];
    const [kind, description] = covered.length > 0 ? ['redacted copy', `Covered: ${[...new Set(covered.map((area) => area.reason))].join(', ')}`] : [derived.crop ? 'crop' : 'turned copy', reason];
    return this.addItem({
      name, type: of.pages ? 'application/pdf' : 'image/png', bytes: 40_000 + this.items.length, recorded, how: 'working_copy', at: recorded,
      via: 'unlocked', facts: { kind, source: {}, captured: { could_not: [] }, description }, drawing: of.drawing, pages: of.pages, derived,
    });
  }

  /** Keeps a part of a mail. */
  addPart(item: number, mail: number, of: MailAttachment, recorded: string): ItemReceipt {
    const name = of.name?.replace(/^.*[/\\]/, '') || `part-${of.path}`;
    return this.addItem({
      name, type: of.seen, bytes: of.bytes, recorded, how: 'mail_part', at: recorded, via: 'unlocked',
      facts: { kind: 'attachment', source: {}, captured: { could_not: [] } }, derived: { item, part: { mail, path: of.path } },
    });
  }

  /** The set of captures that an item belongs to. */
  #setOf({ facts }: StoredItem): SetView | null {
    const { set } = facts;
    if (!set) return null;
    const members = this.items.filter((other) => other.facts.set?.id === set.id).sort((a, b) => a.facts.set!.n - b.facts.set!.n);
    return { place: set, items: members.map((other) => other.n) };
  }

  /** All rows in their order, made anew only when they may have changed. */
  #sorted(): readonly TimelineRow[] {
    if (this.#rows?.state !== this.state) this.#rows = { state: this.state, rows: this.timeline({}) };
    return this.#rows.rows;
  }

  #contactsOf(item: number): number[] {
    return this.contacts.filter((entry) => entry.contact.items.includes(item)).map((entry) => entry.n);
  }

  #contactRow({ n, contact, recorded, amendments }: StoredContact): TimelineRow {
    return {
      ...this.#base('contact', n, contact.occurred, recorded, contact.turn), channel: contact.channel, platform: contact.platform,
      direction: contact.direction, text: contact.what, words: contact.words, items: [...contact.items],
      contacts: [], name: null, media_type: null, sha256: null, bytes: null, via: null, previewable: false, amendments: [...amendments],
    };
  }

  #itemRow(item: StoredItem): TimelineRow {
    return {
      ...this.#base('item', item.n, item.facts.occurred ?? null, item.recorded), channel: null, platform: item.facts.source?.platform ?? null,
      direction: null, text: item.facts.description ?? '', words: null, items: [], contacts: this.#contactsOf(item.n),
      name: item.name, media_type: item.type, sha256: item.sha256, bytes: item.bytes, via: item.via,
      previewable: previewable(item), amendments: [...item.amendments],
    };
  }

  #listedRow({ n, entry, recorded, amendments }: Listed): TimelineRow {
    const { items = [], contacts = [] } = entry as { items?: number[]; contacts?: number[] };
    return {
      ...this.#base(entry.register, n, whenOf(entry), recorded, turnOf(entry)), channel: null, platform: null, direction: null, text: mainText(entry),
      words: null, items: [...items], contacts: [...contacts], name: null, media_type: null, sha256: null, bytes: null, via: null,
      previewable: false, amendments: [...amendments],
    };
  }

  /** A turning point sorts by the end of its time: what stands below it surely came after it. */
  #base(kind: EntryKind, n: number, at: Moment | null, recorded: string, turn: Turn | null = null) {
    const instant = turn && at?.to ? new Date(Date.parse(at.to) - 1).toISOString() : at?.from;
    return {
      kind, n, label: String(n), case: this.number, occurred: at?.local || null, precision: at?.precision ?? ('unknown' as const),
      about: at?.about ?? false, zone: at?.zone ?? 'Europe/London', offset: at?.offset ?? null, instant: instant ?? recorded, recorded, turn,
      ...delay(at, recorded),
    };
  }
}

function within(row: TimelineRow, from?: string, to?: string): boolean {
  const at = row.occurred ?? row.recorded;
  if (from && at.slice(0, from.length) < from) return false;
  return !to || at.slice(0, to.length) <= to;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** 64 hex digits that differ when the text does; enough for a vault that keeps nothing. */
function hash(text: string): string {
  let out = '';
  for (let part = 0; part < 8; part += 1) {
    let h = 0x811c9dc5 ^ (part * 0x9e3779b1);
    for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    out += (h >>> 0).toString(16).padStart(8, '0');
  }
  return out;
}
