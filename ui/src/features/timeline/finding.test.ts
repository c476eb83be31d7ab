import { describe, expect, it } from 'vitest';
import { filterCount, filterRows, NO_FILTERS, shownWords } from './filters';
import { drawn, Heights } from './heights';
import { excerpt, highlight } from './highlight';
import { ledgerOf } from './ledger';
import { contactRow, itemRow } from './sampleRows';
import { moved } from './selection';
import { titleOf } from '../../shared/titles';
import { amendedWords, channelWords, itemsWords, rowTitle, turnDetail, whenWords } from './words';

describe('filters', () => {
  const rows = [
    contactRow('2026-03-01', { channel: 'letter', items: [1], late: true }),
    contactRow('2026-03-02', { turn: 'asked_to_stop', direction: 'from_you' }),
    contactRow('2026-03-03', { channel: 'phone', direction: 'about_you' }),
    itemRow('2026-03-01', { n: 1, contacts: [1] }),
    itemRow('2026-03-04', { late: true }),
  ];
  const shown = (over: Partial<typeof NO_FILTERS>) => filterRows(rows, { ...NO_FILTERS, ...over }).map((row) => rows.findIndex((other) => other === row));

  it('leave the rows that fit', () => {
    expect(shown({})).toEqual([0, 1, 2, 4]);
    expect(shown({ channels: ['letter', 'phone'] })).toEqual([0, 2]);
    expect(shown({ direction: 'about_you' })).toEqual([2]);
    expect(shown({ kind: 'contact' })).toEqual([0, 1, 2]);
    expect(shown({ hasItems: true })).toEqual([0, 4]);
    expect(shown({ late: true })).toEqual([0, 4]);
    expect(shown({ after: 'asked_to_stop' })).toEqual([2, 4]);
    expect(shown({ after: 'police' })).toEqual([]);
    const told = [contactRow(null, { turn: 'police' }), ...rows];
    expect(filterRows(told, { ...NO_FILTERS, after: 'police' })).toEqual([]);
    const letter = contactRow('2026-03-02', { kind: 'letter', channel: null, turn: 'police' });
    expect(filterRows([...told, letter], { ...NO_FILTERS, after: 'police' })).toEqual([rows[2], rows[4]]);
  });

  it('leave who is in it, and any of what they did', () => {
    const who = [
      contactRow('2026-03-01', {}, { people: [1, 2], tags: ['threat'] }),
      contactRow('2026-03-02', {}, { people: [2] }),
      contactRow('2026-03-03', {}, { tags: ['following', 'watching'] }),
      contactRow('2026-03-04'),
    ];
    const left = (over: Partial<typeof NO_FILTERS>) => filterRows(who, { ...NO_FILTERS, ...over }).map((row) => who.findIndex((other) => other === row));
    expect(left({ person: 2 })).toEqual([0, 1]);
    expect(left({ person: 3 })).toEqual([]);
    expect(left({ tags: ['watching', 'threat'] })).toEqual([0, 2]);
    expect(left({ person: 1, tags: ['following'] })).toEqual([]);
    expect(filterCount({ ...NO_FILTERS, person: 2, tags: ['threat', 'weapon'] })).toBe(2);
  });

  it('show every item when only items are wanted', () => {
    expect(shown({ kind: 'item' })).toEqual([3, 4]);
  });

  it('are counted and said in words', () => {
    expect(filterCount({ ...NO_FILTERS, channels: ['phone'], late: true })).toBe(2);
    expect(shownWords(12, 52, '')).toBe('12 of 52 entries shown');
    expect(shownWords(52, 52, '')).toBe('All 52 entries shown');
    expect(shownWords(0, 52, 'bench')).toBe('Nothing found for “bench”');
    expect(shownWords(1, 52, 'bench')).toBe('1 result for “bench”');
  });
});

describe('highlighting', () => {
  const hits = (text: string, query: string) => highlight(text, query).filter((part) => part.hit).map((part) => part.text);

  it('marks words that begin with a word of the query, whatever their case and accents', () => {
    expect(hits('The Bench, the benches and a workbench', 'bench')).toEqual(['Bench', 'bench']);
    expect(hits('Meet me at the café', 'CAFE')).toEqual(['café']);
    expect(hits('I was at the bench', 'the bench')).toEqual(['the', 'bench']);
  });

  it('gives back the text unchanged, part for part', () => {
    for (const text of ['', 'a', 'İstanbul ﬁne ½ café', '<b>x</b> & "y"', '👩‍⚕️ bench 👩‍⚕️']) {
      expect(highlight(text, 'b bench istanbul fine').map((part) => part.text).join('')).toBe(text);
    }
  });

  it('begins a long line near the hit', () => {
    const text = 'You did not answer my message so I am writing to you here. I will wait by the bench at five.';
    expect(excerpt(text, 'bench')).toBe('…wait by the bench at five.');
    expect(excerpt(text, 'answer')).toBe(text);
    expect(excerpt(text, 'zebra')).toBe(text);
    expect(excerpt(text, '')).toBe(text);
  });

  it('treats signs of a query as nothing', () => {
    expect(hits('anything', '"*( ')).toEqual([]);
  });
});

