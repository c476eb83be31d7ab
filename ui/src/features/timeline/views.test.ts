import { expect, test, vi } from 'vitest';
import { useBackend } from '../../ipc';
import { MemoryBackend } from '../../ipc/memory';
import { NO_FILTERS } from './filters';
import { readViews, Views } from './views.svelte';

test('a view is kept among the sealed drafts of its case, found again, replaced and forgotten', async () => {
  const vault = new MemoryBackend();
  useBackend(vault);
  const views = new Views(1);
  await views.load();
  expect(views.all).toEqual([]);
  const late = { name: 'Late ones', filters: { ...NO_FILTERS, late: true }, query: '' };
  await views.keep(late);
  await views.keep({ name: 'Calls', filters: { ...NO_FILTERS, channels: ['phone' as const], person: 2, tags: ['threat' as const] }, query: 'reception' });
  const again = new Views(1);
  await again.load();
  expect(again.all).toEqual(views.all);
  expect(again.all.map((view) => view.name)).toEqual(['Late ones', 'Calls']);
  await again.keep({ ...late, query: 'bench' });
  expect(again.all.map((view) => [view.name, view.query])).toEqual([['Calls', 'reception'], ['Late ones', 'bench']]);
  const other = new Views(2);
  await other.load();
  expect(other.all).toEqual([]);
  await again.forget('Calls');
  await again.forget('Late ones');
  expect(await vault.drafts(1)).toEqual([]);
});

test('what cannot be kept is said, and what was kept stays', async () => {
  const vault = new MemoryBackend();
  useBackend(vault);
  const views = new Views(1);
  await views.keep({ name: 'A', filters: NO_FILTERS, query: 'a' });
  vi.spyOn(vault, 'keepDraft').mockRejectedValue({ code: 'io', message: 'The disk is full.', hint: 'Make room.' });
  await views.keep({ name: 'B', filters: NO_FILTERS, query: 'b' });
  expect([views.problem?.message, views.all.length]).toEqual(['The disk is full.', 1]);
});

test('what was kept by another version or is broken is read as far as it goes', () => {
  for (const text of ['', '{', '{}', 'null', '[null, 3, {"name": ""}]']) expect(readViews(text)).toEqual([]);
  expect(readViews('[{"name": "A", "filters": {"channels": "phone", "late": "yes", "new": 1, "person": "1", "tags": "threat"}}]')[0]).toMatchObject({
    name: 'A', query: '', filters: { channels: [], late: false, hasItems: false, kind: null, person: null, tags: [] },
  });
});
