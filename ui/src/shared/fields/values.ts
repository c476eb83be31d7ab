/** What stands in the fields of a form, and the entry that it says. */
import type { Moment } from '../../ipc/types';
import { newWhen, readWhen, textOfMoment, whenOf, whenOfText, type When } from '../moments';
import type { Control, FieldSpec, Words } from './spec';

export interface AnswerDraft {
  answer: string;
  note: string;
}

export type DraftValue = string | string[] | number[] | When | AnswerDraft | FieldDraft | FieldDraft[];
export interface FieldDraft {
  [field: string]: DraftValue;
}

/** An entry as it crosses to the engine: what is not said is not there. */
export type Said = Record<string, unknown>;

export interface FieldFault {
  field: string;
  message: string;
}

/** The most that a value may be, in pence: a thousand million pounds. */
const MOST = 100_000_000_000;

const NO_ANSWER: AnswerDraft = { answer: '', note: '' };

function empty(control: Control, now: Date): DraftValue {
  if (control.is === 'when') return newWhen(now);
  if (control.is === 'answer') return NO_ANSWER;
  if (control.is === 'points') return Object.fromEntries(control.of.map(([key]) => [key, NO_ANSWER]));
  return control.is === 'many' || control.is === 'items' || control.is === 'people' || control.is === 'list' ? [] : '';
}

/** Returns what stands in a field for a value of the log. */
function valueDraft(control: Control, value: unknown, now: Date): DraftValue {
  if (value === undefined || value === null) return empty(control, now);
  switch (control.is) {
    case 'when':
      return whenOf(value as Moment);
    case 'date':
      return textOfMoment(value as Moment);
    case 'yes':
      return value === true ? 'yes' : 'no';
    case 'money':
      return pounds(value as number);
    case 'contacts':
      return (value as number[]).join(', ');
    case 'answer':
      return answerDraft(value);
    case 'points': {
      const known = value as ({ key: string } & Said)[];
      return { ...(empty(control, now) as FieldDraft), ...Object.fromEntries(known.map((one) => [one.key, answerDraft(one)])) };
    }
    case 'list':
      return (value as Said[]).map((one) => draftOfSaid(control.of, one, now));
    case 'many':
    case 'items':
    case 'people':
      return [...(value as string[] | number[])] as string[] | number[];
    default:
      return String(value);
  }
}

function answerDraft(value: unknown): AnswerDraft {
  const { answer, note } = value as { answer: string; note?: string | null };
  return { answer, note: note ?? '' };
}

/** Returns the draft that says what an entry says; without one, an empty draft. */
export function draftOfSaid(specs: readonly FieldSpec[], said: Said | null, now: Date): FieldDraft {
  return Object.fromEntries(specs.map(({ field, control }) => [field, valueDraft(control, said?.[field], now)]));
}

/** Returns pence as they are typed: `12.50`. */
export function pounds(pence: number): string {
  return `${Math.trunc(pence / 100)}.${String(pence % 100).padStart(2, '0')}`;
}

function readMoney(typed: string): { value: number } | { fault: string } {
  const bare = typed.replace(/^£/, '').replaceAll(',', '').trim();
  if (/^[-−]/.test(bare)) return { fault: 'A value cannot be less than nothing. Write it in pounds, like 12.50' };
  const found = /^(\d+)(?:\.(\d{1,2}))?$/.exec(bare);
  if (!found) return { fault: 'That is not a sum. Write it in pounds, like 12.50' };
  const pence = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0') || 0);
  return pence <= MOST ? { value: pence } : { fault: 'That is more than a thousand million pounds. Count the noughts again' };
}

function readNumbers(typed: string, one: boolean): { value: unknown } | { fault: string } {
  const numbers = typed.split(/[\s,;]+/).filter(Boolean).map((part) => (/^0*[1-9]\d{0,8}$/.test(part) ? Number(part) : null));
  const known = numbers.filter((n) => n !== null);
  if (known.length < numbers.length || (one && known.length > 1)) return { fault: one ? 'Write one number, like 12' : 'Write numbers with commas between them, like 12, 14' };
  return { value: one ? known[0] : [...new Set(known)] };
}

type Read = { value: unknown } | { fault: string };

/** Reads one field; the value is `undefined` where nothing is said. `day` is the day that a time alone belongs to. */
async function readValue(spec: FieldSpec, draft: DraftValue, day: string | null, now: Date): Promise<Read> {
  const { control } = spec;
  switch (control.is) {
    case 'when': {
      const { moment, fault } = await readWhen(draft as When, now);
      return moment && !fault ? { value: moment } : { fault: fault ?? 'Write when it happened' };
    }
    case 'answer':
      return readAnswer(spec.label, draft as AnswerDraft);
    case 'points':
      return readPoints(control.of, draft as FieldDraft);
    case 'list':
      return readList(control.of, draft as FieldDraft[], day, now);
    case 'many':
    case 'items':
    case 'people':
      return { value: (draft as unknown[]).length > 0 ? [...(draft as unknown[])] : undefined };
    default:
      return readText(spec, (draft as string).trim(), day, now);
  }
}

