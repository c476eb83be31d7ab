/** Letters filled from the case: dates, counts and references that are written there; nothing is made up. */
import { CHANNELS, type CaseRow, type Details, type RegisterView, type TimelineRow } from '../../ipc';
import { count } from '../../shared/names';
import { day, dayOf } from '../../shared/when';

/** How many contacts a letter lists before it says how many more there are. */
const LISTED = 30;

/** What a letter is filled from. */
export interface Source {
  row: CaseRow;
  details: Details;
  /** Contacts, oldest first. */
  contacts: readonly TimelineRow[];
  people: readonly RegisterView[];
  gifts: readonly RegisterView[];
  things: readonly RegisterView[];
  steps: readonly RegisterView[];
  /** Today, `2026-11-22`. */
  today: string;
}

/** A day without its weekday, as letters have it: `22 November 2026`. */
export const plainDay = (local: string): string => day(local, 'full').replace(/^\w+day /, '');

/** Returns the text with every `{name}` filled; what the case does not know stays in square brackets, to be written. */
export function fill(text: string, source: Source): string {
  const values = filled(source);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Returns the places that are still to be written, `[date]`. */
export function toWrite(text: string): string[] {
  return [...new Set(text.match(/\[[^[\]\n]{1,120}\]/g) ?? [])];
}

function filled({ row, details, contacts, people, gifts, things, steps, today }: Source): Record<string, string> {
  const subject = people.flatMap(({ entry }) => (entry.register === 'person' && entry.role === 'subject' ? [entry.display] : []))[0];
  const police = [details.police_incident && `Incident number: ${details.police_incident}`, details.police_crime && `Crime number: ${details.police_crime}`];
  return {
    date: plainDay(today),
    you: '[your name]',
    person: subject ?? '[name]',
    contacts: list(contacts.filter((one) => one.direction !== 'from_you' && !one.turn).map(contactLine), 'contact', true),
    gifts: list(gifts.flatMap(({ entry }) => (entry.register === 'gift' ? [`${dated(entry.when.local)}, ${entry.what}`] : [])), 'gift'),
    things: list(things.flatMap(({ entry }) => (entry.register === 'thing' ? [`${entry.label}: ${entry.what}`] : [])), 'physical item'),
    steps: list(steps.flatMap(stepLine), 'step'),
    summary: summary(row),
    mdo: details.mdo_name ?? '[defence organisation]',
    mdo_reference: details.mdo_reference ? `Reference: ${details.mdo_reference}` : '[reference, if there is one]',
    police: details.police_force ?? '[police force]',
    police_references: police.filter(Boolean).join('\n') || '[police reference, if there is one]',
  };
}

const dated = (local: string): string => (dayOf(local) ? plainDay(local) : local ? day(local) : 'Day not known');

function contactLine(one: TimelineRow): string {
  const how = CHANNELS.find(([channel]) => channel === one.channel)?.[1] ?? 'Contact';
  return `${dated(one.occurred ?? '')}, ${how.toLowerCase()}${one.platform ? ` (${one.platform})` : ''}`;
}

function stepLine({ entry }: RegisterView): string[] {
  if (entry.register !== 'step' || !entry.when || entry.done === false || entry.plan?.startsWith('checklist:')) return [];
  return [`${dated(entry.when.local)}, ${(entry.outcome ?? entry.kind).replace(/_/g, ' ')}`];
}

/** Says once what came the same way on the same day. */
function grouped(all: readonly string[]): { line: string; n: number }[] {
  const times = new Map<string, number>();
  for (const line of all) times.set(line, (times.get(line) ?? 0) + 1);
  return [...times].map(([line, n]) => ({ line: n > 1 ? `${line}, ${n} times` : line, n }));
}

function list(all: readonly string[], one: string, together = false): string {
  if (all.length === 0) return `[no ${one} is written down yet]`;
  const lines = together ? grouped(all) : all.map((line) => ({ line, n: 1 }));
  const shown = lines.slice(0, LISTED).map(({ line }) => `- ${line.replace(/\s+/g, ' ')}`);
  const more = lines.slice(LISTED).reduce((sum, { n }) => sum + n, 0);
  return more > 0 ? [...shown, `- and ${count(more, one)} more`].join('\n') : shown.join('\n');
}

function summary(row: CaseRow): string {
  const [first, last] = [row.first?.local, row.last?.local];
  if (row.contacts === 0 || !first || !last) return '[what happened, in a sentence]';
  return `There were ${count(row.contacts, 'contact')} on ${count(row.days, 'day')}, from ${dated(first)} to ${dated(last)}.`;
}
