import { describe, expect, it } from 'vitest';
import type { Pattern, PatternWeek } from '../../ipc/types';
import { dayNumber, isoDay } from '../../shared/calendar';
import { content } from '../../shared/guidance';
import { barsOf, barWords, firstTurns, heightsOf, remindersOf, sentencesOf, spanWords } from './pattern';

const week = (monday: string, ...counts: [PatternWeek['counts'][number]['channel'], number][]): PatternWeek => ({ monday, counts: counts.map(([channel, n]) => ({ channel, n })) });
const pattern = (over: Partial<Pattern> = {}): Pattern => ({
  contacts: 0, undated: 0, days: 0, first: null, last: null, over: 0, weeks: [], channels: [], platforms: [], places: [], turns: [], felt: 0,
  changed: 0, ...over,
});
const turn = (kind: Pattern['turns'][number]['turn'], day: string | null, after: number) => ({ turn: kind, kind: 'contact' as const, n: 1, day, after });

describe('the sentence', () => {
  it('says how many, on how many days, over how long, and how many after each turning point', () => {
    const turns = [turn('asked_to_stop', '2026-03-23', 16), turn('warning_letter', '2026-04-01', 10), turn('police', '2026-04-28', 0)];
    expect(sentencesOf(pattern({ contacts: 52, days: 12, over: 82, turns }))).toEqual([
      '52 contacts on 12 days, over 12 weeks.',
      '16 came after they were asked to stop, 10 after the warning letter and none after the police were told.',
    ]);
    expect(sentencesOf(pattern({ contacts: 1, days: 1, over: 1, turns: [turn('police', null, 0)] }))).toEqual(['1 contact on 1 day.', 'None came after the police were told.']);
    expect(sentencesOf(pattern({ contacts: 3 }))).toEqual(['3 contacts, none with a known day.']);
    expect(sentencesOf(pattern())).toEqual(['No contact is written down yet.']);
  });

  it('counts from the first turning point of each kind', () => {
    const turns = [turn('asked_to_stop', '2026-03-23', 16), turn('asked_to_stop', '2026-04-02', 3), turn('police', '2026-04-28', 0)];
    expect(firstTurns(pattern({ turns })).map((one) => one.after)).toEqual([16, 0]);
  });

  it('names a span in the unit that fits', () => {
    expect([1, 14, 15, 82, 189, 200, 700, 800].map(spanWords)).toEqual(['1 day', '14 days', '2 weeks', '12 weeks', '27 weeks', '7 months', '23 months', '2 years']);
  });
});

describe('the reminders', () => {
  it('count from the last contact and the last warning letter, where their law counts', () => {
    const { reminders } = content();
    const of = pattern({ last: '2026-08-31', turns: [turn('warning_letter', '2026-04-01', 3), turn('warning_letter', '2026-05-01', 1), turn('warning_letter', null, 0)] });
    const days = (where: Parameters<typeof remindersOf>[1]) => remindersOf(of, where, reminders).map(({ day, reminder }) => [reminder.id, day]);
    expect(days('england_wales')).toEqual([['six_months', '2027-02-28'], ['warning_valid', '2027-05-01'], ['retention', '2032-08-31']]);
    expect(days(null)).toEqual(days('unsure'));
    expect(days('scotland').map(([id]) => id)).not.toContain('six_months');
    expect(remindersOf(pattern(), null, reminders)).toEqual([]);
  });
});

describe('the bars', () => {
  it('are one a week, empty ones too, with the first time of each way', () => {
    const bars = barsOf(pattern({ weeks: [week('2026-02-02', ['gift', 1]), week('2026-02-16', ['message', 3], ['email', 1]), week('2026-02-23', ['post', 2])] }))!;
    expect([bars.step, bars.most]).toEqual(['week', 4]);
    expect(bars.bins.map((bin) => bin.total)).toEqual([1, 0, 4, 2]);
    expect(bars.fills.map(([fill]) => fill)).toEqual(['online', 'letter', 'gift']);
    expect(bars.bins.map((bin) => [...bin.first])).toEqual([['gift'], [], ['online', 'letter'], []]);
    expect(barWords(bars.bins[2]!, bars)).toBe('Week of 16 February 2026: 4 contacts; messages 3, for the first time; letters 1, for the first time');
    expect(barWords(bars.bins[1]!, bars)).toBe('Week of 9 February 2026: no contact recorded');
    expect(barsOf(pattern())).toBeNull();
  });

  it('become months and years in a long case, and lose no contact', () => {
    for (const [years, step] of [[1, 'week'], [6, 'month'], [200, 'year']] as const) {
      const from = dayNumber('1900-01-01');
      const weeks = Array.from({ length: Math.floor(years * 52.1) }, (_, at) => week(isoDay(from + at * 7), ['phone', 1 + (at % 3)]));
      const bars = barsOf(pattern({ weeks }))!;
      expect(bars.step).toBe(step);
      expect(bars.bins.length).toBeLessThan(220);
      expect(bars.bins.reduce((sum, bin) => sum + bin.total, 0)).toBe(weeks.reduce((sum, one) => sum + one.counts[0]!.n, 0));
    }
  });

  it('have turning points where their day is, at an edge where it is outside', () => {
    const weeks = [week('2026-03-02', ['phone', 1]), week('2026-03-23', ['phone', 1])];
    const turns = [turn('asked_to_stop', '2026-03-16', 1), turn('warning_letter', '2026-01-01', 1), turn('police', '2026-05-01', 0), turn('police', null, 0)];
    const { marks } = barsOf(pattern({ weeks, turns }))!;
    expect(marks.map((mark) => [mark.name, mark.at])).toEqual([['Asked to stop', 0.5], ['Warning letter', 0], ['Police', 1]]);
  });

  it('show what is there however little it is, and stand on one another', () => {
    const bars = barsOf(pattern({ weeks: [week('2026-02-02', ['message', 3000], ['gift', 1])] }))!;
    const parts = heightsOf(bars.bins[0]!, bars, 100);
    expect(parts.map((part) => part.fill)).toEqual(['online', 'gift']);
    expect(parts[1]!.height).toBeGreaterThan(5);
    expect(parts[1]!.from).toBe(parts[0]!.height);
  });
});
