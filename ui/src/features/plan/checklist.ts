/**
 * Checklists: what is ticked and noted stays sealed on this computer while it is worked on, and is written into the log
 * as one step, in words, when the person asks for it. From those words it is read again anywhere.
 */
import type { Checklist, RegisterView } from '../../ipc/types';

/** What is ticked, and the notes, by the points' names. */
export interface Ticks {
  ticked: string[];
  notes: Record<string, string>;
}

export const NO_TICKS: Ticks = { ticked: [], notes: {} };
const NOTE = ' Note: ';

/** The name under which a checklist's step stands in the register. */
export const planName = (list: Checklist): string => `checklist:${list.id}`;
/** The name of the form that keeps the ticks. */
export const formName = (list: Checklist): string => `checklist-${list.id}`;

/** Returns what is ticked as the log says it, a line a point. */
export function written(list: Checklist, ticks: Ticks): string {
  const lines = list.points.map((point) => {
    const note = ticks.notes[point.id]?.replace(/\s+/g, ' ').trim();
    return `${ticks.ticked.includes(point.id) ? 'Done' : 'Open'}: ${point.text}${note ? `${NOTE}${note}` : ''}`;
  });
  return [list.title, ...lines].join('\n');
}

/** Reads the words of the log; points that the content no longer has are left out. */
export function readWritten(list: Checklist, text: string): Ticks {
  const ticks: Ticks = { ticked: [], notes: {} };
  for (const line of text.split('\n')) {
    const point = list.points.find(({ text: said }) => line === `Done: ${said}` || line === `Open: ${said}` || line.startsWith(`Done: ${said}${NOTE}`) || line.startsWith(`Open: ${said}${NOTE}`));
    if (!point) continue;
    if (line.startsWith('Done: ')) ticks.ticked.push(point.id);
    const rest = line.slice('Done: '.length + point.text.length);
    if (rest.startsWith(NOTE)) ticks.notes[point.id] = rest.slice(NOTE.length);
  }
  return ticks;
}

/** Reads what was kept on this computer; null when it is of something else. */
export function readKept(text: string): Ticks | null {
  try {
    const read = JSON.parse(text) as Partial<Ticks>;
    const ticked = Array.isArray(read.ticked) ? read.ticked.filter((one) => typeof one === 'string') : [];
    return { ticked, notes: { ...read.notes } };
  } catch {
    return null;
  }
}

/** Returns the newest entry of the register that says how a checklist stands. */
export function entryOf(list: Checklist, steps: readonly RegisterView[]): RegisterView | null {
  return steps.findLast((view) => view.entry.register === 'step' && view.entry.plan === planName(list)) ?? null;
}

export function allTicked(list: Checklist, ticks: Ticks): boolean {
  return list.points.every((point) => ticks.ticked.includes(point.id));
}
