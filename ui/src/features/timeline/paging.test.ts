import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useBackend } from '../../ipc';
import { MemoryBackend } from '../../ipc/memory';
import { ledgerOf } from './ledger';
import { Packed, readFound } from '../../shared/packed';
import { contactRow } from './sampleRows';
import { PAGE } from '../../shared/bodies.svelte';
import { FIRST, Timeline } from './timeline.svelte';

// Here every frame is drawn at once.
beforeEach(() => vi.stubGlobal('requestAnimationFrame', (drawn: FrameRequestCallback) => { drawn(0); return 0; }));
afterEach(() => { vi.unstubAllGlobals(); useBackend(new MemoryBackend()); });

const settled = () => new Promise((done) => setTimeout(done));

function many(n = 4 * FIRST): { vault: MemoryBackend; timeline: Timeline } {
  const vault = new MemoryBackend({ many: n });
  useBackend(vault);
  return { vault, timeline: new Timeline(1) };
}

test('the columns say of every row what the row says', async () => {
  const { vault } = many(10);
  const rows = await vault.timeline(1, {});
  const packed = new Packed(await vault.timelinePacked(1, null));
  expect(packed.rows).toHaveLength(rows.length);
  for (const [at, row] of rows.entries()) {
    const place = packed.rows[at]!;
    expect([place.kind, place.n, place.label, place.at, place.precision, place.zone]).toEqual([row.kind, row.n, row.label, Date.parse(row.instant), row.precision, row.zone]);
    expect([place.channel, place.direction, place.turn, place.platform]).toEqual([row.channel, row.direction, row.turn, row.platform || null]);
    expect([place.late, place.about, place.hasItems, place.hasWords]).toEqual([row.late, row.about, row.items.length > 0, row.words !== null]);
    const contact = row.kind === 'contact' ? (await vault.contact(1, row.n)).contact : null;
    expect([place.people, [...place.tags].sort()]).toEqual([contact?.people ?? [], (contact?.behaviours ?? []).toSorted()]);
    expect([place.amended, place.belongs]).toEqual([row.amendments.length > 0, row.contacts.length > 0]);
    expect(`${place.dayText}${place.time ? `T${place.time}` : ''}`).toBe((row.occurred ?? '').slice(0, 16));
  }
});

test('the columns say who is in a contact or gave a gift, and what they did', async () => {
  const packed = new Packed(await new MemoryBackend({ registers: true }).timelinePacked(1, null));
  const of = (kind: string, text: string) => packed.rows.filter((row) => row.kind === kind && row.dayText === text);
  expect(of('contact', '2026-04-14').map((row) => [row.people, row.tags])).toEqual([[[1], ['contacting', 'loitering']]]);
  expect(of('gift', '2026-04-14').map((row) => [row.people, row.tags])).toEqual([[[2], []]]);
  expect(of('contact', '2026-02-05').map((row) => [row.people, row.tags])).toEqual([[[], []]]);
});

test('columns that are cut, longer, of another layout or no columns are refused', async () => {
  const bytes = await new MemoryBackend().timelinePacked(1, null);
  const other = (at: number, byte: number) => {
    const copy = bytes.slice(0);
    new Uint8Array(copy)[at] = byte;
    return copy;
  };
  const longer = new Uint8Array([...new Uint8Array(bytes), 0]).buffer;
  for (const wrong of [new ArrayBuffer(0), bytes.slice(0, 20), bytes.slice(0, -1), longer, other(0, 0), other(4, 1), other(8, 250), other(11, 255)]) {
    expect(() => new Packed(wrong)).toThrow();
  }
  expect(() => new Packed(bytes)).not.toThrow();
  expect(() => readFound(new ArrayBuffer(4))).toThrow();
  expect(() => readFound(new ArrayBuffer(10))).toThrow();
});

test('the newest rows come first with what they say, then the columns of all', async () => {
  const { vault, timeline } = many();
  const asked = vi.spyOn(vault, 'timelinePacked');
  const read = vi.spyOn(vault, 'timelineRows');
  await timeline.load();
  expect(asked.mock.calls.map(([, newest]) => newest)).toEqual([FIRST, null]);
  expect(read.mock.invocationCallOrder[0]).toBeLessThan(asked.mock.invocationCallOrder[1]!);
  expect(timeline.complete).toBe(true);
  expect(timeline.body(timeline.rows.at(-1)!)).toBeDefined();
  const all = await vault.timeline(1, {});
  expect(timeline.rows.map((row) => row.kind + row.n)).toEqual(all.map((row) => row.kind + row.n));
});

