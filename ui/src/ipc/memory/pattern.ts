/** The pattern of a case as the engine counts it, from the contacts of the vault in memory. */
import type { Channel, Contact, Pattern, PatternName, TimelineRow } from '../types';

const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
const dayOf = (row: TimelineRow) => (row.occurred && row.occurred.length >= 10 ? row.occurred.slice(0, 10) : null);

/** Counts the contacts among a case's rows, which stand in their order. */
export function patternOf(rows: readonly TimelineRow[], contact: (n: number) => Contact): Pattern {
  const contacts = rows.filter((row) => row.kind === 'contact');
  const came = contacts.filter((row) => !row.turn && row.direction !== 'from_you');
  const days = [...new Set(came.map(dayOf).filter((day) => day !== null))].sort();
  const [first = null, last = null] = [days[0], days.at(-1)];
  const weeks = new Map<string, Map<Channel, number>>();
  for (const row of came) {
    const day = dayOf(row);
    if (!day || !row.channel) continue;
    const at = Date.parse(day);
    const monday = iso(at - ((at / DAY + 3) % 7) * DAY);
    const week = weeks.get(monday) ?? weeks.set(monday, new Map()).get(monday)!;
    week.set(row.channel, (week.get(row.channel) ?? 0) + 1);
  }
  const names = (name: (row: TimelineRow) => string | null) => gathered(came, name);
  return {
    contacts: came.length, undated: came.filter((row) => dayOf(row) === null).length, days: days.length, first, last,
    over: first && last ? (Date.parse(last) - Date.parse(first)) / DAY + 1 : 0,
    weeks: [...weeks].sort().map(([monday, counts]) => ({ monday, counts: [...counts].map(([channel, n]) => ({ channel, n })) })),
    channels: names((row) => row.channel).map(({ name, ...rest }) => ({ channel: name as Channel, ...rest })),
    platforms: names((row) => row.platform), places: names((row) => contact(row.n).place),
    turns: dated(rows.filter((row) => row.turn)).map((row) => ({
      turn: row.turn!, kind: row.kind, n: row.n, day: dayOf(row),
      after: row.occurred ? came.filter((other) => other.occurred && other.instant > row.instant).length : 0,
    })),
    felt: came.filter((row) => felt(contact(row.n))).length, changed: came.filter((row) => contact(row.n).practical_changes?.trim()).length,
  };
}

/** The rows in their order, those without a date last. */
function dated(rows: readonly TimelineRow[]): TimelineRow[] {
  return [...rows.filter((row) => row.occurred), ...rows.filter((row) => !row.occurred)];
}

/** True for a contact of which the person wrote what it did to them. */
export function felt(contact: Contact): boolean {
  return Boolean(contact.effect?.trim()) || [contact.fear, contact.alarm, contact.distress].some((degree) => degree && degree !== 'not_at_all');
}

function gathered(rows: readonly TimelineRow[], name: (row: TimelineRow) => string | null): PatternName[] {
  const all = new Map<string, PatternName>();
  for (const row of rows) {
    const of = name(row)?.trim();
    if (!of) continue;
    const one = all.get(of) ?? all.set(of, { name: of, first: null, n: 0 }).get(of)!;
    one.n += 1;
    one.first ??= dayOf(row);
  }
  return [...all.values()].sort((a, b) => ((a.first ?? '9') < (b.first ?? '9') ? -1 : 1));
}
