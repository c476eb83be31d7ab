import { describe, expect, it } from 'vitest';
import { itemsOf, hourMarks, hoursWords, lateWords, quoteEnds, span } from './burst';
import { clockChange, dayNumber, isDay, isoDay } from '../../shared/calendar';
import { gatherBursts, ledgerOf, lineOf, lineOnOrAfter, standingRows, turnAbove, type Line } from './ledger';
import type { Row } from '../../shared/packed';
import { contactRow, itemRow } from './sampleRows';

const kinds = (lines: Line[]) => lines.map((line) => line.kind);

describe('days', () => {
  it('go to numbers and back', () => {
    for (const day of ['1970-01-01', '2024-02-29', '2026-03-18', '2100-12-31']) expect(isoDay(dayNumber(day))).toBe(day);
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('2026-03')).toBe(false);
  });

  it('name the days on which the clocks change', () => {
    expect(clockChange('2026-03-29', 'Europe/London')).toBe('forward');
    expect(clockChange('2026-10-25', 'Europe/London')).toBe('back');
    expect(clockChange('2026-03-30', 'Europe/London')).toBeNull();
    expect(clockChange('2026-03-29', 'Asia/Tokyo')).toBeNull();
    expect(clockChange('2026-10-04', 'Pacific/Auckland')).toBeNull();
    expect(clockChange('2026-09-27', 'Pacific/Auckland')).toBe('forward');
    expect(clockChange('2026-03-29', 'Nowhere/AtAll')).toBeNull();
  });
});

