import { expect, it } from 'vitest';
import { readDay, readMonth, readTime, typed } from './typedDate';

const TODAY = '2026-04-22';

it.each([
  ['21 April 2026', '2026-04-21'],
  ['Tue 21 April 2026', '2026-04-21'],
  ['21st apr', '2026-04-21'],
  ['21/4/2026', '2026-04-21'],
  ['21.4.26', '2026-04-21'],
  ['3/4', '2026-04-03'],
  ['2026-04-21', '2026-04-21'],
  ['today', '2026-04-22'],
  [' Yesterday ', '2026-04-21'],
  ['24 December', '2025-12-24'],
  ['29 February 2028', '2028-02-29'],
])('reads the day %s', (typed, day) => expect(readDay(typed, TODAY)).toBe(day));

it.each(['', 'soon', '30 February 2026', '21 Smarch 2026', '4/21/2026', '2026-13-01', '21', '21 April 26000'])(
  'does not make a day of "%s"', (typed) => expect(readDay(typed, TODAY)).toBeNull());

it('counts back from the first of a month and a year', () => {
  expect(readDay('yesterday', '2026-03-01')).toBe('2026-02-28');
  expect(readDay('yesterday', '2026-01-01')).toBe('2025-12-31');
});

it('writes a clock text so that it reads back', () => {
  expect(typed('2026-04-21T21:06')).toBe('Tue 21 April 2026 21:06');
  expect(readDay(typed('2026-04-21'), TODAY)).toBe('2026-04-21');
  expect(readMonth(typed('2026-04'))).toBe('2026-04');
  expect(typed('2026')).toBe('2026');
});

it('reads months', () => {
  expect(readMonth('April 2026')).toBe('2026-04');
  expect(readMonth('2026-04')).toBe('2026-04');
  expect(readMonth('4/2026')).toBe('2026-04');
  expect(readMonth('13/2026')).toBeNull();
  expect(readMonth('April')).toBeNull();
});

it.each([
  ['21:06', '21:06'], ['9:05', '09:05'], ['2106', '21:06'], ['21.06', '21:06'], ['9pm', '21:00'], ['12am', '00:00'],
  ['12:30 pm', '12:30'], ['00:00', '00:00'],
])('reads the time %s', (typed, time) => expect(readTime(typed)).toBe(time));

it.each(['', '9', '25:00', '21:60', '13pm', '0am', 'noon'])('does not make a time of "%s"', (typed) => expect(readTime(typed)).toBeNull());
