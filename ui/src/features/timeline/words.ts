/** The names of channels, directions and turning points as a person reads them, and titles made from a row's text. */
import { BEHAVIOURS, ENTRY_KINDS, type Behaviour, type Channel, type Direction, type EntryKind, type Export, type TimelineRow, type Turn } from '../../ipc/types';
import { count, itemNumber } from '../../shared/names';
import { titleOf } from '../../shared/titles';
import { clock, day as dayName } from '../../shared/when';
import { dayPart } from '../../shared/calendar';

const NOUN: Record<Channel, [one: string, many: string]> = {
  message: ['message', 'messages'],
  friend_request: ['friend request', 'friend requests'],
  email: ['email', 'emails'],
  letter: ['letter or card', 'letters or cards'],
  phone: ['phone call', 'phone calls'],
  in_person: ['meeting in person', 'times in person'],
  gift: ['gift or delivery', 'gifts or deliveries'],
  post: ['post or review', 'posts or reviews'],
  third_party: ['contact through someone', 'contacts through someone'],
  other: ['other contact', 'other contacts'],
};

export const CHANNEL_NAME: Record<Channel, string> = {
  message: 'Message',
  friend_request: 'Friend request',
  email: 'Email',
  letter: 'Letter or card',
  phone: 'Phone call',
  in_person: 'In person',
  gift: 'Gift or delivery',
  post: 'Post or review',
  third_party: 'Through someone',
  other: 'Something else',
};

/** Returns the place in an export that a contact was read from. */
export function exportWords({ item, n, shown, assumed }: Export): string {
  return `Item ${itemNumber(item)}, message ${n.toLocaleString('en-GB')}. Time as shown: ${shown || 'none'}${assumed ? '. The file names no zone; it is assumed' : ''}`;
}

export const DIRECTION_NAME: Record<Direction, string> = {
  from_them: 'From them',
  from_you: 'From you',
  about_you: 'About you',
};

export const TURN_NAME: Record<Turn, string> = {
  asked_to_stop: 'Asked to stop',
  warning_letter: 'Warning letter',
  police: 'Police',
};

/** Returns what comes after a turning point in running text: "after asked to stop". */
export const AFTER_TURN: Record<Turn, string> = {
  asked_to_stop: 'after asked to stop',
  warning_letter: 'after the warning letter',
  police: 'after the police were told',
};

/** How an entry of a register is marked: what was given, what was sent, else as a step of your own. */
const MARK: Partial<Record<EntryKind, 'item' | 'gift' | 'letter'>> = { item: 'item', gift: 'gift', letter: 'letter', thing: 'item' };

/** Returns the mark of a row. */
export function markOf(row: { kind: EntryKind; channel: Channel | null }): Channel | 'item' | 'step' {
  return row.kind === 'contact' ? (row.channel ?? 'other') : (MARK[row.kind] ?? 'step');
}

/** Returns what an entry is, in the words of the register. */
export function kindName(kind: EntryKind): string {
  return ENTRY_KINDS.find(([word]) => word === kind)?.[1] ?? kind;
}

/** Returns what they did, as a person reads it. */
export function tagName(tag: Behaviour): string {
  return BEHAVIOURS.find(([word]) => word === tag)?.[1] ?? tag;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Returns "Facebook message", "Phone call", "31 Facebook messages". */
export function channelWords(channel: Channel, platform: string | null, n = 1): string {
  const [one, many] = NOUN[channel];
  const noun = n === 1 ? one : many;
  const named = platform ? `${platform} ${noun}` : noun;
  return n === 1 ? capital(named) : `${n.toLocaleString('en-GB')} ${named}`;
}

/** Returns "Item 0015", "Items 0004, 0005", "Items 0006 to 0014"; the order is the numbers' own. */
export function itemsWords(items: readonly number[]): string {
  const sorted = [...new Set(items)].sort((a, b) => a - b);
  if (sorted.length === 0) return '';
  if (sorted.length === 1) return `Item ${itemNumber(sorted[0]!)}`;
  const runs: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (sorted[end + 1] === sorted[end]! + 1) end += 1;
    if (end - at >= 2) runs.push(`${itemNumber(sorted[at]!)} to ${itemNumber(sorted[end]!)}`);
    else runs.push(...sorted.slice(at, end + 1).map(itemNumber));
    at = end + 1;
  }
  return `Items ${runs.join(', ')}`;
}

/** Returns the title of a row: what happened, or what an item shows, else its name. */
export function rowTitle(row: TimelineRow): { title: string; rest: string } {
  const told = titleOf(row.text);
  if (told.title) return told;
  if (row.kind === 'item') return { title: row.name || `Item ${itemNumber(row.label)}`, rest: '' };
  if (row.kind !== 'contact') return { title: kindName(row.kind), rest: '' };
  return { title: channelWords(row.channel ?? 'other', row.platform), rest: '' };
}

/** Returns what a turning point's text adds to its name: "by phone, by the practice manager". */
export function turnDetail(row: TimelineRow): string {
  const { title } = rowTitle(row);
  const name = row.turn ? TURN_NAME[row.turn] : '';
  if (!title.toLowerCase().startsWith(name.toLowerCase())) return title;
  return title.slice(name.length).replace(/^[\s,.:;]+/, '');
}

/** Returns when a row happened, in full: "Thursday 19 March 2026, about 07:12", "March 2026, day not known". */
export function whenWords(occurred: string | null, about: boolean): string {
  if (!occurred) return 'Date not known';
  const day = dayPart(occurred);
  const time = clock(occurred);
  const named = `${about && !time ? 'About ' : ''}${dayName(day, 'full')}`;
  if (day.length < 10) return `${named}, day not known`;
  if (!time) return about ? named : `${named}, time not known`;
  return `${named}, ${about ? 'about ' : ''}${time}`;
}

/** Returns how often something was amended: "Amended once", "Amended 3 times". */
export function amendedWords(n: number): string {
  return n === 1 ? 'Amended once' : `Amended ${count(n, 'time')}`;
}