describe('moving', () => {
  const lines = ledgerOf([contactRow('2026-03-01'), contactRow('2026-03-20'), contactRow('2026-03-21')], true);

  it('passes over gaps and stops at the ends', () => {
    expect(lines[1]!.kind).toBe('gap');
    expect(moved(lines, 0, 'next')).toBe(2);
    expect(moved(lines, 2, 'previous')).toBe(0);
    expect(moved(lines, 3, 'next')).toBe(3);
    expect(moved(lines, 0, 'previous')).toBe(0);
    expect(moved(lines, -1, 'previous')).toBe(3);
    expect(moved(lines, -1, 'next')).toBe(0);
    expect(moved(lines, 0, 'last')).toBe(3);
    expect(moved(lines, 3, 'first')).toBe(0);
    expect(moved(lines, 0, 'page-down')).toBe(3);
    expect(moved(lines, 3, 'page-up')).toBe(0);
    expect(moved([], -1, 'next')).toBe(-1);
  });
});

describe('a long list', () => {
  it('knows its places, and by how much a measure differs', () => {
    const heights = new Heights(3, (at) => (at + 1) * 10);
    expect([heights.top(0), heights.top(2), heights.total]).toEqual([0, 30, 60]);
    expect([heights.at(-5), heights.at(0), heights.at(10), heights.at(29), heights.at(999)]).toEqual([0, 0, 1, 1, 2]);
    expect(heights.set(0, 25)).toBe(15);
    expect(heights.set(0, 25.2)).toBe(0);
    expect([heights.top(1), heights.total]).toEqual([25, 75]);
  });

  it('draws what is in view, with a margin, and keeps the line that holds the focus', () => {
    const heights = new Heights(10_000, () => 80);
    const lines = drawn(heights, 400_000, 800, 400, 3);
    expect(lines[0]).toBe(3);
    expect(lines.length).toBeLessThan(30);
    expect(lines).toContain(5000);
    expect(drawn(new Heights(0, () => 80), 0, 800, 400, -1)).toEqual([]);
  });
});

describe('words', () => {
  it('name channels with their platform and number', () => {
    expect(channelWords('message', 'Facebook', 31)).toBe('31 Facebook messages');
    expect(channelWords('message', 'Facebook')).toBe('Facebook message');
    expect(channelWords('phone', null)).toBe('Phone call');
  });

  it('name items singly, in lists and in runs', () => {
    expect(itemsWords([])).toBe('');
    expect(itemsWords([15])).toBe('Item 0015');
    expect(itemsWords([5, 4])).toBe('Items 0004, 0005');
    expect(itemsWords([6, 7, 8, 9, 14])).toBe('Items 0006 to 0009, 0014');
  });

  it('take a title from what happened, else from the name', () => {
    expect(titleOf('Letter to the surgery, by post.')).toEqual({ title: 'Letter to the surgery, by post', rest: '' });
    expect(titleOf('Who was it? I do not know.')).toEqual({ title: 'Who was it?', rest: 'I do not know.' });
    expect(titleOf('One\nTwo')).toEqual({ title: 'One', rest: 'Two' });
    expect(rowTitle(itemRow(null, { name: 'a.png' })).title).toBe('a.png');
    expect(rowTitle(contactRow(null, { text: ' ' })).title).toBe('Facebook message');
  });

  it('do not say a turning point twice', () => {
    const turn = (text: string) => turnDetail(contactRow('2026-03-23', { turn: 'asked_to_stop', text }));
    expect(turn('Asked to stop, by phone, by Ruth')).toBe('by phone, by Ruth');
    expect(turn('asked to stop')).toBe('');
    expect(turn('Told them to leave you alone')).toBe('Told them to leave you alone');
  });

  it('say when, never more exactly than is known', () => {
    expect(whenWords('2026-03-19T07:12', true)).toBe('Thursday 19 March 2026, about 07:12');
    expect(whenWords('2026-03-19', false)).toBe('Thursday 19 March 2026, time not known');
    expect(whenWords('2026-03', true)).toBe('About March 2026, day not known');
    expect(whenWords(null, false)).toBe('Date not known');
    expect(amendedWords(1)).toBe('Amended once');
    expect(amendedWords(3)).toBe('Amended 3 times');
  });
});
