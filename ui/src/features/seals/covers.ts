/** What a seal covers, and who confirmed its time, in sentences. */
import type { Seal } from '../../ipc';
import { count } from '../../shared/names';
import { stamp } from '../../shared/when';

export function covers(seal: Seal): string {
  const parts = [count(seal.cases, 'case'), count(seal.contacts, 'contact'), count(seal.items, 'item')];
  return `It covers ${parts.join(', ')}: ${count(seal.records, 'record')} in all.`;
}

export function confirmed(seal: Seal): string {
  if (!seal.stamped) return '';
  return `Its time was confirmed ${stamp(seal.stamped)}${seal.stamped_by ? ` by ${seal.stamped_by}` : ''}.`;
}
