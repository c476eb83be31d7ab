/** What is said of captures: how far each thing is there, why it matters, and where a platform shows it. */
import type { Looked, LookedFor, PlatformAdvice, SetView, There } from '../ipc';
import { content, said, type Guidance } from './guidance';

/** How far a thing is there, for who hears the page. */
export const THERE: Record<There, string> = { yes: 'there', partly: 'in part', could_not: 'could not be captured', no: 'not there' };

/** Returns what is said of a thing that is looked for: "stairs_and_sunday", "Could not: the app shows none", "Not said yet". */
export function told({ there, told: words }: LookedFor): string {
  return there === 'could_not' ? `Could not: ${words}` : words || 'Not said yet';
}

/** Why a thing that is looked for matters, and who says so. */
export function whyLooked(what: Looked): Guidance | null {
  const fact = content().looked_for.find((one) => one.what === what)?.why;
  return fact ? said(fact) : null;
}

export const platforms = (): readonly PlatformAdvice[] => content().platforms;

/** Where a platform shows each thing, and what it tells the other side; that of any other where it is not listed. */
export function adviceFor(platform: string): [what: string, advice: Guidance][] {
  const wanted = platform.trim().toLowerCase();
  const all = platforms();
  const found = all.find((one) => one.name.toLowerCase() === wanted) ?? all.find((one) => one.id === 'other');
  const parts = [['The address', found?.address], ['The handle or number', found?.user_id], ['The date', found?.date], ['What it tells the other side', found?.tells]] as const;
  return parts.flatMap(([what, fact]) => (fact ? [[what, said(fact)] as [string, Guidance]] : []));
}

/** Returns "Shot 2 of 3 in a set. It goes on from the shot before, over 412 rows of pixels." */
export function setWords({ place, items }: SetView, n: number): string {
  const at = items.indexOf(n) + 1;
  const overlap = place.overlap === null || place.overlap === undefined ? '' : place.overlap === 0 ? ' It shows nothing of the shot before.' : ` It shows the last ${place.overlap.toLocaleString('en-GB')} rows of pixels of the shot before again.`;
  return `Number ${at} of ${items.length} in a set.${overlap}`;
}
