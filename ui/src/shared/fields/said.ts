/** What an entry says, in words. */
import type { Moment } from '../../ipc/types';
import { itemNumber } from '../names';
import { moment as momentWords } from '../when';
import { NO_LINKS, type Link, type Links } from './links';
import type { FieldSpec, Words } from './spec';
import { pounds, type Said } from './values';

/** Returns a sum as it is read: `£1,250.50`. */
export function sum(pence: number): string {
  const [whole = '', rest = ''] = pounds(pence).split('.');
  return `£${Number(whole).toLocaleString('en-GB')}.${rest}`;
}

/** Returns the word of a choice. */
export function word(of: Words, key: unknown): string {
  return of.find(([one]) => one === key)?.[1] ?? String(key);
}

function linked(links: readonly Link[], n: unknown, name: string): string {
  return links.find((link) => link.n === n)?.words ?? `${name} ${String(n)}`;
}

function answered(of: Words, { answer, note }: { answer: string; note?: string | null }): string {
  return note ? `${word(of, answer)}. ${note}` : word(of, answer);
}

/** Returns what a field says, a line for each of its parts; nothing where it says nothing. */
export function sayField({ control }: FieldSpec, value: unknown, links: Links = NO_LINKS): string[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
  switch (control.is) {
    case 'choice':
      return [word(control.of, value)];
    case 'many':
      return [(value as string[]).map((key) => word(control.of, key)).join(', ')];
    case 'yes':
      return [value === true ? 'Yes' : 'No'];
    case 'money':
      return [sum(value as number)];
    case 'when':
    case 'date':
      return [momentWords(value as Moment, 'full')];
    case 'item':
      return [itemNumber(value as number)];
    case 'items':
      return [(value as number[]).map(itemNumber).join(', ')];
    case 'contacts':
      return [(value as number[]).join(', ')];
    case 'people':
      return (value as number[]).map((n) => linked(links.person, n, 'Person'));
    case 'person':
      return [linked(links.person, value, 'Person')];
    case 'chaperone':
      return [linked(links.chaperone, value, 'Chaperone record')];
    case 'answer':
      return [answered(control.of, value as { answer: string })];
    case 'points':
      return (value as { key: string; answer: string }[]).map((one) => `${word(control.of, one.key)}: ${answered(control.answers, one)}`);
    case 'list':
      return (value as Said[]).map((one) => control.of.map((spec) => sayField(spec, one[spec.field], links).join('; ')).filter(Boolean).join(', '));
    default:
      return [String(value)];
  }
}
