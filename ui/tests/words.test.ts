import { expect, test } from 'vitest';
import { written } from '../src/shared/keys.svelte';
import { count, itemNumber, safeName, size } from '../src/shared/names';
import { clock, day, daysBetween, happened, moment, stamp } from '../src/shared/when';
import { readMoment } from '../src/ipc/memory/moments';

test('days and times in the forms of the window', () => {
  expect(day('2026-03-18T09:40', 'short')).toBe('Wed 18 Mar');
  expect(day('2026-03-18')).toBe('Wed 18 March');
  expect(day('2026-03-18', 'full')).toBe('Wednesday 18 March 2026');
  expect(day('2026-03')).toBe('March 2026');
  expect(day('2026')).toBe('2026');
  expect(clock('2026-03-18T09:40:10')).toBe('09:40');
  expect(clock('2026-03-18')).toBe('');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
});

test('what is not known exactly is not written exactly', () => {
  expect(happened('2026-03-27T15:00', 'minute', true)).toBe('Fri 27 March, about 15:00');
  expect(happened('2026-03', 'month', true)).toBe('about March 2026');
  expect(happened(null, 'unknown', false)).toBe('Not known');
  expect(happened('2026-03-27T15:00', 'minute', false, 'America/New_York')).toBe('Fri 27 March, 15:00 (New York time)');
});

test('instants are told as today, yesterday, or with their year when it is another', () => {
  const now = new Date(2026, 3, 30, 12, 44);
  expect(stamp(new Date(2026, 3, 30, 8, 20).toISOString(), now)).toBe('today 08:20');
  expect(stamp(new Date(2026, 3, 29, 21, 9).toISOString(), now)).toBe('yesterday 21:09');
  expect(stamp(new Date(2026, 3, 28, 18, 42).toISOString(), now, 'long')).toBe('Tuesday 28 April, 18:42');
  expect(stamp(new Date(2024, 8, 3, 9, 0).toISOString(), now)).toBe('Tue 3 September 2024 09:00');
});

test('a time in the repeated hour stays open, a skipped one did not exist', () => {
  const twice = readMoment('2026-10-25T01:30', 'Europe/London');
  expect(twice).toMatchObject({ fold: null, offset: null, from: '2026-10-25T00:30:00.000Z', to: '2026-10-25T01:31:00.000Z' });
  expect(readMoment('2026-10-25T01:30+00:00', 'Europe/London')).toMatchObject({ fold: 'second', offset: 0 });
  expect(() => readMoment('2026-03-29T01:30', 'Europe/London')).toThrow(expect.objectContaining({ code: 'bad_moment' }) as Error);
  expect(() => readMoment('2026-02-30', 'Europe/London')).toThrow(expect.objectContaining({ code: 'bad_moment' }) as Error);
  expect(moment(readMoment('2026-03-04 19:15~', 'Europe/London'))).toBe('Wed 4 March, about 19:15');
});

test('names, numbers and sizes', () => {
  expect(safeName('a\u202Egpj.exe\u0007')).toBe('a\\u{202E}gpj.exe\\u{0007}');
  expect(itemNumber('28b')).toBe('0028b');
  expect(count(1, 'contact')).toBe('1 contact');
  expect(count(1204, 'file')).toBe('1,204 files');
  expect([size(0), size(1), size(999), size(1_204_551), size(84_000_000)]).toEqual(['0 bytes', '1 byte', '999 bytes', '1.2 MB', '84 MB']);
  expect(written('ctrl++')).toBe('Ctrl +');
  expect(written('shift+c')).toBe('Shift C');
});
