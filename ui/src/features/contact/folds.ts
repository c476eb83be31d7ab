/** What can be said about a contact beside its first page, in the order in which a police officer asks. */
import {
  BASES, BEHAVIOURS, CLINICAL_SETTINGS, CONTACT_FIELDS, DEGREES, EXACTNESSES, KNOWN_UNWANTED, PLACE_KINDS, RESPONSE_KINDS, TIME_SOURCES,
  type Behaviour, type Contact,
} from '../../ipc/types';
import { choice, date, lines, specs, text, type Asked, type FieldSpec } from '../../shared/fields/spec';
import type { FieldDraft } from '../../shared/fields/values';

/** The fields that stand on the first page, are asked for in their own way, or come from an export and from nowhere else. */
type First = 'occurred' | 'channel' | 'direction' | 'platform' | 'what' | 'words' | 'items' | 'turn' | 'written' | 'export';
type More = Exclude<keyof Contact, First>;

export interface Fold {
  readonly key: string;
  readonly title: string;
  readonly specs: readonly FieldSpec[];
}

const TOLD = [
  { field: 'who', label: 'Who was told', control: text, needed: true },
  { field: 'when', label: 'When', control: date },
  { field: 'reference', label: 'Reference they gave', control: text },
] as const satisfies readonly FieldSpec[];

const ASKED: { readonly [K in More]: Asked } = {
  ended: { label: 'When it ended', control: date, hint: 'A time, or a date and a time' },
  place_kind: { control: choice(PLACE_KINDS), hint: 'In a word' },
  place: { control: text },
  present: { label: 'Who else was there', control: text },
  witnesses: { control: lines, hint: 'Who saw or heard it, and how to reach them' },
  people: { control: { is: 'people' } },
  clinical_setting: { control: choice(CLINICAL_SETTINGS) },
  chaperone: { control: { is: 'chaperone' } },
  response_kind: { label: 'What you did', control: choice(RESPONSE_KINDS) },
  response: { label: 'In your words', control: { is: 'lines' } },
  known_unwanted: { label: 'Did they know that it was unwanted?', control: choice(KNOWN_UNWANTED) },
  told_in: { label: 'They were told in contact', control: { is: 'contact' } },
  reported_to: { label: 'Person or office', control: { is: 'list', of: TOLD, one: 'person or office' } },
  fear: { control: choice(DEGREES) },
  alarm: { control: choice(DEGREES) },
  distress: { control: choice(DEGREES) },
  effect: { label: 'How it affected you', control: lines, hint: 'Sleep, work, how you felt' },
  practical_changes: { label: 'What you do differently now', control: lines, hint: 'Another route, a lock, a number changed: small things count' },
  appearance: { label: 'How they looked, what they wore or carried', control: text },
  vehicle: { label: 'Vehicle', control: text, hint: 'Make, colour, registration' },
  knowledge_shown: { label: 'What they knew about you', control: lines, hint: 'Private things that they showed they know' },
  basis: { control: choice(BASES) },
  told_by: { control: text },
  speaker: { label: 'Who said the exact words', control: text },
  exactness: { control: choice(EXACTNESSES) },
  time_source: { label: 'Where the time comes from', control: choice(TIME_SOURCES) },
  behaviours: { label: 'What fits. It draws no conclusion', control: { is: 'many', of: BEHAVIOURS } },
  content_note: { label: 'A word of warning for who reads it', control: text },
};

/** Every further field of a contact, in order. */
export const MORE = specs(CONTACT_FIELDS, ASKED);

function fold(key: string, title: string, first: More, last: More): Fold {
  const at = (field: More) => MORE.findIndex((spec) => spec.field === field);
  return { key, title, specs: MORE.slice(at(first), at(last) + 1) };
}

export const FOLDS: readonly Fold[] = [
  fold('place', 'When it ended, where, and who else was there', 'ended', 'chaperone'),
  fold('response', 'What you did', 'response_kind', 'told_in'),
  fold('told', 'Whom you told', 'reported_to', 'reported_to'),
  fold('effect', 'How it affected you, and anything you now do differently', 'fear', 'practical_changes'),
  fold('looks', 'What they looked like, what they knew; a vehicle', 'appearance', 'knowledge_shown'),
  fold('basis', 'How you know it', 'basis', 'time_source'),
  fold('behaviours', 'What they did', 'behaviours', 'content_note'),
];

const RISKS: readonly Behaviour[] = ['threat', 'weapon', 'self_harm', 'turned_up_at_home'];

/** Returns which of what was written is a reason to ask whether anyone is at risk now. */
export function risksIn(draft: { more: FieldDraft; channel: Contact['channel'] | null }): readonly Behaviour[] {
  const chosen = (draft.more['behaviours'] ?? []) as string[];
  const atHome = draft.channel === 'in_person' && draft.more['place_kind'] === 'your_home';
  return RISKS.filter((risk) => chosen.includes(risk) || (risk === 'turned_up_at_home' && atHome));
}
