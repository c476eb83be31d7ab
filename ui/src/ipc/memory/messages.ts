/**
 * Exports of messages in the vault in memory: the text of a WhatsApp chat as Android writes it, in the simplest layout. The
 * engine reads the other layouts and formats.
 */
import type { MessagesBackend } from '../messages';
import type { Contact, DateOrder, Dates, ExportsFound, ImportFrom, ItemReceipt, MessageChoices, MessageGlimpse, MessagesOutcome, MessagesPreview, NotImported, Progress, SenderRole } from '../types';
import type { StoredCase } from './case';
import type { MemoryImports } from './imports';
import { readMoment } from './moments';
import { addChat } from './sampleChat';
import { now, problem } from './said';
import type { MemoryVault } from './vault';

const BEGINS = /^(\d{2}\/\d{2}\/\d{4}, \d{2}:\d{2}) - (.*)$/;
/** What lies beside a chat, always the same, and the name of the chat. */
const FOLDER = 'WhatsApp Chat with Person A';
const CHAT = `${FOLDER}/WhatsApp Chat with Person A.txt`;
const FILES: readonly string[] = ['IMG_2031.jpg', 'IMG-20260319-WA0004.jpg'];
const FILE = /^(\S+\.\w{2,5}) \(file attached\)$/;

interface Message {
  n: number;
  at: number;
  length: number;
  shown: string;
  sender: string | null;
  text: string;
  media: string[];
  omitted: number;
}

export class MemoryMessages implements MessagesBackend {
  readonly #vault: MemoryVault;
  readonly #imports: MemoryImports;
  readonly #case: (number: number) => StoredCase;

  constructor(vault: MemoryVault, imports: MemoryImports, inCase: (number: number) => StoredCase) {
    this.#vault = vault;
    this.#imports = imports;
    this.#case = inCase;
  }

