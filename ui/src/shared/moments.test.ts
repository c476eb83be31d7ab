import { beforeEach, describe, expect, it } from 'vitest';
import { useBackend } from '../ipc';
import { MemoryBackend } from '../ipc/memory';
import type { Moment } from '../ipc/types';
import { isFuture, isRepeat, momentText, NEW_WHEN, NO_ZONE, readWhen, sided, sinceWords, whenOf, type When } from './moments';

const NOW = new Date('2026-04-22T11:02:00Z');
const TODAY = '2026-04-22';
const text = (over: Partial<When>) => momentText({ ...NEW_WHEN, now: NOW.toISOString(), ...over }, TODAY);
const read = (over: Partial<When>) => readWhen({ ...NEW_WHEN, now: NOW.toISOString(), ...over }, NOW);

beforeEach(() => useBackend(new MemoryBackend()));

function moment(over: Partial<Moment>): Moment {
  return {
    local: '2026-04-21T21:06', precision: 'minute', about: false, zone: 'Europe/London', offset: 60, fold: null,
    from: '2026-04-21T20:06:00.000Z', to: '2026-04-21T20:07:00.000Z', ...over,
  };
}

describe('when it happened', () => {
  it('becomes the words that the engine reads', () => {
    expect(text({ choice: 'now' })).toEqual({ text: '2026-04-22T11:02Z' });
    expect(text({ choice: 'today', time: '9pm' })).toEqual({ text: '2026-04-22T21:00' });
    expect(text({ choice: 'today' })).toEqual({ text: '2026-04-22' });
    expect(text({ choice: 'day', day: 'Tue 21 April', time: '21.06' })).toEqual({ text: '2026-04-21T21:06' });
    expect(text({ choice: 'day', day: '21/4', time: '21:06:09' })).toEqual({ text: '2026-04-21T21:06:09' });
    expect(text({ choice: 'day', day: '21/4' })).toEqual({ text: '2026-04-21' });
    expect(text({ choice: 'day', day: 'April 2026' })).toEqual({ text: '2026-04' });
    expect(text({ choice: 'about', day: '21/4', time: '21:06' })).toEqual({ text: '2026-04-21T21:06~' });
    expect(text({ choice: 'about', day: 'April 2026' })).toEqual({ text: '2026-04~' });
    expect(text({ choice: 'about', day: '2025' })).toEqual({ text: '2025~' });
    expect(text({ choice: 'about', day: '3 April' })).toEqual({ text: '2026-04-03~' });
    expect(text({ choice: 'unknown', day: '21/4', time: '9' })).toEqual({ text: 'unknown' });
  });

  it('says what cannot be read', () => {
    for (const over of [{ day: '' }, { day: 'soon' }, { day: '21/4', time: 'noon' }, { day: 'April 2026', time: '21:06' }, { day: '1820' }]) {
      expect(text({ choice: 'day', ...over })).toHaveProperty('fault');
      expect(text({ choice: 'about', ...over })).toHaveProperty('fault');
    }
  });

  it('keeps only the day where nobody knows which country the clock was in', () => {
    expect(text({ choice: 'day', day: '21/4', time: '21:06', zone: NO_ZONE })).toEqual({ text: '2026-04-21~' });
  });

  it('is read in the years 1900 and 2100, and what is still to come is asked about', async () => {
    expect((await read({ choice: 'day', day: '3 May 1900', time: '09:15' })).moment).toMatchObject({ local: '1900-05-03T09:15', precision: 'minute' });
    const ahead = await read({ choice: 'day', day: '3 May 2100' });
    expect(ahead).toMatchObject({ ask: { about: 'ahead' }, moment: { local: '2100-05-03' } });
    expect(ahead.fault).toMatch(/still to come/);
    expect(await read({ choice: 'day', day: '3 May 2100', ahead: true })).toMatchObject({ fault: null, moment: { local: '2100-05-03' } });
  });

  it('asks which of two times it was, and gives each its own offset', async () => {
    const unsaid = moment({
      local: '2026-10-25T01:30', offset: null, from: '2026-10-25T00:30:00.000Z', to: '2026-10-25T01:31:00.000Z',
    });
    expect(isRepeat(unsaid)).toBe(true);
    expect(isRepeat(moment({}))).toBe(false);
    expect(isRepeat(moment({ precision: 'day', offset: null }))).toBe(false);
    expect(sided('2026-10-25T01:30', unsaid, 'first')).toBe('2026-10-25T01:30+01:00');
    expect(sided('2026-10-25T01:30~', unsaid, 'second')).toBe('2026-10-25T01:30+00:00~');
    const sydney = moment({
      local: '2026-04-05T02:30', offset: null, zone: 'Australia/Sydney', from: '2026-04-04T15:30:00.000Z', to: '2026-04-04T16:31:00.000Z',
    });
    expect(sided('2026-04-05T02:30', sydney, 'first')).toBe('2026-04-05T02:30+11:00');
    expect(sided('2026-04-05T02:30', sydney, 'second')).toBe('2026-04-05T02:30+10:00');
    const night = { choice: 'day' as const, day: '26 October 2025', time: '01:30' };
    expect(await read(night)).toMatchObject({ moment: null, ask: { about: 'twice', clock: '01:30' } });
    expect((await read({ ...night, side: 'first' })).moment).toMatchObject({ fold: 'first', from: '2025-10-26T00:30:00.000Z' });
    expect((await read({ ...night, side: 'second' })).moment).toMatchObject({ fold: 'second', from: '2025-10-26T01:30:00.000Z' });
    expect((await read({ ...night, side: 'unsaid' })).moment).toMatchObject({ fold: null, from: '2025-10-26T00:30:00.000Z', to: '2025-10-26T01:31:00.000Z' });
  });

  it('asks what the clock was where the time never came', async () => {
    const night = { choice: 'day' as const, day: '29 March 2026', time: '01:30' };
    expect(await read(night)).toMatchObject({ moment: null, ask: { about: 'gap', clock: '01:30', late: '02:30', early: '00:30' } });
    expect((await read({ ...night, side: 'late' })).moment).toMatchObject({ local: '2026-03-29T02:30', from: '2026-03-29T01:30:00.000Z' });
    expect((await read({ ...night, side: 'early' })).moment).toMatchObject({ local: '2026-03-29T00:30', from: '2026-03-29T00:30:00.000Z' });
    expect((await read({ ...night, side: 'unsaid' })).moment).toMatchObject({ local: '2026-03-29', precision: 'day', about: true });
    expect((await read({ ...night, choice: 'about', side: 'late' })).moment).toMatchObject({ local: '2026-03-29T02:30', about: true });
    // In the UK 02:30 came that night; in Berlin it did not.
    expect(await read({ ...night, time: '02:30' })).toMatchObject({ ask: null, moment: { local: '2026-03-29T02:30' } });
    expect(await read({ ...night, time: '02:30', zone: 'Europe/Berlin' })).toMatchObject({ ask: { about: 'gap', late: '03:30', early: '01:30' } });
    // A change at midnight leaves no first hour of the day.
    const cairo = { choice: 'day' as const, day: '25 April 2025', time: '00:30', zone: 'Africa/Cairo' };
    expect(await read(cairo)).toMatchObject({ ask: { about: 'gap', late: '01:30', early: '23:30' } });
    expect((await read({ ...cairo, side: 'early' })).moment).toMatchObject({ local: '2025-04-24T23:30' });
    expect(await read({ choice: 'day', day: '31 February 2026', time: '01:30' })).toMatchObject({ moment: null, ask: null });
  });

  it('says how long ago, and knows what is still to come', () => {
    expect(sinceWords(moment({}), NOW)).toBe('14 hours');
    expect(sinceWords(moment({ to: '2026-04-22T11:01:30.000Z' }), NOW)).toBeNull();
    expect(sinceWords(moment({ to: '2026-04-13T11:00:00.000Z' }), NOW)).toBe('9 days');
    expect(isFuture(moment({}), NOW)).toBe(false);
    expect(isFuture(moment({ from: '2026-04-23T00:00:00.000Z' }), NOW)).toBe(true);
  });

  it.each([
    moment({}),
    moment({ about: true }),
    moment({ precision: 'second', local: '2026-04-21T21:06:09' }),
    moment({ precision: 'day', local: '2026-04-21', offset: null }),
    moment({ precision: 'day', local: '2026-04-21', offset: null, about: true }),
    moment({ precision: 'month', local: '2026-04', offset: null }),
    moment({ precision: 'month', local: '2026-04', offset: null, about: true }),
    moment({ precision: 'year', local: '2026', offset: null, about: true }),
    moment({ precision: 'year', local: '1900', offset: null }),
    moment({ precision: 'unknown', local: '', offset: null }),
  ])('of the log is put back into the fields without losing anything: $local $precision $about', (from) => {
    const wanted = from.precision === 'unknown' ? 'unknown' : from.local + (from.about ? '~' : '');
    expect(momentText(whenOf(from), TODAY)).toEqual({ text: wanted });
  });
});
