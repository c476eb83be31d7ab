import { describe, expect, it } from 'vitest';
import type { Contact, Moment } from '../../ipc/types';
import { changesOf, contactOf, draftOf, faultsOf, isDirty, isFuture, isRepeat, momentText, newDraft, NEW_WHEN, sided, sinceWords, whenOf } from './draft';

const NOW = new Date('2026-04-22T11:02:00Z');
const TODAY = '2026-04-22';
const text = (over: Partial<typeof NEW_WHEN>) => momentText({ ...NEW_WHEN, ...over }, NOW, TODAY);

function moment(over: Partial<Moment>): Moment {
  return {
    local: '2026-04-21T21:06', precision: 'minute', about: false, zone: 'Europe/London', offset: 60, fold: null,
    from: '2026-04-21T20:06:00.000Z', to: '2026-04-21T20:07:00.000Z', ...over,
  };
}

describe('when it happened', () => {
  it('becomes the words that Rust reads', () => {
    expect(text({ choice: 'now' })).toEqual({ text: '2026-04-22T11:02Z' });
    expect(text({ choice: 'today', time: '9pm' })).toEqual({ text: '2026-04-22T21:00' });
    expect(text({ choice: 'today' })).toEqual({ text: '2026-04-22' });
    expect(text({ choice: 'day', day: 'Tue 21 April', time: '21.06' })).toEqual({ text: '2026-04-21T21:06' });
    expect(text({ choice: 'day', day: '21/4', time: '21:06', exact: 'about' })).toEqual({ text: '2026-04-21T21:06~' });
    expect(text({ choice: 'day', day: '21/4', time: '21:06', exact: 'day' })).toEqual({ text: '2026-04-21' });
    expect(text({ choice: 'day', day: '21/4', time: '21:06:09' })).toEqual({ text: '2026-04-21T21:06:09' });
    expect(text({ choice: 'unsure', rough: 'April 2026' })).toEqual({ text: '2026-04~' });
    expect(text({ choice: 'unsure', rough: '2025' })).toEqual({ text: '2025~' });
    expect(text({ choice: 'unsure', rough: '3 April' })).toEqual({ text: '2026-04-03~' });
    expect(text({ choice: 'unsure' })).toEqual({ text: 'unknown' });
  });

  it('says what cannot be read', () => {
    for (const over of [{ day: '' }, { day: 'soon' }, { day: '21/4', time: 'noon' }, { choice: 'unsure' as const, rough: 'spring' }]) {
      expect(text({ choice: 'day', ...over })).toHaveProperty('fault');
    }
  });

  it('asks which of two times it was, and gives each its own offset', () => {
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
    moment({ precision: 'month', local: '2026-04', offset: null, about: true }),
    moment({ precision: 'year', local: '2026', offset: null, about: true }),
    moment({ precision: 'unknown', local: '', offset: null }),
  ])('of the log is put back into the fields without losing anything: $local $precision $about', (from) => {
    const read = momentText(whenOf(from), NOW, TODAY);
    const wanted = from.precision === 'unknown' ? 'unknown' : from.local + (from.about ? '~' : '');
    expect(read).toEqual({ text: wanted });
  });
});

describe('a draft', () => {
  const contact: Contact = {
    occurred: moment({}), channel: 'message', direction: 'from_them', platform: 'Instagram', what: 'Six messages.', words: 'new account',
    place: null, present: null, response: 'Did not reply', effect: null, items: [28], turn: null,
  };

  it('goes to a contact and back unchanged', () => {
    expect(contactOf(draftOf(contact), contact.occurred)).toEqual(contact);
    expect(isDirty(draftOf(contact), draftOf(contact))).toBe(false);
    expect(contactOf(newDraft(), contact.occurred)).toBeNull();
  });

  it('sends only what changed, and an emptied text as empty', () => {
    const draft = { ...draftOf(contact), what: 'Seven messages.', response: ' ', items: [28, 29] };
    const after = contactOf(draft, contact.occurred)!;
    expect(changesOf(contact, after)).toEqual({ what: 'Seven messages.', response: '', items: [28, 29] });
    expect(changesOf(contact, contact)).toEqual({});
    expect(changesOf(contact, { ...contact, occurred: moment({ about: true }) })).toHaveProperty('occurred');
  });

  it('names what is missing, in the order of the fields', () => {
    expect(faultsOf(newDraft(), false).map((fault) => fault.field)).toEqual(['channel', 'what']);
    expect(faultsOf(draftOf(contact), true).map((fault) => fault.field)).toEqual(['reason']);
    expect(faultsOf(draftOf(contact), false)).toEqual([]);
  });
});
