/** What a bundle of the vault in memory would hold and leave, by the rules that the engine has. */
import { REGISTERS, type BundlePreview, type Register, type Selection, type Tally, type TimelineRow } from '../types';
import type { StoredCase } from './case';
import { staysOf, whenOf, type Listed } from './shelf';

/** Fields of the details that a bundle shows. */
const SHOWN = ['jurisdiction', 'role', 'person_status', 'relationship', 'police_force', 'police_incident', 'police_crime', 'prosecutor_reference', 'orders'];

/** Whether the recipient has an entry, amended so often, from an earlier bundle. */
type Had = (kind: string, n: number, amended: number) => boolean;

/** Returns what a bundle of a selection holds: entries by kind and number, with how often each was amended. */
export function heldBy(one: StoredCase, selection: Selection): Map<string, number> {
  const held = new Map<string, number>();
  previewOf(one, selection, (kind, n, amended) => {
    held.set(`${kind} ${n}`, amended);
    return false;
  });
  return held;
}

export function previewOf(one: StoredCase, selection: Selection, had: Had = () => false, follows: number[] = []): BundlePreview {
  let before = 0;
  const isNew = (kind: string, n: number, amended: number) => {
    if (!had(kind, n, amended)) return true;
    before += 1;
    return false;
  };
  const { without_contacts, without_items } = selection;
  const rows = one.timeline({});
  const taken = (kind: 'contact' | 'item', without: readonly number[]): [TimelineRow[], Tally] => {
    const all = rows.filter((row) => row.kind === kind);
    const chosen = all.filter((row) => holds(selection, row.occurred ?? row.recorded) && !without.includes(row.n));
    const goes = chosen.filter((row) => isNew(kind, row.n, row.amendments.length));
    return [goes, { goes: goes.length, stays: all.length - chosen.length }];
  };
  const [contacts, contactTally] = taken('contact', without_contacts);
  const [items, itemTally] = taken('item', without_items);
  const named = new Set(contacts.flatMap(({ n }) => one.contact(n).contact.people ?? []));
  const going = new Set(items.map(({ n }) => n));
  const goesOf = (register: Register) => one.shelf.listed[register].filter((listed) => goes(selection, listed, named, going));
  for (const { entry } of goesOf('gift')) if (entry.register === 'gift' && entry.giver) named.add(entry.giver);
  const details = one.shelf.details().details as Record<string, unknown>;
  const counted = {
    contacts: contactTally, items: itemTally, bytes: items.reduce((sum, row) => sum + (row.bytes ?? 0), 0),
    registers: REGISTERS.flatMap(([register]) => {
      const all = one.shelf.listed[register].length;
      const chosen = goesOf(register);
      const some = chosen.filter(({ n, amendments }) => isNew(register, n, amendments.length)).length;
      return all > 0 ? [{ register, entries: { goes: some, stays: all - chosen.length } }] : [];
    }),
    details: !selection.without_details && SHOWN.some((field) => details[field] !== undefined) && isNew('details', 1, one.shelf.details().amendments.length),
  };
  return { ...counted, before, follows };
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
