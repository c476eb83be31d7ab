/** Captures: the set that is going on, what the shortcut took, and what is looked for in a capture. */
import type { Stop } from './backend';
import { LOOKED, HOW_MUCH, REPLIES, STILL_THERE, type AddEvent, type AddOutcome, type Captured, type Looked, type LookedFor, type SetNow, type Source, type Taken } from './types';

export interface CapturesBackend {
  /** The set of captures that is going on; `null` where the next capture begins a new one. */
  set(): Promise<SetNow | null>;
  endSet(): Promise<void>;
  /** Asks for files, such as the saved page, and adds them to the set that an item belongs to. */
  addToSet(inCase: number, item: number, on: (event: AddEvent) => void): Promise<AddOutcome>;
  /** What came of a capture that the shortcut made, whichever program was in front. */
  onTaken(then: (taken: Taken) => void): Promise<Stop>;
  onSetChanged(then: (set: SetNow | null) => void): Promise<Stop>;
}

const label = <T extends string>(words: readonly (readonly [T, string])[], word: T | undefined | null): string => words.find(([one]) => one === word)?.[1] ?? '';

/** Says how far each thing that is looked for in a capture is there: the twin of the engine's own, for what is being typed. */
export function lookedFor(source: Source, captured: Captured): LookedFor[] {
  return LOOKED.map(([what]) => {
    const one = answered(what, source, captured);
    const why = captured.could_not.find((other) => other.what === what)?.why;
    return why !== undefined && (one.there === 'no' || one.there === 'partly') ? { what, there: 'could_not' as const, told: why } : one;
  });
}

function answered(what: Looked, source: Source, { thread, replies, still_there }: Captured): LookedFor {
  const text = (words: string | null | undefined): LookedFor => ({ what, there: words?.trim() ? 'yes' : 'no', told: words?.trim() ?? '' });
  switch (what) {
    case 'address':
      return text(source.url);
    case 'handle':
      return text(source.handle);
    case 'shown':
      return text(source.shown);
    case 'thread':
      return { what, there: thread ?? 'no', told: label(HOW_MUCH, thread) };
    case 'replies':
      return { what, there: replies && replies !== 'no' ? 'yes' : 'no', told: label(REPLIES, replies) };
    case 'still_there':
      return { what, there: still_there && still_there !== 'unsure' ? 'yes' : 'no', told: label(STILL_THERE, still_there) };
  }
}
