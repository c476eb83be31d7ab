/** What a field can point at by its number: the people and the chaperone records of a case, in the words of a person. */

export interface Link {
  n: number;
  words: string;
}

export interface Links {
  person: readonly Link[];
  chaperone: readonly Link[];
}

export const NO_LINKS: Links = { person: [], chaperone: [] };
