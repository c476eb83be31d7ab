/** What a field can point at by its number: the people and the chaperone records of a case, in the words of a person. */
import { backend, OFFERED, type RegisterView } from '../../ipc';

export interface Link {
  n: number;
  words: string;
}

export interface Links {
  person: readonly Link[];
  chaperone: readonly Link[];
}

export const NO_LINKS: Links = { person: [], chaperone: [] };

function words(view: RegisterView): string {
  const { entry } = view;
  if (entry.register === 'person') return entry.display;
  if (entry.register !== 'chaperone') return view.label;
  const offered = OFFERED.find(([one]) => one === entry.offered)?.[1] ?? entry.offered;
  return `${view.label}: ${offered}${entry.name_role ? `, ${entry.name_role}` : ''}`;
}

/** Reads what the entries of a case can point at. */
export async function loadLinks(inCase: number): Promise<Links> {
  const [person, chaperone] = await Promise.all([backend.registers.entries(inCase, 'person'), backend.registers.entries(inCase, 'chaperone')]);
  const links = (views: readonly RegisterView[]) => views.map((view) => ({ n: view.n, words: words(view) }));
  return { person: links(person), chaperone: links(chaperone) };
}
