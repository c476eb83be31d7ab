import { describe, expect, it } from 'vitest';
import type { Letter, RegisterEntry, RegisterView, Step } from '../../ipc/types';
import { content } from '../../shared/guidance';
import { answersYes, holds, monthsLater, planRows, suggestion, type Facts } from './plan';

const day = (local: string) => ({ local, precision: 'day' as const, about: false, zone: 'Europe/London', offset: null, fold: null, from: null, to: null });
let n = 0;
const view = (entry: RegisterEntry): RegisterView => ({ n: ++n, label: String(n), entry, recorded: '2026-11-22T10:00:00.000Z', late: false, delay: null, amendments: [] });
const step = (fields: Partial<Step>): RegisterView => view({ register: 'step', kind: 'other', ...fields } as RegisterEntry);
const letter = (fields: Partial<Letter>): RegisterView => view({ register: 'letter', purpose: 'other', ...fields } as RegisterEntry);
const moment = day('2026-03-20') as unknown as Step['when'];

const NOTHING: Facts = { contacts: 0, items: 0, gifts: 0, channels: new Set(), turns: new Set(), after: new Map(), details: {}, reviewYes: false };
const standing = (id: string, rows: ReturnType<typeof planRows>) => rows.find((row) => row.step.id === id)?.standing;

describe('the plan', () => {
  it('has every step open before anything is written', () => {
    expect(new Set(planRows(content(), [], []).map((row) => row.standing))).toEqual(new Set(['open']));
  });

  it('takes the newest entry of a step', () => {
    const going = step({ plan: 'mdo', done: false });
    const done = step({ plan: 'mdo', when: moment, done: true });
    expect(standing('mdo', planRows(content(), [going], []))).toBe('going');
    expect(standing('mdo', planRows(content(), [going, done], []))).toBe('done');
    expect(standing('mdo', planRows(content(), [done, step({ plan: 'mdo', not_taken: 'not now' })], []))).toBe('aside');
    expect(standing('manager', planRows(content(), [done], []))).toBe('open');
  });

  it('counts a letter that was sent, and not one that is drafted', () => {
    expect(standing('warning', planRows(content(), [], [letter({ purpose: 'warning' })]))).toBe('open');
    expect(standing('warning', planRows(content(), [], [letter({ purpose: 'warning', sent: moment })]))).toBe('done');
    expect(standing('boundary', planRows(content(), [], [letter({ purpose: 'warning', sent: moment })]))).toBe('open');
  });
});

describe('the next step', () => {
  const next = (facts: Partial<Facts>, steps: RegisterView[] = []) => suggestion(content(), planRows(content(), steps, []), { ...NOTHING, ...facts });

  it('suggests nothing while nothing is written', () => {
    expect(next({})).toBeNull();
  });

  it('says why, with the count', () => {
    const first = next({ contacts: 1 });
    expect(first?.row.step.id).toBe('mdo');
    expect(first?.because).toBe('1 contact is written down and the call to your defence organisation is not noted');
    expect(next({ contacts: 3 })?.because).toMatch(/^3 contacts are written down/);
  });

  it('passes over what is done, going on or set aside', () => {
    const mdo = step({ plan: 'mdo', when: moment });
    expect(next({ contacts: 3 }, [mdo])?.row.step.id).toBe('manager');
    expect(next({ contacts: 3 }, [mdo, step({ plan: 'manager', done: false })])?.row.step.id).toBe('boundary');
    expect(next({ contacts: 3 }, [step({ plan: 'mdo', not_taken: 'no' })])?.row.step.id).toBe('manager');
  });

  it('puts the police first when a review answers yes', () => {
    expect(next({ contacts: 3, reviewYes: true })?.row.step.id).toBe('police');
    expect(answersYes({ points: [{ key: 'threats', answer: 'no' }] } as never)).toBe(false);
    expect(answersYes({ points: [{ key: 'threats', answer: 'yes' }] } as never)).toBe(true);
    expect(answersYes({ frightened: 'very' } as never)).toBe(true);
  });

  it('asks for a crime number only with an incident number', () => {
    const told = ['mdo', 'manager'].map((plan) => step({ plan, when: moment }));
    expect(next({ contacts: 1, details: { police_incident: 'NSP-0311' } }, told)?.row.step.id).toBe('crime_number');
    expect(next({ contacts: 1, details: { police_incident: 'NSP-0311', police_crime: '12' } }, told)?.row.step.id).not.toBe('crime_number');
  });

  it('knows every condition that the content uses', () => {
    const all = content().next.flatMap((rule) => rule.all);
    expect(all.every((condition) => typeof holds(condition, NOTHING) === 'boolean')).toBe(true);
  });
});

describe('months later', () => {
  it.each([['2026-04-27', 6, '2026-10-27'], ['2026-08-31', 6, '2027-02-28'], ['2024-02-29', 12, '2025-02-28'], ['2026-12-01', 72, '2032-12-01']])('%s and %i', (from, months, to) => {
    expect(monthsLater(from, months)).toBe(to);
  });
});