function readAnswer(label: string, { answer, note }: AnswerDraft): { value: Said | undefined } | { fault: string } {
  if (answer === '') return note.trim() ? { fault: `${label}: choose an answer for your note` } : { value: undefined };
  return { value: note.trim() ? { answer, note: note.trim() } : { answer } };
}

function readPoints(of: Words, draft: FieldDraft): Read {
  const all: Said[] = [];
  for (const [key, value] of Object.entries(draft)) {
    const read = readAnswer(of.find(([one]) => one === key)?.[1] ?? key, value as AnswerDraft);
    if ('fault' in read) return read;
    if (read.value) all.push({ key, ...read.value });
  }
  return { value: all.length > 0 ? all : undefined };
}

async function readText({ label, control }: FieldSpec, text: string, day: string | null, now: Date): Promise<Read> {
  if (text === '') return { value: undefined };
  switch (control.is) {
    case 'yes':
      return { value: text === 'yes' };
    case 'money':
      return readMoney(text);
    case 'contacts':
      return readNumbers(text, false);
    case 'item':
    case 'contact':
    case 'person':
    case 'chaperone':
      return readNumbers(text, true);
    case 'date': {
      const { moment, fault } = await readWhen(whenOfText(text, day), now);
      return moment ? { value: moment } : { fault: `${label}: ${fault ?? 'that is not a date. Write it like 21 April 2026.'}` };
    }
    default:
      return { value: text };
  }
}

async function readList(of: readonly FieldSpec[], drafts: FieldDraft[], day: string | null, now: Date): Promise<Read> {
  const all: Said[] = [];
  for (const draft of drafts) {
    const { said, faults } = await readFields(of, draft, { day, now });
    if (Object.keys(said).length === 0 && faults.every((fault) => fault.message.startsWith(NEEDED))) continue;
    if (faults[0]) return { fault: faults[0].message };
    all.push(said);
  }
  return { value: all.length > 0 ? all : undefined };
}

const NEEDED = 'Fill in';

export interface ReadWith {
  now: Date;
  day?: string | null;
  /** What is in the log already: a field that is left alone stays exactly that. */
  before?: { said: Said; draft: FieldDraft } | null;
}

/** Returns the entry that the fields say, and what is wrong with them. */
export async function readFields(specs: readonly FieldSpec[], draft: FieldDraft, { now, day = null, before = null }: ReadWith): Promise<{ said: Said; faults: FieldFault[] }> {
  const said: Said = {};
  const faults: FieldFault[] = [];
  for (const spec of specs) {
    const value = draft[spec.field] ?? empty(spec.control, now);
    const untouched = before && JSON.stringify(before.draft[spec.field]) === JSON.stringify(value);
    const read: Read = untouched ? { value: before.said[spec.field] ?? undefined } : await readValue(spec, value, day, now);
    if ('fault' in read) faults.push({ field: spec.field, message: read.fault });
    else if (read.value !== undefined) said[spec.field] = read.value;
    else if (spec.needed) faults.push({ field: spec.field, message: `${NEEDED} “${spec.label}”` });
  }
  return { said, faults };
}

/** Returns the fields in which an entry says something else than before; `null` where it says nothing any more. */
export function patchOf(specs: readonly FieldSpec[], before: Said, after: Said): Said {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  return Object.fromEntries(specs.filter(({ field }) => !same(before[field], after[field])).map(({ field }) => [field, after[field] ?? null]));
}

/** Returns a line of what a field says, for a folded part of a form; empty for nothing. */
export function summary({ control }: FieldSpec, value: DraftValue | undefined): string {
  if (value === undefined) return '';
  const word = (of: Words, key: string) => of.find(([one]) => one === key)?.[1] ?? '';
  switch (control.is) {
    case 'choice':
      return word(control.of, value as string);
    case 'many':
      return (value as string[]).map((key) => word(control.of, key)).join(', ');
    case 'answer':
      return word(control.of, (value as AnswerDraft).answer);
    case 'when':
    case 'people':
    case 'items':
    case 'points':
      return '';
    case 'list':
      return (value as FieldDraft[]).map((one) => summary(control.of[0]!, one[control.of[0]!.field])).filter(Boolean).join(', ');
    default:
      return (value as string).slice(0, 400).trim().split('\n')[0] ?? '';
  }
}

/** Returns true when an end is surely before the start. */
export function endsBefore(start: Moment, end: Moment): boolean {
  return start.from !== null && end.to !== null && Date.parse(end.to) <= Date.parse(start.from);
}
