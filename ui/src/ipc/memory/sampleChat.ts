/** A chat as WhatsApp exports it, of invented people, for tests and pictures. */
import type { StoredCase } from './case';

const LINES = [
  '19/03/2026, 07:12 - Messages and calls are end-to-end encrypted.',
  '19/03/2026, 07:12 - Person A: Good morning',
  '19/03/2026, 07:23 - Person A: Are you at work today',
  '19/03/2026, 12:09 - Person A: You always sit by the window',
  '19/03/2026, 12:30 - Nora Whitfield: Do not write to me here. Write to the surgery.\nThank you.',
  '19/03/2026, 17:02 - Person A: IMG_2031.jpg (file attached)\nYour car is still there',
  '19/03/2026, 22:31 - Person A: its not fair to be kind to someone and then do this',
  '02/04/2026, 08:00 - Priya Shah: He is at reception again',
  '03/04/2026, 21:02 - Person A: <Media omitted>',
  '03/04/2026, 21:05 - Person A: It says I must not contact you',
];

/** Adds it to a case, and returns the number of its item. */
export function addChat(one: StoredCase, text = `${LINES.join('\n')}\n`, name = 'WhatsApp Chat with Person A.txt'): number {
  const at = '2026-04-29T10:00:00.000Z';
  return one.addItem({ name, type: 'text/plain', bytes: text.length, recorded: at, how: 'file', at, via: 'unlocked', facts: { source: {}, captured: { could_not: [] } }, text }, true).item;
}
