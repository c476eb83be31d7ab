import { describe, expect, it } from 'vitest';
import type { CaseRow, RegisterView, TimelineRow } from '../../ipc/types';
import { content } from '../../shared/guidance';
import { fill, toWrite, type Source } from './fill';

const contact = (occurred: string | null, more: Partial<TimelineRow> = {}) => ({ occurred, channel: 'message', platform: null, direction: 'from_them', turn: null, ...more }) as TimelineRow;
const view = (entry: object) => ({ n: 1, label: '1', entry, amendments: [] }) as unknown as RegisterView;
const row = { contacts: 2, days: 2, first: { local: '2026-02-05' }, last: { local: '2026-04-27' } } as CaseRow;
const EMPTY: Source = { row: { ...row, contacts: 0 }, details: {} as never, contacts: [], people: [], gifts: [], things: [], steps: [], today: '2026-11-22' };

describe('a letter filled from the case', () => {
  it('fills every place of every outline, or leaves it to be written', () => {
    for (const outline of content().letters) {
      const text = fill(outline.text, EMPTY);
      expect(text, outline.id).not.toMatch(/[{}]/);
      expect(toWrite(text).length, outline.id).toBeGreaterThan(0);
    }
  });

  it('lists contacts from them by day and kind, and never what was said', () => {
    const source = { ...EMPTY, contacts: [contact('2026-02-05', { channel: 'gift', text: 'SECRET' }), contact('2026-03-23', { direction: 'from_you' }), contact('2026-04-27T21:06', { platform: 'Instagram' }), contact('2026-04-28', { turn: 'police' }), contact(null)] };
    expect(fill('{contacts}', source)).toBe('- 5 February 2026, gift or delivery\n- 27 April 2026, message (Instagram)\n- Day not known, message');
  });

  it('says once what came the same way on the same day', () => {
    const source = { ...EMPTY, contacts: [contact('2026-03-09'), contact('2026-03-09'), contact('2026-03-09', { channel: 'phone' })] };
    expect(fill('{contacts}', source)).toBe('- 9 March 2026, message, 2 times\n- 9 March 2026, phone call');
  });

  it('lists thirty and says how many more', () => {
    const source = { ...EMPTY, contacts: Array.from({ length: 52 }, (_, n) => contact(`20${String(10 + n)}-02-05`)) };
    const lines = fill('{contacts}', source).split('\n');
    expect(lines).toHaveLength(31);
    expect(lines.at(-1)).toBe('- and 22 contacts more');
  });

  it('takes names, references and counts from where they are written', () => {
    const source: Source = {
      ...EMPTY, row,
      details: { mdo_name: 'MDU', mdo_reference: '77', police_incident: 'NSP-0311' } as never,
      people: [view({ register: 'person', role: 'witness', display: 'W' }), view({ register: 'person', role: 'subject', display: 'Person A' })],
      things: [view({ register: 'thing', label: 'T1', what: 'A card\nwith a heart' })],
      steps: [view({ register: 'step', kind: 'manager_told', when: { local: '2026-03-10' } }), view({ register: 'step', kind: 'other', plan: 'checklist:first_hour', when: { local: '2026-03-10' }, outcome: 'no' }), view({ register: 'step', kind: 'other', done: false, when: { local: '2026-03-10' } })],
    };
    expect(fill('{person}|{mdo}|{mdo_reference}|{police_references}|{things}|{steps}', source)).toBe('Person A|MDU|Reference: 77|Incident number: NSP-0311|- T1: A card with a heart|- 10 March 2026, manager told');
    expect(fill('{summary}', source)).toBe('There were 2 contacts on 2 days, from 5 February 2026 to 27 April 2026.');
  });

  it('does not fill what was filled in', () => {
    expect(fill('{person}', { ...EMPTY, people: [view({ register: 'person', role: 'subject', display: '{you}' })] })).toBe('{you}');
  });
});