  async find(_from: ImportFrom, on: (progress: Progress) => void): Promise<ExportsFound | null> {
    this.#vault.needed();
    if (this.#vault.options.chosen === null) return null;
    on({ files_done: 1, files: 0, bytes_done: 0, bytes: 0, current: CHAT });
    return {
      from: [FOLDER], exports: [{ name: CHAT, bytes: 611, beside: FILES.length }], more: 0, files: FILES.length + 1,
      refused: [{ name: `${FOLDER}/link.jpg`, why: 'it is a link to another place' }], more_refused: 0,
    };
  }

  async keep(inCase: number, name: string): Promise<ItemReceipt> {
    this.#vault.needed();
    if (name !== CHAT) throw problem('no_such_entry', `There is no file ${name}.`, 'Choose the folder or the archive again.');
    const one = this.#case(inCase);
    const item = one.items.find((kept) => kept.facts.found === CHAT)?.n ?? addChat(one);
    const kept = one.item(item);
    kept.facts.found = CHAT;
    return { item, sha256: kept.sha256, bytes: kept.bytes, media_type: kept.type, recorded: kept.recorded, duplicate_of: null, noted: false };
  }

  async preview(inCase: number, item: number, choices: MessageChoices, withFiles: boolean, on: (progress: Progress) => void): Promise<MessagesPreview> {
    const { read, contacts } = await this.#sorted(inCase, item, choices, on);
    const people = read.filter((message) => message.sender !== null);
    const bytes = this.#case(inCase).item(item).bytes;
    const dates = datesOf(read);
    const senders = [...new Set(people.map((message) => message.sender!))].map((sender) => ({
      sender, messages: people.filter((message) => message.sender === sender).length, own: false, role: roleOf(sender, choices) ?? null,
    }));
    const glimpse = (message: Message | undefined): MessageGlimpse | null => message ? {
      n: message.n, sender: message.sender, shown: message.shown, read: timeOf(message, orderOf(dates, choices), choices), text: message.text.slice(0, 300),
    } : null;
    const wanted = people.filter((message) => !choices.senders?.length || !['left_out', undefined].includes(roleOf(message.sender!, choices)));
    const media = wanted.flatMap((message) => message.media);
    const beside = media.filter((name) => withFiles && this.#named(inCase, name).length === 0 && FILES.includes(name));
    const known = read.length > 0;
    return {
      item, kind: known ? 'whatsapp' : null, none: known ? null : 'unknown', platform: known ? (choices.platform ?? 'WhatsApp') : null,
      messages: people.length, by_program: read.length - people.length,
      by_program_some: read.filter((message) => message.sender === null).slice(0, 50).map((message) => glimpse(message)!), new: contacts.fresh.length, there: contacts.there, left_out: contacts.leftOut,
      senders: senders.sort((a, b) => b.messages - a.messages), first: glimpse(people[0]), last: glimpse(people.at(-1)), dates: known ? dates : null,
      asks_order: known && !choices.order, zone_assumed: people.length, without_time: people.filter((message) => !timeOf(message, orderOf(dates, choices), choices)).length,
      backwards: 0, backwards_some: [], mended: 0, media: media.length, media_there: media.filter((name) => this.#named(inCase, name).length > 0).length,
      media_beside: beside.length, missing: this.#missing(inCase, media, withFiles), more_missing: 0,
      media_omitted: people.reduce((sum, message) => sum + message.omitted, 0), unread: 0, unread_some: [], columns: [], bytes,
    };
  }

  async write(inCase: number, item: number, choices: MessageChoices, withFiles: boolean, on: (progress: Progress) => void): Promise<MessagesOutcome> {
    if (!choices.senders?.length) throw problem('bad_input', 'It is not said who of the senders is who.', 'Correct it and try again.');
    if (!choices.order) throw problem('bad_input', 'It is not said in which order its dates stand.', 'Correct it and try again.');
    const one = this.#case(inCase);
    const begun = now();
    const named = messagesOf(one.item(item).text ?? '').filter(({ sender }) => sender && !['left_out', undefined].includes(roleOf(sender, choices))).flatMap(({ media }) => media);
    const kept = withFiles ? named.filter((name) => FILES.includes(name) && this.#named(inCase, name).length === 0).map((name) => this.#keep(one, name)) : [];
    const missing = this.#missing(inCase, named, withFiles);
    const { read, contacts } = await this.#sorted(inCase, item, choices, () => undefined);
    const made: number[] = [];
    let stopped = false;
    try {
      for await (const [i, contact] of this.#vault.steps(contacts.fresh)) {
        on({ files_done: 0, files: 1, bytes_done: i, bytes: contacts.fresh.length, current: `message ${i + 1}` });
        made.push(one.addContact(contact, now()));
      }
    } catch (caught) {
      if ((caught as { code?: string }).code !== 'cancelled') throw caught;
      stopped = true;
    }
    const byProgram = read.filter((message) => message.sender === null).length;
    this.#imports.note(inCase, {
      at: now(), begun, from: [withFiles ? FOLDER : one.item(item).name], files: kept.length + missing.length, bytes: kept.length * 40_000,
      tally: { added: kept.length, duplicates: 0, refused: missing.length, noted: 0 }, first: kept[0] ?? null, last: kept.at(-1) ?? null, refused: missing, more_refused: 0, whole: !stopped,
      messages: {
        item, kind: 'whatsapp', contacts: made.length, first: made[0] ?? null, last: made.at(-1) ?? null, there: contacts.there, joined: 0, left_out: contacts.leftOut, by_program: byProgram,
        unread: 0, unread_some: [],
      },
    });
    return {
      contacts: made.length, first: made[0] ?? null, last: made.at(-1) ?? null, there: contacts.there, left_out: contacts.leftOut,
      by_program: byProgram, kept: kept.length, duplicates: 0, joined: 0, missing, more_missing: 0,
      media_there: contacts.fresh.reduce((sum, contact) => sum + contact.items.length, 0), unread: 0, stopped,
    };
  }

  /** The files that are named and that are not here, each once. */
  #missing(inCase: number, media: readonly string[], withFiles: boolean): NotImported[] {
    const gone = [...new Set(media)].filter((name) => this.#named(inCase, name).length === 0 && !(withFiles && FILES.includes(name)));
    return gone.map((name) => ({ name, why: withFiles ? 'it was not in the folder or archive' : 'it is not an item of the case' }));
  }

  #keep(one: StoredCase, name: string): number {
    const at = now();
    return one.addItem({
      name, type: 'image/jpeg', bytes: 40_000, recorded: at, how: 'file', at, via: 'unlocked',
      facts: { kind: 'attachment', found: `${FOLDER}/${name}`, source: {}, captured: { could_not: [] } },
    }).item;
  }

  #named(inCase: number, name: string): number[] {
    return this.#case(inCase).items.filter((item) => item.name.toLowerCase() === name.toLowerCase()).map((item) => item.n);
  }

