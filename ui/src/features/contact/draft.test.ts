import { describe, expect, it } from 'vitest';
import type { Contact, Moment } from '../../ipc/types';
import { changesOf, contactOf, draftOf, faultsOf, isDirty, newDraft } from './draft';

const NOW = new Date('2026-04-22T11:02:00Z');

function moment(over: Partial<Moment>): Moment {
  return {
    local: '2026-04-21T21:06', precision: 'minute', about: false, zone: 'Europe/London', offset: 60, fold: null,
    from: '2026-04-21T20:06:00.000Z', to: '2026-04-21T20:07:00.000Z', ...over,
  };
}

describe('a draft', () => {
  const contact: Contact = {
    occurred: moment({}), channel: 'message', direction: 'from_them', platform: 'Instagram', what: 'Six messages.', words: 'new account',
    place: null, present: null, response: 'Did not reply', effect: null, items: [28], turn: null,
  };

  it('goes to a contact and back unchanged', () => {
    expect(contactOf(draftOf(contact), contact.occurred)).toEqual(contact);
    expect(isDirty(draftOf(contact), draftOf(contact))).toBe(false);
    expect(contactOf(newDraft(NOW), contact.occurred)).toBeNull();
  });

  it('sends only what changed, and an emptied text as empty', () => {
    const draft = { ...draftOf(contact), what: 'Seven messages.', response: ' ', items: [28, 29] };
    const after = contactOf(draft, contact.occurred)!;
    expect(changesOf(contact, after)).toEqual({ what: 'Seven messages.', response: '', items: [28, 29] });
    expect(changesOf(contact, contact)).toEqual({});
    expect(changesOf(contact, { ...contact, occurred: moment({ about: true }) })).toHaveProperty('occurred');
  });

  it('names what is missing, in the order of the fields', () => {
    expect(faultsOf(newDraft(NOW), false).map((fault) => fault.field)).toEqual(['channel', 'what']);
    expect(faultsOf(draftOf(contact), true).map((fault) => fault.field)).toEqual(['reason']);
    expect(faultsOf(draftOf(contact), false)).toEqual([]);
  });
});
