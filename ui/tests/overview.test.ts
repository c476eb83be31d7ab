import { screen, within } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { expectAccessible, start } from './screens';

async function open(options: MemoryOptions = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  const tabs = await screen.findByRole('navigation', { name: 'Matter 1' });
  await started.user.click(within(tabs).getByRole('button', { name: 'Overview' }));
  await screen.findByText('These are counts, not a legal finding.');
  return started;
}

afterEach(() => vi.restoreAllMocks());

const bars = () => within(screen.getByRole('group', { name: /^Contacts a week/ })).getAllByRole('button');

/** Nothing is laid out here: without this every page is 0 wide. */
const wide = () => vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900);

test('the sentence first, then the bars, their table, the key dates with their source, and what was written', async () => {
  wide();
  await open();
  expect(screen.getByText('52 contacts on 12 days, over 12 weeks. 16 came after they were asked to stop, 10 after the warning letter and none after the police were told.')).toBeInTheDocument();
  expect(bars()[6]).toHaveAccessibleName('Week of 16 March 2026: 32 contacts; messages 31; letters 1, for the first time');
  const table = screen.getByRole('table', { name: 'Contacts a week by how they came' });
  const row = within(table).getByRole('row', { name: /^Messages/ });
  expect(row).toHaveTextContent(/3\s*for the first time/);
  expect(within(table).getByRole('row', { name: /^All/ })).toHaveTextContent('32');
  expect(screen.getByText('27 October 2026')).toBeInTheDocument();
  expect(screen.getByText(/sections 2 and 2A of the Protection from Harassment Act 1997/)).toBeInTheDocument();
  expect(screen.getAllByText(/, read 2026-/).length).toBeGreaterThan(1);
  expect(screen.getByText(/You wrote what it did to you with \d+ contacts\./)).toBeInTheDocument();
  expect(screen.getByRole('table', { name: /^Places/ })).toBeInTheDocument();
  await expectAccessible();
});

test('on a narrow page the numbers are a table with a line for each bar', async () => {
  await open();
  const table = screen.getByRole('table', { name: /^Contacts a week by how they came; what has none/, hidden: true });
  expect(within(table).getByRole('row', { name: /^Week of 16 March 2026/, hidden: true })).toHaveTextContent('32');
  expect(within(table).queryByRole('row', { name: /^Week of 9 February/, hidden: true })).toBeNull();
  await expectAccessible();
});

test('bars are gone through by key, and Enter shows the week on the timeline', async () => {
  const { user } = await open();
  const [first] = bars();
  first!.focus();
  await user.keyboard('{ArrowRight}{ArrowRight}{End}');
  expect(document.activeElement).toBe(bars().at(-1));
  expect(bars().filter((bar) => bar.tabIndex === 0)).toEqual([bars().at(-1)]);
  await user.keyboard('{Home}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{Enter}');
  await screen.findByRole('slider', { name: 'Days shown' });
  const selected = () => document.querySelector('.ledger [aria-current="true"]');
  await vi.waitFor(() => expect(selected()).toHaveTextContent(/Letter to the surgery/));
});

test('a case with nothing in it says so, and a fault is told', async () => {
  const { user, vault } = await open();
  vi.spyOn(vault, 'pattern').mockRejectedValueOnce({ code: 'io', message: 'The index failed.', hint: 'Rebuild it.' });
  const tabs = screen.getByRole('navigation', { name: 'Matter 1' });
  await user.click(within(tabs).getByRole('button', { name: 'Timeline' }));
  await user.click(within(tabs).getByRole('button', { name: 'Overview' }));
  expect(await screen.findByText('The index failed.')).toBeInTheDocument();
});
