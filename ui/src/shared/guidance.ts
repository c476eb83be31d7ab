/**
 * What the window tells people beyond their own case: each sentence with who says it and as at when. All of it comes from
 * one content file (crates/content/guidance.json), which a newer signed one may replace. It is not legal advice.
 *
 * It is taken into use once, before anything is shown, so that what reads it need not watch it.
 */
import builtIn from '../../../crates/content/guidance.json';
import type { Fact, Guidance as Content, GuidanceInUse, PhoneNumber, RingFor } from '../ipc/types';

/** Something that is said, as a page shows it. */
export interface Guidance {
  readonly text: string;
  /** Who says it. */
  readonly source: string;
  /** The month in which the source was last read. */
  readonly asAt: string;
  /** What is not sure about it. */
  readonly unsure?: string;
}

/** A number to ring, and when. */
export interface ToRing extends Guidance {
  readonly number: string;
}

export const BUILT_IN: GuidanceInUse = { guidance: builtIn as unknown as Content, from_file: false, refused: null, old: false };

let inUse = BUILT_IN;

/** The content in use, whole. */
export const content = (): Content => inUse.guidance;
/** Where it came from, whether a file was refused, whether it is old. */
export const contentInUse = (): GuidanceInUse => inUse;

export let EMERGENCY: Guidance;
/** What helps on the first day, in the order in which to do it. */
export let TODAY: readonly Guidance[];
/** What to mind while writing a contact down. */
export let WHILE_YOU_WRITE: readonly Guidance[];
/** Whom to ring when someone may be at risk, the most urgent first. */
export let AT_RISK: readonly ToRing[];
/** Whom to ring when the person speaks of harming themselves. */
export let SELF_HARM: readonly ToRing[];
/** What to do then. */
export let CLINICAL_TEAM: Guidance;

/** Returns the names of sources, for a person to read. */
export function sourceNames(ids: readonly string[]): string {
  return ids.map((id) => inUse.guidance.sources.find((source) => source.id === id)?.name ?? id).join('; ');
}

/** Returns a fact as it is shown. */
export function said(fact: Fact): Guidance {
  return { text: fact.text, source: sourceNames(fact.sources), asAt: fact.as_at, unsure: fact.unsure ?? undefined };
}

function toRing(ring: RingFor): ToRing[] {
  const offered = inUse.guidance.numbers.filter((one: PhoneNumber) => one.ring_for.includes(ring));
  return offered.map((one) => ({ ...said({ ...one, text: one.for_what }), number: one.number }));
}

/** Takes content into use. */
export function useGuidance(now: GuidanceInUse): void {
  inUse = now;
  const { emergency, today, writing, self_harm } = now.guidance;
  EMERGENCY = said(emergency);
  TODAY = today.map(said);
  WHILE_YOU_WRITE = writing.map(said);
  AT_RISK = toRing('risk');
  SELF_HARM = toRing('self_harm');
  CLINICAL_TEAM = said(self_harm);
}

useGuidance(BUILT_IN);
