/** Entries for the registers of the sample case: invented people and things. */
import type { Gift, RegisterEntry } from '../types';
import type { StoredCase } from './case';
import { readMoment } from './moments';

const at = (text: string) => readMoment(text, 'Europe/London');

const gift = (when: string, what: string, more: Partial<Gift>): RegisterEntry => ({ register: 'gift', when: at(when), what, ...more });

const ENTRIES: readonly [RegisterEntry, string][] = [
  [{
    register: 'person', display: 'Person A', role: 'subject', relationship: 'Patient of the practice until March',
    identifiers: [
      { kind: 'handle', value: 'Em Fielding', confidence: 'strong', basis: 'self_identified' },
      { kind: 'handle', value: 'stairs_and_sunday', confidence: 'possible', basis: 'only_they_know', note: 'Spoke of the green coat' },
    ],
  }, '2026-03-10T19:20:00.000Z'],
  [{
    register: 'person', display: 'Person B', role: 'unknown_sender', note: 'May be a friend of Person A',
    identifiers: [{ kind: 'handle', value: 'stairs_and_sunday', confidence: 'possible', basis: 'suspicion' }],
  }, '2026-04-22T11:20:00.000Z'],
  [{
    register: 'person', display: 'Practice manager', role: 'manager', contact_safe: 'yes', statement: 'yes', own_log: true,
    private_identifiers: [{ kind: 'phone', value: '07700 900123' }],
  }, '2026-03-11T08:00:00.000Z'],
  [gift('2026-03-04T16:10', 'Chocolates and a card', {
    how: 'reception', giver: 1, value: 1250, value_basis: 'Price on the box', decision: 'returned', decision_by: 'Practice manager', decision_reason: 'Policy of the practice',
    register_needed: 'yes', register_made: true, register_where: 'Practice gift register, page 12', connected_with_services: 'yes',
  }), '2026-03-10T19:30:00.000Z'],
  [gift('2026-04-14', 'A scarf, wrapped', { how: 'left', giver: 2, decision: 'kept_for_police', register_needed: 'yes', message: 'For the cold stairs' }), '2026-04-14T18:02:00.000Z'],
  [{
    register: 'thing', label: 'B1', what: 'Card with the chocolates', when: at('2026-03-04'), how: 'reception', packaging: 'paper_envelope', opened: 'by_me', envelope_kept: true,
    place_now: 'Locked drawer, room 4', custody: 'with_me', handled_by: [{ who: 'Reception' }, { who: 'You', when: at('2026-03-04'), what: 'Opened it' }],
  }, '2026-03-10T19:40:00.000Z'],
  [{ register: 'letter', purpose: 'boundary', to: 'Person A', from: 'practice_manager', sent: at('2026-03-20'), method: 'post_recorded', mdo_seen: true }, '2026-03-20T16:00:00.000Z'],
  [{ register: 'chaperone', when: at('2026-03-09T09:40'), offered: 'accepted', name_role: 'Practice nurse', whole: true, recorded_in_notes: true }, '2026-03-09T17:00:00.000Z'],
  [{
    register: 'review', when: at('2026-04-24T18:00'), by: 'You and the practice manager', fixated: { answer: 'yes', note: 'Returns to the same evening again and again' },
    obsessive: { answer: 'unsure' }, unwanted: { answer: 'yes', note: 'Asked to stop on 18 March' }, repeated: { answer: 'yes' }, frightened: 'a_little', needs: 'A way to the car with a colleague',
    next_review: at('2026-05-24'), points: [{ key: 'turning_up', answer: 'yes', note: 'By the car' }, { key: 'threats', answer: 'no' }],
  }, '2026-04-24T18:10:00.000Z'],
];

/** Who is in which contacts, by when these happened. */
const IN_CONTACTS: Readonly<Record<string, number[]>> = { '2026-04-04T23:10': [2], '2026-04-14T17:50': [1], '2026-04-27T08:15': [1] };

/** Writes the entries into a case, and into its contacts who is in them. */
export function fillRegisters(one: StoredCase): void {
  for (const [entry, recorded] of ENTRIES) one.shelf.enter(entry, recorded);
  for (const { contact } of one.contacts) {
    const people = IN_CONTACTS[contact.occurred.local];
    if (people) contact.people = people;
  }
}
