import { expect, test, vi } from 'vitest';
import { MemoryBackend } from '../src/ipc/memory';
import { readMoment } from '../src/ipc/memory/moments';
import type { AddEvent, Contact } from '../src/ipc/types';

function contact(what: string, occurred: string): Contact {
  return {
    occurred: readMoment(occurred, 'Europe/London'), channel: 'message', direction: 'from_them', platform: null, what, words: null, place: null,
    present: null, response: null, effect: null, items: [], turn: null,
  };
}

test('the sample is the case of the prototype', async () => {
  const vault = new MemoryBackend();
  const [row] = await vault.listCases();
  expect(row).toMatchObject({ name: 'Matter 1', contacts: 52, days: 12, items: 28 });
  const rows = await vault.timeline(1, { kind: 'contact' });
  expect(rows.map((one) => one.turn).filter(Boolean)).toEqual(['asked_to_stop', 'warning_letter', 'police']);
  const after = (turn: string) => {
    const at = rows.findIndex((one) => one.turn === turn);
    return rows.slice(at).filter((one) => one.direction !== 'from_you').length;
  };
  expect([after('asked_to_stop'), after('warning_letter')]).toEqual([16, 10]);
  expect(rows.filter((one) => one.occurred?.startsWith('2026-03-19'))).toHaveLength(31);
  expect(rows.find((one) => one.text.startsWith('Call to reception'))).toMatchObject({ late: true, delay: '9 days after', about: true });
});

test('it stores, sorts, finds and amends', async () => {
  const vault = new MemoryBackend({ sample: false });
  const number = await vault.addCase('Birch');
  await vault.logContact(number, contact('Second', '2026-03-05'));
  const { contact: first } = await vault.logContact(number, contact('First', '2026-03-04T19:15'));
  expect((await vault.timeline(number, {})).map((row) => row.text)).toEqual(['First', 'Second']);
  await vault.amendContact(number, first, { what: 'First, by text' }, 'Said how');
  const view = await vault.contact(number, first);
  expect(view.contact.what).toBe('First, by text');
  expect(view.amendments[0]).toMatchObject({ reason: 'Said how', earlier: 'First', later: 'First, by text' });
  expect((await vault.search('BY text', number, 500)).map((row) => row.n)).toEqual([first]);
  expect(await vault.timeline(number, { from: '2026-03-05' })).toHaveLength(1);
  await vault.closeCase(number, 'done');
  await expect(vault.logContact(number, contact('Late', '2026-03-06'))).rejects.toMatchObject({ code: 'case_closed' });
});

test('a locked vault answers nothing', async () => {
  const vault = new MemoryBackend();
  const locked = vi.fn();
  await vault.onLocked(locked);
  await vault.lock();
  expect(locked).toHaveBeenCalledWith('asked');
  await expect(vault.listCases()).rejects.toMatchObject({ code: 'locked' });
  await expect(vault.timeline(1, {})).rejects.toMatchObject({ code: 'locked' });
  expect(vault.thumbnailUrl(1, 1)).toBe('');
});

test('files are added one by one; a bad one does not stop the others; the same bytes are said', async () => {
  const vault = new MemoryBackend({ sample: false });
  await vault.addCase('Birch');
  const events: AddEvent[] = [];
  expect(await vault.addFilesDialog(1, (event) => events.push(event))).toEqual({ added: 2, failed: 1, duplicates: 0 });
  expect(events.filter((event) => event.kind === 'failed')).toHaveLength(1);
  expect(await vault.addFilesDialog(1, () => undefined)).toEqual({ added: 0, failed: 1, duplicates: 2 });
});

test('a drop goes to the current case, and is answered when there is none', async () => {
  const vault = new MemoryBackend({ sample: false });
  await vault.addCase('Birch');
  const heard = vi.fn();
  await vault.onDropped(heard);
  await vault.drop(['/tmp/a.png']);
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ kind: 'failed' }));
  await vault.setCurrentCase(1);
  await vault.drop(['/tmp/a.png']);
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ kind: 'added', name: 'a.png' }));
});
