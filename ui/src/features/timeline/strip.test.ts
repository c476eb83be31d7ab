import { describe, expect, it } from 'vitest';
import { contactRow, itemRow } from './sampleRows';
import { afterWords, barHeight, captionOf, fullCount, labelled, labelSides, nearestStop, numbered, rangeWords, stepOf, stripOf } from './strip';
import { dayNumber } from '../../shared/calendar';

describe('the strip', () => {
  it('is nothing for a case without a dated row', () => {
    expect(stripOf([])).toBeNull();
    expect(stripOf([contactRow(null), itemRow(null)])).toBeNull();
  });

  it('starts with the first month and gives a young case two months', () => {
    const strip = stripOf([contactRow('2026-02-05T10:00')])!;
    expect([strip.from, strip.to]).toEqual([dayNumber('2026-02-01'), dayNumber('2026-04-01')]);
    expect(strip.months.map((month) => month.label)).toEqual(['February', 'March']);
  });

  it('counts what came from or about them, not steps of your own, items or turning points', () => {
    const strip = stripOf([
      contactRow('2026-02-05T10:00'),
      contactRow('2026-02-05T11:00', { direction: 'about_you' }),
      contactRow('2026-02-06T11:00', { direction: 'from_you' }),
      contactRow('2026-02-07T11:00', { turn: 'asked_to_stop' }),
      itemRow('2026-02-08'),
    ])!;
    expect([strip.contacts, strip.contactDays, strip.bars.length]).toEqual([2, 1, 1]);
    expect(strip.marks).toHaveLength(1);
    expect(strip.stops).toHaveLength(4);
  });

  it('cuts a bar that is far above the others and says its number', () => {
    const calm = Array.from({ length: 12 }, (_, n) => contactRow(`2026-03-${String(n + 1).padStart(2, '0')}T10:00`));
    const busy = Array.from({ length: 31 }, (_, n) => contactRow(`2026-03-19T${String(7 + (n % 15)).padStart(2, '0')}:00`));
    const { bars } = stripOf([...calm, ...busy])!;
    const tall = bars.find((bar) => bar.n === 31)!;
    expect(tall.cut).toBe(true);
    expect(bars.filter((bar) => bar.cut)).toHaveLength(1);
    expect(bars[0]!.height).toBe(9);
    expect(numbered(bars, 3)).toEqual([tall]);
  });

  it('never gives the same height to a cut bar and to one a hundredth of it', () => {
    expect(fullCount([1, 1, 1, 50])).toBe(8);
    expect(fullCount(Array.from({ length: 20 }, () => 40))).toBe(40);
    expect(barHeight(8, 8)).toEqual({ height: 36, cut: false });
    expect(barHeight(9, 8)).toEqual({ height: 36, cut: true });
  });

  it('joins days to weeks and months in a long case', () => {
    expect([90, 400, 2000].map(stepOf)).toEqual(['day', 'week', 'month']);
    const rows = Array.from({ length: 72 }, (_, n) =>
      contactRow(`${2020 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}-15T10:00`));
    const strip = stripOf(rows)!;
    expect(strip.bars).toHaveLength(72);
    expect(strip.months.length).toBeLessThanOrEqual(14);
    expect(strip.months[0]!.label).toMatch(/2020$/);
  });

  it('draws a mixed day as parts that fill its bar', () => {
    const day = [...Array.from({ length: 6 }, () => contactRow('2026-03-19T10:00')), contactRow('2026-03-19T11:00', { channel: 'in_person' })];
    const [bar] = stripOf(day)!.bars;
    expect(bar!.segments.map((part) => part.fill)).toEqual(['online', 'person']);
    expect(bar!.segments.reduce((sum, part) => sum + part.height, 0)).toBeCloseTo(bar!.height);
  });

  it('puts labels beside their marks without covering one another', () => {
    expect(labelSides([54, 64, 94], [80, 90, 40], 1232)).toEqual(['right', 'right', 'right']);
    expect(labelSides([54, 57], [80, 90], 1232)).toEqual(['left', 'right']);
    expect(labelSides([97], [90], 1232)).toEqual(['left']);
    expect(labelSides([50, 51, 52], [90, 90, 90], 300)).toEqual(['left', 'none', 'right']);
  });

  it('says the case and the part in view in words', () => {
    const rows = [
      contactRow('2026-02-05T10:00'),
      contactRow('2026-03-23T10:00', { turn: 'asked_to_stop' }),
      contactRow('2026-04-27T10:00'),
    ];
    expect(captionOf(stripOf(rows)!)).toEqual({ what: '2 contacts', on: 'on 2 days', span: ', 5 February to 27 April' });
    expect(afterWords(rows)).toBe('1 after asked to stop');
    expect(afterWords(rows.slice(0, 1))).toBe('');
    const letter = (when: string | null) => contactRow(when, { kind: 'letter', turn: 'warning_letter' });
    expect(afterWords([...rows, letter('2026-02-05T10:00')])).toBe('1 after asked to stop, 1 after the warning letter');
    expect(afterWords([letter(null), rows[2]!])).toBe('0 after the warning letter');
    expect(rangeWords(dayNumber('2026-03-18'), dayNumber('2026-04-04'))).toBe('18 Mar to 4 Apr');
    expect(rangeWords(dayNumber('2026-03-18'), dayNumber('2026-03-18'), true)).toBe('18 Mar 2026');
    expect(rangeWords(dayNumber('2025-12-18'), dayNumber('2026-04-04'))).toBe('18 Dec 2025 to 4 Apr 2026');
    expect(nearestStop(stripOf(rows)!, 100)).toBe(dayNumber('2026-04-27'));
  });
});

it('names of months stand where they have room, and the first always', () => {
  const months = [0, 12, 24, 36, 98].map((left, at) => ({ left, label: `Jan ${2019 + at}` }));
  expect(labelled(months, 1000).map((month) => month.left)).toEqual([0, 12, 24, 36]);
  expect(labelled(months, 300).map((month) => month.left)).toEqual([0, 24]);
  expect(labelled(months.slice(4), 300)).toHaveLength(1);
});
