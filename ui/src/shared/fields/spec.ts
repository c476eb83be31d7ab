/** How the fields of an entry are asked for: one description per field, from which forms, lists and changes are made. */

export type Words = readonly (readonly [string, string])[];

/** What a field holds, and so how it is asked for. */
export type Control =
  | { is: 'text' }
  | { is: 'lines'; rows?: number; words?: boolean }
  | { is: 'choice'; of: Words }
  | { is: 'many'; of: Words }
  | { is: 'yes' }
  | { is: 'money' }
  /** The moment of the entry itself, with everything that can be asked about one. */
  | { is: 'when' }
  /** Any other date, on one line. */
  | { is: 'date' }
  | { is: 'items' }
  /** The number of one item. */
  | { is: 'item' }
  | { is: 'contacts' }
  /** The number of one contact. */
  | { is: 'contact' }
  | { is: 'people' }
  /** The number of one person of the register. */
  | { is: 'person' }
  /** The number of one chaperone record. */
  | { is: 'chaperone' }
  /** A question answered in a word, with a note. */
  | { is: 'answer'; of: Words }
  /** Several such questions, of which any may stay open. */
  | { is: 'points'; of: Words; answers: Words }
  | { is: 'list'; of: readonly FieldSpec[]; one: string };

export interface FieldSpec<F extends string = string> {
  readonly field: F;
  readonly label: string;
  readonly control: Control;
  readonly hint?: string;
  readonly needed?: boolean;
}

/** What is said about a field apart from its words, which come with the type. */
export type Asked = Omit<FieldSpec, 'field' | 'label'> & { readonly label?: string };

/** Puts the words of fields and how they are asked for together, in the order of the latter. */
export function specs<F extends string>(words: readonly (readonly [string, string])[], asked: { readonly [K in F]: Asked }): readonly FieldSpec<F>[] {
  const label = new Map(words);
  return (Object.entries(asked) as [F, Asked][]).map(([field, how]) => ({ field, label: label.get(field) ?? field, ...how }));
}

export const text: Control = { is: 'text' };
export const lines: Control = { is: 'lines' };
export const yes: Control = { is: 'yes' };
export const date: Control = { is: 'date' };

export function choice(of: Words): Control {
  return { is: 'choice', of };
}
