import { beforeEach, describe, expect, it } from 'vitest';
import { useBackend } from '../../ipc';
import { MemoryBackend } from '../../ipc/memory';
import { CONTACT_FIELDS, type Contact, type Moment } from '../../ipc/types';
import { changesOf, contactOf, draftOf, faultsOf, isDirty, newDraft, readMore, type Draft } from './draft';
import { FOLDS, risksIn } from './folds';

beforeEach(() => useBackend(new MemoryBackend()));

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

  const full: Contact = {
    ...contact, ended: moment({ local: '2026-04-21T22:10', from: '2026-04-21T21:10:00.000Z', to: '2026-04-21T21:11:00.000Z' }), time_source: 'platform_display',
    place_kind: 'online', place: 'At my desk', present: 'Nobody', basis: 'told_by', told_by: 'A colleague', speaker: 'Person A', exactness: 'exact', known_unwanted: 'told_before', told_in: 3,
    knowledge_shown: 'My street', appearance: 'A green coat', vehicle: 'Grey van', witnesses: 'Reception', fear: 'a_little', alarm: 'quite', distress: 'not_at_all',
    practical_changes: 'Another way home', response_kind: 'ignored', clinical_setting: 'not', chaperone: 2, content_note: 'Swearing', behaviours: ['threat', 'monitoring'],
    reported_to: [{ who: 'PC 4471', when: moment({ local: '2026-04-22', precision: 'day', offset: null, from: '2026-04-21T23:00:00.000Z', to: '2026-04-22T23:00:00.000Z' }), reference: 'NSP-2026' }],
    people: [1],
  };

  const back = async (draft: Draft, before: Contact | null = null) => contactOf(draft, contact.occurred, (await readMore(draft, contact.occurred, before, NOW)).said);

  it('goes to a contact and back unchanged', async () => {
    expect(await back(draftOf(contact))).toEqual(contact);
    expect(await back(draftOf(full), full)).toEqual(full);
    expect(await back(draftOf(full))).toEqual(full);
    expect(isDirty(draftOf(full), draftOf(full))).toBe(false);
    expect(await back(newDraft(NOW))).toBeNull();
  });

  it('sends only what changed, and takes away what is emptied', async () => {
    const draft = { ...draftOf(contact), what: 'Seven messages.', items: [28, 29], more: { ...draftOf(contact).more, response: ' ', fear: 'very' } };
    expect(changesOf(contact, (await back(draft))!)).toEqual({ what: 'Seven messages.', response: null, fear: 'very', items: [28, 29] });
    expect(changesOf(contact, contact)).toEqual({});
    expect(changesOf(full, full)).toEqual({});
    expect(changesOf(contact, { ...contact, occurred: moment({ about: true }) })).toHaveProperty('occurred');
    const less = { ...draftOf(full), more: { ...draftOf(full).more, behaviours: [], ended: '', reported_to: [] } };
    expect(changesOf(full, (await back(less, full))!)).toEqual({ behaviours: null, ended: null, reported_to: null });
  });

  it('sends a turning point that was set, changed or taken away', async () => {
    const as = async (turn: Draft['turn'], before: Contact) => changesOf(before, (await back({ ...draftOf(before), turn }, before))!);
    const marked: Contact = { ...contact, turn: 'asked_to_stop' };
    expect(await as('police', contact)).toEqual({ turn: 'police' });
    expect(await as('warning_letter', marked)).toEqual({ turn: 'warning_letter' });
    expect(await as(null, marked)).toEqual({ turn: null });
    expect(await as('asked_to_stop', marked)).toEqual({});
  });

  it('reads an end, which may be a time alone, and refuses one before the start', async () => {
    const until = (ended: string) => readMore({ ...draftOf(contact), more: { ...draftOf(contact).more, ended } }, contact.occurred, null, NOW);
    expect((await until('22:10')).said['ended']).toMatchObject({ local: '2026-04-21T22:10' });
    expect((await until('22 April 2026, 01:00')).said['ended']).toMatchObject({ local: '2026-04-22T01:00' });
    expect((await until('21 April 2026')).faults).toEqual([]);
    expect((await until('21:06')).faults).toEqual([]);
    expect((await until('21:05')).faults).toEqual([{ field: 'ended', message: 'It ends before it begins. Look at both times again' }]);
    expect((await until('late')).faults).toMatchObject([{ field: 'ended' }]);
  });

  it('says when someone may be at risk', () => {
    const with_ = (more: object, channel: Contact['channel'] = 'message') => risksIn({ channel, more: { ...newDraft(NOW).more, ...more } });
    expect(with_({})).toEqual([]);
    expect(with_({ behaviours: ['following', 'giving'] })).toEqual([]);
    for (const one of ['threat', 'weapon', 'self_harm', 'turned_up_at_home']) expect(with_({ behaviours: ['giving', one] })).toEqual([one]);
    expect(with_({ place_kind: 'your_home' })).toEqual([]);
    expect(with_({ place_kind: 'your_home' }, 'in_person')).toEqual(['turned_up_at_home']);
  });

  it('asks for every field that a contact can have', () => {
    const asked = FOLDS.flatMap((fold) => fold.specs).map((spec) => spec.field as string);
    const first = ['occurred', 'channel', 'direction', 'platform', 'what', 'words', 'items', 'turn', 'written', 'export'];
    expect([...asked, ...first].toSorted()).toEqual(CONTACT_FIELDS.map(([field]) => field).toSorted());
  });

  it('names what is missing, in the order of the fields', () => {
    expect(faultsOf(newDraft(NOW), false).map((fault) => fault.field)).toEqual(['channel', 'what']);
    expect(faultsOf(draftOf(contact), true).map((fault) => fault.field)).toEqual(['reason']);
    expect(faultsOf(draftOf(contact), false)).toEqual([]);
  });
});