test('what rows say is asked for once, near what is wanted, with their items', async () => {
  const { vault, timeline } = many();
  await timeline.load();
  const read = vi.spyOn(vault, 'timelineRows');
  timeline.bodies.want('view', timeline.rows.slice(0, PAGE + 20));
  await settled();
  expect(read.mock.calls.map(([, keys]) => keys.length)).toEqual([PAGE, 20]);
  timeline.bodies.want('view', timeline.rows.slice(0, PAGE));
  await settled();
  expect(read).toHaveBeenCalledTimes(2);
  expect(timeline.body(timeline.rows[5]!)?.text).toBe((await vault.timeline(1, {}))[5]!.text);
  const withItems = timeline.rows.find((row) => row.kind === 'contact' && row.hasItems)!;
  timeline.bodies.want('view', [withItems]);
  await settled();
  for (const item of timeline.body(withItems)!.items) expect(timeline.bodies.item(item)?.kind).toBe('item');
});

test('of very many rows the oldest that nobody wants are forgotten', async () => {
  const { timeline } = many(4_000);
  await timeline.load();
  const standing = timeline.rows.filter((row) => !row.hasItems);
  const line = standing.slice(0, 10);
  timeline.bodies.want('line', line);
  await settled();
  for (let from = 0; from < standing.length; from += 500) {
    timeline.bodies.want('view', standing.slice(from, from + 500));
    await settled();
  }
  expect(line.every((row) => timeline.body(row))).toBe(true);
  expect(timeline.body(standing[200]!)).toBeUndefined();
  expect(timeline.body(standing.at(-1)!)).toBeDefined();
});

test('an amended row is read again, and shown as it was until then', async () => {
  const { vault, timeline } = many(5);
  await timeline.load();
  const row = timeline.rows.find((one) => one.kind === 'contact')!;
  timeline.bodies.want('view', [row]);
  await settled();
  const before = timeline.body(row)!.text;
  await vault.amendContact(1, row.n, { what: 'Other words' }, 'I remembered');
  await timeline.load();
  expect(timeline.body(row)!.text).toBe(before);
  timeline.bodies.want('view', [timeline.rows.find((one) => one.kind === 'contact' && one.n === row.n)!]);
  await settled();
  expect(timeline.body(row)!.text).toBe('Other words');
});

test('rows that cannot be read are said, and asked for again when they are wanted again', async () => {
  const { vault, timeline } = many(5);
  await timeline.load();
  const failing = vi.spyOn(vault, 'timelineRows').mockRejectedValueOnce({ code: 'io', message: 'The index failed.', hint: 'Rebuild it.' });
  timeline.bodies.want('view', timeline.rows);
  await settled();
  expect([timeline.bodies.problem?.message, failing.mock.calls.length]).toEqual(['The index failed.', 1]);
  timeline.bodies.want('view', timeline.rows);
  await settled();
  expect([timeline.bodies.problem, timeline.body(timeline.rows[0]!)?.n]).toEqual([null, timeline.rows[0]!.n]);
});

test('what is found is shown alone, or marked among everything', async () => {
  const { timeline } = many();
  await timeline.load();
  await timeline.search('chocolates');
  expect(timeline.shown).toHaveLength(timeline.found!.length);
  const alone = timeline.lines.length;
  timeline.inPlace = true;
  expect(timeline.lines.length).toBeGreaterThan(alone);
  expect(timeline.hits.length).toBe(timeline.found!.filter((row) => !row.belongs).length);
  const line = timeline.lines[timeline.hits[0]!]!;
  expect(line.kind !== 'gap' && timeline.found).toContain(line.kind !== 'gap' && line.rows[0]);
  timeline.filter({ channels: ['phone'] });
  expect(timeline.lines.every((one) => one.kind === 'gap' || one.rows.every((row) => row.channel === 'phone'))).toBe(true);
});

test('a search after something was written asks for the columns again', async () => {
  const { vault, timeline } = many(5);
  await timeline.load();
  const draft = (await vault.contact(1, 1)).contact;
  await vault.logContact(1, { ...draft, what: 'A quetzal on the sill', items: [] });
  await timeline.search('quetzal');
  expect(timeline.found).toHaveLength(1);
  expect(timeline.found![0]!.n).toBe((await vault.search('quetzal', 1, 1))[0]!.n);
});

test('several lines are selected from one end, and give their days', async () => {
  const { timeline } = many(5);
  await timeline.load();
  const entries = timeline.lines.flatMap((line, at) => (line.kind === 'gap' ? [] : [{ line, at }]));
  const [a, b, c] = [entries[3]!, entries[4]!, entries[6]!];
  timeline.select(b.line.key, b.at);
  expect(timeline.range).toBeNull();
  timeline.extend(c.line.key, c.at);
  expect(timeline.range).toEqual({ first: b.at, last: c.at });
  timeline.extend(a.line.key, a.at);
  expect(timeline.range).toEqual({ first: a.at, last: b.at });
  const days = (line: typeof a.line) => line.rows.map((row) => row.dayText);
  expect(timeline.days).toMatchObject({ from: days(a.line)[0], to: days(b.line).at(-1), lines: 2 });
  timeline.select(c.line.key, c.at);
  expect([timeline.range, timeline.days]).toEqual([null, null]);
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
