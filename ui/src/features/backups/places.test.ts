import { expect, test } from 'vitest';
import { daysSince, placeName } from './places.svelte';

test('a place is called by its disk, not by the folder that every backup is in', () => {
  expect(placeName('/media/em/BLACK STICK/Casekeep')).toBe('BLACK STICK');
  expect(placeName('/media/em/BLACK STICK')).toBe('BLACK STICK');
  expect(placeName('E:\\Casekeep backup')).toBe('E:');
  expect(placeName('/media/em/stick/Mine.casekeep')).toBe('stick');
  expect(placeName('/Casekeep')).toBe('Casekeep');
  expect(placeName('/')).toBe('/');
});

test('days are counted whole, and never below none', () => {
  const now = Date.parse('2026-04-30T12:00:00Z');
  expect(daysSince('2026-04-18T13:00:00Z', now)).toBe(11);
  expect(daysSince('2026-04-30T13:00:00Z', now)).toBe(0);
  expect(daysSince(null, now)).toBeNull();
});
