/** Titles made from what a person wrote. */

/** Splits a text into its first sentence, which serves as the title, and what follows. */
export function titleOf(text: string): { title: string; rest: string } {
  const trimmed = text.trim();
  const end = /[.?!](?=\s)|\n/.exec(trimmed);
  if (!end) return { title: trimmed.replace(/\.$/, ''), rest: '' };
  const mark = end[0] === '.' || end[0] === '\n' ? '' : end[0];
  return { title: trimmed.slice(0, end.index) + mark, rest: trimmed.slice(end.index + 1).trim() };
}
