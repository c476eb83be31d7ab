import { beforeEach, expect, test } from 'vitest';
import { MemoryBackend } from '../src/ipc/memory';
import type { Gift, Moment, RegisterEntry } from '../src/ipc/types';

let vault: MemoryBackend;
let inCase: number;
let when: Moment;

beforeEach(async () => {
  vault = new MemoryBackend({ state: 'unlocked', sample: false });
  inCase = await vault.addCase('Matter 1');
  when = await vault.readMoment('2026-03-05', 'Europe/London');
});

const gift = (more: Partial<Gift> = {}): RegisterEntry => ({ register: 'gift', when, what: 'A scarf', ...more });

test('an entry is kept, amended and summed as the engine does it', async () => {
  await vault.registers.enter(inCase, { register: 'person', display: 'Person A', role: 'subject' });
  expect(await vault.registers.enter(inCase, gift({ value: 2500, giver: 1 }))).toMatchObject({ n: 1 });
  await vault.registers.amend(inCase, 'gift', 1, { value: 3000, message: '' }, 'I asked in the shop');
  const read = await vault.registers.entry(inCase, 'gift', 1);
  expect(read).toMatchObject({ n: 1, label: '1', twelve_months: 3000, entry: { register: 'gift', value: 3000 } });
  expect(read.amendments[0]).toMatchObject({ reason: 'I asked in the shop', changes: [{ field: 'value', earlier: '2500', later: '3000' }] });
  expect((await vault.timeline(inCase, {})).map((row) => row.kind)).toEqual(['gift']);
});

test('what the engine refuses is refused', async () => {
  for (const entry of [gift({ value: -5 }), gift({ value: 1e14 }), gift({ what: ' ' })]) {
    await expect(vault.registers.enter(inCase, entry)).rejects.toMatchObject({ code: 'bad_input' });
  }
  for (const entry of [gift({ items: [7] }), gift({ giver: 7 }), gift({ contacts: [7] })]) {
    await expect(vault.registers.enter(inCase, entry)).rejects.toMatchObject({ code: 'no_such_entry' });
  }
  await vault.registers.enter(inCase, gift());
  for (const changes of [{}, { colour: 'red' }, { what: '' }, { value: -1 }]) {
    await expect(vault.registers.amend(inCase, 'gift', 1, changes, 'why')).rejects.toMatchObject({ code: 'bad_input' });
  }
  await expect(vault.registers.amend(inCase, 'gift', 1, { what: 'x' }, ' ')).rejects.toMatchObject({ code: 'bad_input' });
  expect((await vault.registers.entries(inCase, 'gift'))[0]?.amendments).toEqual([]);
});

test('details need a reason once they are there, and private texts are no rows', async () => {
  expect((await vault.registers.details(inCase)).recorded).toBeNull();
  await vault.registers.amendDetails(inCase, { mdo_name: 'MDDUS' }, '');
  await expect(vault.registers.amendDetails(inCase, { mdo_name: null }, '')).rejects.toMatchObject({ code: 'bad_input' });
  await vault.registers.amendDetails(inCase, { mdo_name: null }, 'It was another');
  expect((await vault.registers.details(inCase)).details).toEqual({});
  await vault.registers.writePrivateNote(inCase, 'advice', 'Write nothing more', ' Dr Ito ');
  expect(await vault.registers.privateNotes(inCase)).toMatchObject([{ kind: 'advice', from: 'Dr Ito' }]);
  expect(await vault.timeline(inCase, {})).toEqual([]);
  expect(await vault.search('nothing', inCase, 9)).toEqual([]);
});

test('a step that is due and a letter that is not sent are no events', async () => {
  await vault.registers.enter(inCase, { register: 'step', kind: 'police_report', due: when });
  await vault.registers.enter(inCase, { register: 'letter', purpose: 'warning' });
  expect(await vault.timeline(inCase, {})).toEqual([]);
  await vault.registers.amend(inCase, 'letter', 1, { sent: when }, 'It went');
  expect((await vault.timeline(inCase, {})).map((row) => row.kind)).toEqual(['letter']);
});
