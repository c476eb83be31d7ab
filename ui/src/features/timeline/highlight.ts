/** Splitting a text at the words that were searched for; the parts are text, never markup. */
export interface Part {
  text: string;
  hit: boolean;
}

interface Folded {
  text: string;
  /** For each position of the folded text, the position in the original that it came from. */
  from: number[];
}

function fold(text: string): Folded {
  let folded = '';
  const from: number[] = [];
  let at = 0;
  for (const char of text) {
    const plain = char.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let i = 0; i < plain.length; i += 1) from.push(at);
    folded += plain;
    at += char.length;
  }
  from.push(at);
  return { text: folded, from };
}

const isWordChar = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** Returns the words of a query without case and accents. */
export function queryWords(query: string): string[] {
  return fold(query).text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** How far from the beginning of a line a hit may stand before the line begins nearer to it. */
const FAR = 44;
const BEFORE = 16;

/** Returns a text that begins near its first hit, where that would otherwise be out of sight in one line. */
export function excerpt(text: string, query: string): string {
  const parts = highlight(text, query);
  if (!parts.some((part) => part.hit)) return text;
  const at = parts[0]!.hit ? 0 : parts[0]!.text.length;
  if (at <= FAR) return text;
  const space = text.indexOf(' ', at - BEFORE);
  return `…${text.slice(space >= 0 && space < at ? space + 1 : at)}`;
}

/** Splits a text so that each word that begins with a word of the query is a part of its own. */
export function highlight(text: string, query: string): Part[] {
  const words = queryWords(query);
  if (words.length === 0 || text === '') return text === '' ? [] : [{ text, hit: false }];
  const { text: folded, from } = fold(text);
  const hits: [number, number][] = [];
  for (let at = 0; at < folded.length; at += 1) {
    if (isWordChar(folded[at - 1])) continue;
    const word = words.filter((w) => folded.startsWith(w, at)).sort((a, b) => b.length - a.length)[0];
    if (!word) continue;
    hits.push([from[at]!, from[at + word.length]!]);
    at += word.length - 1;
  }
  const parts: Part[] = [];
  let done = 0;
  for (const [start, end] of hits) {
    if (start > done) parts.push({ text: text.slice(done, start), hit: false });
    parts.push({ text: text.slice(start, end), hit: true });
    done = end;
  }
  if (done < text.length) parts.push({ text: text.slice(done), hit: false });
  return parts;
}