describe('the ledger', () => {
  it('gives each row one line, with a date on the first of a day', () => {
    const rows = [contactRow('2026-03-18T09:40'), contactRow('2026-03-18T10:00'), contactRow('2026-03-19T07:00')];
    const lines = ledgerOf(rows, true);
    expect(kinds(lines)).toEqual(['entry', 'entry', 'entry']);
    expect(lines.map((line) => line.kind !== 'gap' && line.head?.day)).toEqual(['2026-03-18', undefined, '2026-03-19']);
    expect(lines[2]).toMatchObject({ head: { nextDay: true, after: null, newYear: false } });
    expect(lines[0]).toMatchObject({ head: { newYear: true } });
  });

  it('makes three messages of a day and channel one burst, and two not', () => {
    const day = ['07:12', '08:00', '22:48'].map((t) => contactRow(`2026-03-19T${t}`));
    const lines = ledgerOf([...day, contactRow('2026-03-20T01:00'), contactRow('2026-03-20T02:00')], true);
    expect(lines.map((line) => line.kind === 'entry' && line.rows.length)).toEqual([3, 1, 1]);
    expect(lineOf(lines, lines[0]!.key)).toBe(0);
    expect(lineOf(lines, `c${day[1]!.label}`)).toBe(0);
    expect(lineOf(lines, 'c99999')).toBe(-1);
  });

  it('keeps channels, platforms, directions and days without a time out of a burst', () => {
    const rows = [
      contactRow('2026-03-19T07:00'),
      contactRow('2026-03-19T08:00', { platform: 'Instagram' }),
      contactRow('2026-03-19T09:00', { direction: 'from_you' }),
      contactRow('2026-03-19T10:00', { channel: 'phone' }),
      contactRow('2026-03-19'),
    ];
    expect(gatherBursts(rows).map((group) => group.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('never puts a row into a burst across a turning point', () => {
    const rows = [
      ...['07:00', '08:00'].map((t) => contactRow(`2026-03-23T${t}`)),
      contactRow('2026-03-23T14:20', { turn: 'asked_to_stop', direction: 'from_you', channel: 'phone' }),
      ...['16:00', '17:00'].map((t) => contactRow(`2026-03-23T${t}`)),
    ];
    const lines = ledgerOf(rows, true);
    expect(kinds(lines)).toEqual(['entry', 'entry', 'turn', 'entry', 'entry']);
    expect(lines.map((line) => line.phase)).toEqual([0, 0, 0, 1, 1]);
  });

  it('draws the line single, double, then as a band, and the police do not change it', () => {
    const rows = [
      contactRow('2026-03-01'),
      contactRow('2026-03-02', { turn: 'asked_to_stop' }),
      contactRow('2026-03-03'),
      contactRow('2026-03-04', { turn: 'warning_letter' }),
      contactRow('2026-03-05'),
      contactRow('2026-03-06', { turn: 'police' }),
      contactRow('2026-03-07'),
      contactRow('2026-03-08', { turn: 'asked_to_stop' }),
      contactRow('2026-03-09'),
    ];
    const lines = ledgerOf(rows, true);
    expect(lines.map((line) => line.phase)).toEqual([0, 0, 1, 1, 2, 2, 2, 2, 2]);
    expect(lines[2]).toMatchObject({ head: { after: 1 } });
    expect(lines[turnAbove(lines, 4)]).toMatchObject({ turn: 'warning_letter' });
    expect(turnAbove(lines, 0)).toBe(-1);
  });

  it('does not say of an undated row that it came after a turning point', () => {
    const lines = ledgerOf([contactRow('2026-03-02', { turn: 'asked_to_stop' }), contactRow('2026-03-03'), itemRow(null)], true);
    expect(lines.map((line) => line.phase)).toEqual([0, 1, 0]);
    expect(lines[2]).toMatchObject({ head: { day: '', after: null } });
  });

  it('is turned by a letter of the register as by a contact, but not by one without a date, and a letter ends no gap', () => {
    const letter = (when: string | null) => contactRow(when, { kind: 'letter', channel: null, platform: null, direction: null, turn: 'warning_letter' });
    const lines = ledgerOf([contactRow('2026-03-01'), letter('2026-03-05'), contactRow('2026-03-20')], true);
    expect(kinds(lines)).toEqual(['entry', 'turn', 'gap', 'entry']);
    expect(lines.map((line) => line.phase)).toEqual([0, 0, 2, 2]);
    expect(lines[2]).toMatchObject({ days: 18 });
    const undated = ledgerOf([letter(null), contactRow('2026-03-20')], true);
    expect(undated.map((line) => line.phase)).toEqual([0, 0]);
    expect(ledgerOf([contactRow('2026-03-20')], true, [letter(null)])[0]!.phase).toBe(0);
  });

  it('is drawn by turning points that a filter leaves out too, and no burst reaches across one', () => {
    const rows = ['07:00', '08:00', '09:00', '16:00', '17:00', '18:00'].map((t) => contactRow(`2026-03-23T${t}`));
    const turns = [
      contactRow(null, { turn: 'police' }), contactRow('2026-03-01', { turn: 'asked_to_stop' }), contactRow('2026-03-23T14:20', { turn: 'warning_letter' }),
      contactRow('2026-04-01', { turn: 'police' }),
    ];
    const lines = ledgerOf(rows, false, turns);
    expect(lines.map((line) => line.kind === 'entry' && [line.rows.length, line.phase])).toEqual([[3, 1], [3, 2]]);
    expect(lines.map((line) => line.kind === 'entry' && line.head?.after)).toEqual([22, undefined]);
    expect(ledgerOf([turns[1]!, ...rows], false, turns).map((line) => [line.kind, line.phase])).toEqual([['turn', 0], ['entry', 1], ['entry', 2]]);
  });

  it('says gaps of a week or more, and none while a filter hides rows', () => {
    const rows = [contactRow('2026-04-04T23:10'), contactRow('2026-04-14T17:50'), contactRow('2026-04-21T01:00')];
    expect(ledgerOf(rows, true).filter((line) => line.kind === 'gap')).toMatchObject([{ days: 9 }]);
    expect(kinds(ledgerOf(rows, false))).not.toContain('gap');
  });

  it('does not end a gap with an item alone', () => {
    const rows = [contactRow('2026-04-04T23:10'), itemRow('2026-04-09'), contactRow('2026-04-14T17:50')];
    expect(kinds(ledgerOf(rows, true))).toEqual(['entry', 'entry', 'gap', 'entry']);
  });

  it('shows items that belong to no contact, and not the others', () => {
    const rows = [contactRow('2026-03-01', { items: [5] }), itemRow('2026-03-01', { n: 5, contacts: [1] }), itemRow(null)];
    expect(standingRows(rows).map((row) => row.kind)).toEqual(['contact', 'item']);
  });

  it('finds a day, the next one after it, or the last', () => {
    const lines = ledgerOf([contactRow('2026-03-10'), contactRow('2026-03-20'), itemRow(null)], true);
    expect(lineOnOrAfter(lines, dayNumber('2026-03-10'))).toBe(0);
    const second = lines.findIndex((line) => line.kind === 'entry' && line.rows[0].dayText === '2026-03-20');
    expect(lineOnOrAfter(lines, dayNumber('2026-03-11'))).toBe(second);
    expect(lineOnOrAfter(lines, dayNumber('2027-01-01'))).toBe(second);
    expect(lineOnOrAfter([], dayNumber('2027-01-01'))).toBe(-1);
  });

  it('puts every one of 10,000 rows into exactly one line', () => {
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      contactRow(`2026-03-19T${String(Math.floor(n / 500)).padStart(2, '0')}:00`, { platform: `p${n % 4000}` }));
    const lines = ledgerOf(rows, true);
    const held = lines.flatMap((line) => (line.kind === 'gap' ? [] : line.rows.map((row) => row.n)));
    expect(new Set(held).size).toBe(10_000);
    expect(held.length).toBe(10_000);
    // 2,000 platforms occur three times and become bursts; 2,000 occur twice and stay apart.
    expect(lines.length).toBe(2000 + 4000);
  });
});

describe('a burst', () => {
  const rows = [
    contactRow('2026-03-19T07:12', { words: 'first', items: [6, 7] }),
    contactRow('2026-03-19T12:00', { items: [7] }),
    contactRow('2026-03-19T22:48', { words: 'last', late: true, delay: '2 days after' }),
  ];

  it('has a span, marks on the day line, and both ends of its words', () => {
    expect(span(rows)).toEqual(['07:12', '22:48']);
    expect(hourMarks(rows)).toEqual([30, 50, 95]);
    expect(hoursWords(rows)).toBe('1 before 08:00, 2 by 17:00, 3 by 22:48.');
    expect(quoteEnds(rows)).toEqual(['first', 'last']);
    expect(quoteEnds(rows.slice(0, 1))).toEqual(['first']);
    expect(itemsOf(rows)).toEqual([6, 7]);
  });

  it('says which of it was written late', () => {
    const delayOf = (row: Row) => rows.find((one) => one === row)?.delay;
    expect(lateWords(rows, delayOf)).toBe('1 written 2 days after');
    expect(lateWords(rows.slice(2), delayOf)).toBe('written 2 days after');
    expect(lateWords(rows.slice(0, 2), delayOf)).toBeNull();
  });
});
