/** What the person says about a new item, and how much of the thing was captured. */
import { LOOKED, lookedFor, type Captured, type HowMuch, type ItemChanges, type ItemView, type Looked, type LookedFor, type Moment, type Replies, type Source, type StillThere } from '../../ipc';
import { readDay, readTime } from '../../shared/typedDate';

export interface CardFields {
  what: string;
  from: string;
  shown: string;
  platform: string;
  handle: string;
  address: string;
  thread: HowMuch | null;
  replies: Replies | null;
  stillThere: StillThere | null;
  /** Why a thing could not be captured, where the person says so. */
  couldNot: Partial<Record<Looked, string>>;
}

export const EMPTY_CARD: CardFields = {
  what: '', from: '', shown: '', platform: '', handle: '', address: '', thread: null, replies: null, stillThere: null, couldNot: {},
};

/** The reason that the log keeps for what the card adds. */
export const FIRST_REASON = 'First description';
/** The reason that the log keeps for what one card adds to all shots of a set. */
export const SET_REASON = 'First description, the same for the whole set';

/** Returns what an item says already. */
export function cardOf(item: ItemView): CardFields {
  const { source, captured } = item;
  return {
    what: item.description ?? '', from: item.from ?? '', shown: source.shown ?? '', platform: source.platform ?? '', handle: source.handle ?? '',
    address: source.url ?? '', thread: captured.thread ?? null, replies: captured.replies ?? null, stillThere: captured.still_there ?? null,
    couldNot: Object.fromEntries(captured.could_not.map(({ what, why }) => [what, why])),
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

/** Returns where a thing came from, as the card says it. */
export function sourceOf(card: CardFields): Source {
  const source: Source = {};
  for (const [field, key] of [['platform', 'platform'], ['shown', 'shown'], ['handle', 'handle'], ['address', 'url']] as const) {
    const text = card[field].trim();
    if (text) source[key] = text;
  }
  return source;
}

/** Returns how much was captured, as the card says it. */
export function capturedOf({ thread, replies, stillThere, couldNot }: CardFields): Captured {
  const captured: Captured = { could_not: [] };
  if (thread) captured.thread = thread;
  if (replies) captured.replies = replies;
  if (stillThere) captured.still_there = stillThere;
  for (const [what] of LOOKED) {
    const why = couldNot[what]?.trim();
    if (why) captured.could_not.push({ what, why });
  }
  return captured;
}

/** Returns what the card adds to an item; `null` where it adds nothing. */
export function cardChanges(card: CardFields, item: ItemView | null, occurred: Moment | null): ItemChanges | null {
  const before = item ? cardOf(item) : EMPTY_CARD;
  const changes: ItemChanges = {};
  if (card.what.trim() !== before.what) changes.description = card.what.trim();
  if (card.from.trim() !== before.from) changes.from = card.from.trim();
  if (!same(sourceOf(card), sourceOf(before))) changes.source = sourceOf(card);
  if (!same(capturedOf(card), capturedOf(before))) changes.captured = capturedOf(card);
  if (occurred && card.shown.trim() !== before.shown) changes.occurred = occurred;
  return Object.keys(changes).length > 0 ? changes : null;
}

/** Returns what the card of one shot adds to another of its set: what holds for the thread, not what that shot shows. */
export function setChanges(card: CardFields, other: ItemView): ItemChanges | null {
  const own = cardOf(other);
  const { from, platform, handle, address, thread, replies, stillThere, couldNot } = card;
  return cardChanges({ ...own, from, platform, handle, address, thread, replies, stillThere, couldNot: { ...couldNot, shown: own.couldNot.shown } }, other, null);
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Returns the six things that are looked for, as far as they are there by what the card says now. */
export function cardLooked(card: CardFields): LookedFor[] {
  return lookedFor(sourceOf(card), capturedOf(card));
}
