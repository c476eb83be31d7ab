import { expect, it } from 'vitest';
import { dayNumber, isoDay } from '../../shared/calendar';
import { countDays, dayMoved, dayWords, levelOf, monthsOf } from './heat';
import { contactRow, itemRow } from './sampleRows';

it('counts what came on each day, and nothing else', () => {
  const rows = [
    contactRow('2026-03-18T09:00'), contactRow('2026-03-18'), contactRow('2026-03-19', { direction: 'from_you' }),
    contactRow('2026-03-20', { turn: 'police' }), contactRow('2026-03'), contactRow(null), itemRow('2026-03-18'),
  ];
  expect([...countDays(rows)]).toEqual([[dayNumber('2026-03-18'), 2]]);
  expect([0, 1, 2, 3, 9, 10, 400].map(levelOf)).toEqual([0, 1, 1, 2, 2, 3, 3]);
  expect(dayWords(dayNumber('2026-03-18'), 31)).toBe('Wednesday 18 March 2026, 31 contacts');
  expect(dayWords(dayNumber('2026-03-17'), 0)).toBe('Tuesday 17 March 2026, no contact recorded');
});

it('lays every day of a year on its weekday, once', () => {
  for (const year of [1900, 2024, 2026, 2100]) {
    const days = monthsOf(year).flatMap(({ weeks }) => weeks.flat()).filter((day) => day !== null);
    expect(days.length).toBe(dayNumber(`${year}-12-31`) - dayNumber(`${year}-01-01`) + 1);
    expect(new Set(days).size).toBe(days.length);
    for (const { weeks } of monthsOf(year)) for (const week of weeks) {
      week.forEach((day, at) => { if (day !== null) expect((new Date(day * 86_400_000).getUTCDay() + 6) % 7).toBe(at); });
    }
  }
});

it('moves by day, week, month and to the ends of a month', () => {
  const from = (day: string, key: string) => { const to = dayMoved(dayNumber(day), key); return to === null ? null : isoDay(to); };
  expect(from('2026-03-01', 'ArrowLeft')).toBe('2026-02-28');
  expect(from('2026-03-01', 'ArrowDown')).toBe('2026-03-08');
  expect(from('2026-03-31', 'PageUp')).toBe('2026-02-28');
  expect(from('2026-12-31', 'PageDown')).toBe('2027-01-31');
  expect([from('2028-02-11', 'Home'), from('2028-02-11', 'End')]).toEqual(['2028-02-01', '2028-02-29']);
  expect(from('2026-03-01', 'Enter')).toBeNull();
});
