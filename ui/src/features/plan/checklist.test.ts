import { describe, expect, it } from 'vitest';
import { content } from '../../shared/guidance';
import { allTicked, readKept, readWritten, written } from './checklist';

describe('a checklist in words', () => {
  it('is read as it was written, for every list', () => {
    for (const list of content().checklists) {
      const [first, second, last] = [list.points[0]!, list.points[1]!, list.points.at(-1)!];
      const ticks = { ticked: [first.id, last.id], notes: { [second.id]: 'rang at 9: <b>no</b> answer', [last.id]: 'Done: tomorrow' } };
      expect(readWritten(list, written(list, ticks))).toEqual(ticks);
    }
  });

  it('leaves out what the content no longer has', () => {
    const list = content().checklists[0]!;
    expect(readWritten(list, 'First hour\nDone: Feed the cat\nnonsense')).toEqual({ ticked: [], notes: {} });
  });

  it('keeps a note on its line', () => {
    const list = content().checklists[0]!;
    const text = written(list, { ticked: [], notes: { safe: 'one\nDone: Do not reply.' } });
    expect(readWritten(list, text)).toEqual({ ticked: [], notes: { safe: 'one Done: Do not reply.' } });
  });

  it('knows when all is ticked', () => {
    const list = content().checklists[0]!;
    expect(allTicked(list, { ticked: list.points.map((point) => point.id), notes: {} })).toBe(true);
    expect(allTicked(list, { ticked: [], notes: {} })).toBe(false);
  });

  it('reads nothing from what is broken', () => {
    expect(readKept('{')).toBeNull();
    expect(readKept('{"ticked":[1,"a"]}')).toEqual({ ticked: ['a'], notes: {} });
  });
});
