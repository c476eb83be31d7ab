import { afterEach, expect, test, vi } from 'vitest';
import { useBackend } from '../../ipc';
import { MemoryBackend } from '../../ipc/memory';
import { dayPart } from './calendar';
import { ledgerOf } from './ledger';
import { contactRow } from './sampleRows';
import { HITS, PAGE, Timeline } from './timeline.svelte';

afterEach(() => useBackend(new MemoryBackend()));

function many(): { vault: MemoryBackend; timeline: Timeline } {
  const vault = new MemoryBackend({ many: 2 * PAGE + 100 });
  useBackend(vault);
  return { vault, timeline: new Timeline(1) };
}

test('a long case is asked for page by page, the newest first', async () => {
  const { vault, timeline } = many();
  const asked = vi.spyOn(vault, 'timeline');
  await timeline.load();
  expect([timeline.rows.length, timeline.complete]).toEqual([PAGE, false]);
  expect(asked.mock.calls.every(([, filter]) => filter.most === PAGE || filter.turns)).toBe(true);
  const newest = timeline.rows.at(-1);
  expect(await timeline.earlier()).toBe(true);
  expect([timeline.rows.length, timeline.complete, timeline.rows.at(-1)]).toEqual([2 * PAGE, false, newest]);
  expect(await timeline.earlier()).toBe(true);
  expect(timeline.complete).toBe(true);
  const all = await vault.timeline(1, {});
  expect(timeline.rows.map((row) => row.kind + row.n)).toEqual(all.map((row) => row.kind + row.n));
});

test('what was just written keeps the pages that are here', async () => {
  const { timeline } = many();
  await timeline.load();
  await timeline.earlier();
  await timeline.load();
  expect(timeline.rows).toHaveLength(2 * PAGE);
});

test('a day and an entry that are not here yet are gone back to', async () => {
  const { vault, timeline } = many();
  await timeline.load();
  const all = await vault.timeline(1, {});
  const day = dayPart(all[PAGE]!.occurred!);
  expect(timeline.rows.some((row) => row.occurred !== null && dayPart(row.occurred) <= day)).toBe(false);
  await timeline.backTo(day);
  expect(timeline.rows.some((row) => row.occurred !== null && dayPart(row.occurred) <= day)).toBe(true);
  const oldest = all.find((row) => row.kind === 'contact')!;
  await timeline.show('contact', oldest.n);
  expect(timeline.line && timeline.line.kind !== 'gap' && timeline.line.rows.some((row) => row.n === oldest.n)).toBe(true);
});

test('a page that cannot be read is said, and nothing is asked for ever', async () => {
  const { vault, timeline } = many();
  await timeline.load();
  vi.spyOn(vault, 'timeline').mockRejectedValue({ code: 'io', message: 'The index failed.', hint: 'Rebuild it.' });
  await timeline.backTo('1999-01-01');
  await timeline.show('contact', 1_000_000);
  expect([timeline.problem?.message, timeline.rows.length]).toEqual(['The index failed.', PAGE]);
});

test('of very many hits those that were written down last are asked for', async () => {
  const { vault, timeline } = many();
  await timeline.load();
  const asked = vi.spyOn(vault, 'search');
  await timeline.search('message');
  expect(asked).toHaveBeenCalledWith('message', 1, HITS);
  expect(timeline.found).toHaveLength(HITS);
});

test('the margin line begins as turning points before the first line left it', () => {
  const rows = [contactRow('2026-04-02'), contactRow('2026-04-12')];
  const before = [contactRow('2026-03-02', { turn: 'asked_to_stop' })];
  const phases = (earlier: typeof before) => ledgerOf(rows, false, earlier).map((line) => line.phase);
  expect(phases([])).toEqual([0, 0]);
  expect(phases(before)).toEqual([1, 1]);
  const [line] = ledgerOf(rows, false, before);
  expect(line?.kind === 'entry' && line.head?.after).toBe(31);
});
