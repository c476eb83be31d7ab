/** What a bundle of the vault in memory would hold and leave, by the rules that the engine has. */
import { REGISTERS, type BundlePreview, type Register, type Selection, type Tally, type TimelineRow } from '../types';
import type { StoredCase } from './case';
import { staysOf, whenOf, type Listed } from './shelf';

/** Fields of the details that a bundle shows. */
const SHOWN = ['jurisdiction', 'role', 'person_status', 'relationship', 'police_force', 'police_incident', 'police_crime', 'prosecutor_reference', 'orders'];

export function previewOf(one: StoredCase, selection: Selection): BundlePreview {
  const { without_contacts, without_items } = selection;
  const rows = one.timeline({});
  const taken = (kind: 'contact' | 'item', without: readonly number[]): [TimelineRow[], Tally] => {
    const all = rows.filter((row) => row.kind === kind);
    const goes = all.filter((row) => holds(selection, row.occurred ?? row.recorded) && !without.includes(row.n));
    return [goes, { goes: goes.length, stays: all.length - goes.length }];
  };
  const [contacts, contactTally] = taken('contact', without_contacts);
  const [items, itemTally] = taken('item', without_items);
  const named = new Set(contacts.flatMap(({ n }) => one.contact(n).contact.people ?? []));
  const going = new Set(items.map(({ n }) => n));
  const goesOf = (register: Register) => one.shelf.listed[register].filter((listed) => goes(selection, listed, named, going));
  for (const { entry } of goesOf('gift')) if (entry.register === 'gift' && entry.giver) named.add(entry.giver);
  const details = one.shelf.details().details as Record<string, unknown>;
  return {
    contacts: contactTally, items: itemTally, bytes: items.reduce((sum, row) => sum + (row.bytes ?? 0), 0),
    registers: REGISTERS.flatMap(([register]) => {
      const all = one.shelf.listed[register].length;
      const some = goesOf(register).length;
      return all > 0 ? [{ register, entries: { goes: some, stays: all - some } }] : [];
    }),
    details: !selection.without_details && SHOWN.some((field) => details[field] !== undefined),
  };
}

function goes(selection: Selection, { n, entry, recorded }: Listed, named: ReadonlySet<number>, items: ReadonlySet<number>): boolean {
  const { register } = entry;
  const { without_registers = [], without_entries = [] } = selection;
  if (staysOf(entry) || without_registers.includes(register) || without_entries.some((left) => left.register === register && left.n === n)) return false;
  if (entry.register === 'transcript') return items.has(entry.item);
  return entry.register === 'person' ? entry.role === 'subject' || named.has(n) : holds(selection, whenOf(entry)?.local || recorded);
}

function holds({ from, to }: Selection, at: string): boolean {
  if (from && at.slice(0, from.length) < from) return false;
  return !to || at.slice(0, to.length) <= to;
}
