/** What the person says about a new item, and what a court would look for in it. */
import type { Acquisition, ItemChanges, ItemView, Moment, Source } from '../../ipc/types';
import { readDay, readTime } from '../../shared/typedDate';
import { stamp } from '../../shared/when';

export interface CardFields {
  what: string;
  from: string;
  shown: string;
  handle: string;
  address: string;
}

export const EMPTY_CARD: CardFields = { what: '', from: '', shown: '', handle: '', address: '' };

/** The reason that the log keeps for what the card adds. */
export const FIRST_REASON = 'First description';

/** Returns what an item says already. */
export function cardOf(item: ItemView): CardFields {
  const { source } = item;
  return {
    what: item.description ?? '', from: item.from ?? '', shown: source.shown ?? '', handle: source.handle ?? '', address: source.url ?? '',
  };
}

/** Returns the words of a moment in a text such as "Tue 21 April 2026, 21:06"; `null` where there is none. */
export function momentIn(text: string, today: string): string | null {
  const typed = text.trim();
  const time = /^(.*?)[,\s]+(?:at\s+)?(\d{1,2}[:.]\d{2}(?:\s*[ap]m)?|\d{1,2}\s*[ap]m)$/i.exec(typed);
  const day = readDay(time ? time[1]! : typed, today);
  if (!day) return null;
  const clock = time ? readTime(time[2]!) : null;
  return clock ? `${day}T${clock}` : day;
}

/** Returns what the card adds to an item; `null` where it adds nothing. */
export function cardChanges(card: CardFields, item: ItemView | null, occurred: Moment | null): ItemChanges | null {
  const before = item ? cardOf(item) : EMPTY_CARD;
  const changes: ItemChanges = {};
  if (card.what.trim() !== before.what) changes.description = card.what.trim();
  if (card.from.trim() !== before.from) changes.from = card.from.trim();
  const source: Source = { ...item?.source };
  let sourced = false;
  for (const [field, key] of [['shown', 'shown'], ['handle', 'handle'], ['address', 'url']] as const) {
    const text = card[field].trim();
    if (text === before[field]) continue;
    sourced = true;
    if (text === '') delete source[key];
    else source[key] = text;
  }
  if (sourced) changes.source = source;
  if (occurred && card.shown.trim() !== before.shown) changes.occurred = occurred;
  return Object.keys(changes).length > 0 ? changes : null;
}

export interface Looked {
  what: string;
  told: string;
  /** `part` where it is only half of what is looked for. */
  state: 'yes' | 'part' | 'no';
}

const TAKEN: Record<Acquisition, [what: string, told: string, state: Looked['state']]> = {
  screen_capture: ['The whole screen or window, not cut', 'Captured by Casekeep', 'yes'],
  file: ['The file itself, not a picture of it', 'Kept byte for byte', 'yes'],
  clipboard: ['The whole screen or window, not cut', 'Pasted: a capture shows more', 'part'],
  working_copy: ['The original', 'This is a copy. The original stays as it is', 'part'],
};

/** Returns the six things that are looked for, as far as they are there. */
export function lookedFor(how: Acquisition, recorded: string, card: CardFields): Looked[] {
  const [what, told, state] = TAKEN[how];
  const field = (name: string, text: string): Looked => ({ what: name, told: text.trim() || 'Not written yet', state: text.trim() ? 'yes' : 'no' });
  return [
    { what, told, state },
    { what: 'When it was added, by this computer’s clock', told: stamp(recorded), state: 'yes' },
    field('The date and time it shows', card.shown),
    field('Whom it is from', card.from),
    field('The handle or number, not only a name', card.handle),
    field('The address', card.address),
  ];
}