  async #sorted(inCase: number, item: number, choices: MessageChoices, on: (progress: Progress) => void) {
    this.#vault.needed();
    const one = this.#case(inCase);
    const read = messagesOf(one.item(item).text ?? '');
    const order = orderOf(datesOf(read), choices);
    const left = new Map<string, number>();
    for (const { contact } of one.contacts) if (contact.export) left.set(keyOf(contact), (left.get(keyOf(contact)) ?? 0) + 1);
    const contacts = { fresh: [] as Contact[], there: 0, leftOut: 0 };
    for (const message of read) {
      const role = message.sender === null ? null : roleOf(message.sender, choices);
      if (!role || role === 'left_out') {
        if (message.sender !== null && (choices.senders?.length ?? 0) > 0) contacts.leftOut += 1;
        continue;
      }
      const contact = this.#contact(inCase, item, message, role, order, choices);
      const same = left.get(keyOf(contact)) ?? 0;
      if (same > 0) {
        left.set(keyOf(contact), same - 1);
        contacts.there += 1;
      } else contacts.fresh.push(contact);
    }
    on({ files_done: 0, files: 1, bytes_done: 1, bytes: 1, current: `message ${read.length}` });
    return { read, contacts };
  }

  #contact(inCase: number, item: number, message: Message, role: SenderRole, order: DateOrder, choices: MessageChoices): Contact {
    const platform = choices.platform ?? 'WhatsApp';
    const files = message.media.length > 0 ? `. With a file: ${message.media.join(', ')}` : message.omitted > 0 ? '. A file that it had is not in the export' : '';
    const unknown = { local: '', precision: 'unknown' as const, about: false, zone: 'Europe/London', offset: null, fold: null, from: null, to: null };
    return {
      occurred: timeOf(message, order, choices) ?? unknown, channel: 'message', direction: role === 'you' ? 'from_you' : 'from_them', platform,
      what: `${platform} message${files}`, words: message.text || null, place: null, present: null, response: null, effect: null,
      items: message.media.flatMap((name) => this.#named(inCase, name)), turn: null, time_source: 'platform_display', speaker: message.sender!,
      ...(message.text ? { exactness: 'exact' as const } : {}),
      export: { kind: 'whatsapp', item, n: message.n, at: message.at, length: message.length, shown: message.shown, assumed: true },
    };
  }
}

function messagesOf(text: string): Message[] {
  const read: Message[] = [];
  let at = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const begins = BEGINS.exec(line.replace(/\n$/, ''));
    const last = read.at(-1);
    if (begins) {
      const [, shown = '', rest = ''] = begins;
      const parts = /^(.+?): (.*)$/.exec(rest);
      read.push({ n: read.length + 1, at, length: line.length, shown, sender: parts?.[1] ?? null, text: parts?.[2] ?? rest, media: [], omitted: 0 });
    } else if (last) {
      last.text += `\n${line.replace(/\n$/, '')}`;
      last.length += line.length;
    }
    at += line.length;
  }
  for (const message of read) {
    const [first = '', ...rest] = message.text.trimEnd().split('\n');
    const file = FILE.exec(first)?.[1];
    if (file) message.media = [file];
    if (message.text === '<Media omitted>') message.omitted = 1;
    message.text = file || message.omitted ? rest.join('\n') : message.text.trimEnd();
  }
  return read;
}

function datesOf(read: readonly Message[]): Dates {
  const only = (part: 0 | 1) => read.filter(({ shown }) => Number(shown.split('/')[part]) > 12);
  const [day, month] = [only(0), only(1)];
  const runs = [...day.slice(0, 1).map(({ n }) => ({ from: n, order: 'day_first' as const })), ...month.slice(0, 1).map(({ n }) => ({ from: n, order: 'month_first' as const }))];
  const sorted = runs.sort((a, b) => a.from - b.from).map((run, i) => (i === 0 ? { ...run, from: 1 } : run));
  return {
    day_first: day.length, day_example: day[0]?.shown ?? null, month_first: month.length, month_example: month[0]?.shown ?? null, year_first: 0,
    either: read.length - day.length - month.length, runs: sorted,
  };
}

function orderOf(dates: Dates, choices: MessageChoices): DateOrder {
  return choices.order ?? dates.runs[0]?.order ?? 'day_first';
}

function timeOf({ shown }: Message, order: DateOrder, choices: MessageChoices) {
  const [a = '', b = '', year = ''] = shown.slice(0, 10).split('/');
  const monthFirst = order === 'month_first' || (order === 'as_found' && Number(b) > 12);
  const [day, month] = monthFirst ? [b, a] : [a, b];
  try {
    return readMoment(`${year}-${month}-${day}T${shown.slice(12)}`, choices.zone ?? 'Europe/London');
  } catch {
    return null;
  }
}

function roleOf(sender: string, choices: MessageChoices): SenderRole | undefined {
  return choices.senders?.find((choice) => choice.sender === sender)?.role;
}

/** Two messages are one when platform, direction, minute and words are. */
function keyOf({ platform, direction, occurred, words }: Contact): string {
  return JSON.stringify([platform, direction, occurred.local.slice(0, 16), words ?? '']);
}
