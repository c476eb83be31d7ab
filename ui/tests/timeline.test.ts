import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { cover } from '../src/shared/cover.svelte';
import type { Moment } from '../src/ipc';
import { readMoment } from '../src/ipc/memory/moments';
import { DAMAGED } from '../src/ipc/memory/options';
import { expectAccessible, start } from './screens';

async function open(options: MemoryOptions = {}) {
  const started = start(options);
  cover.reset(false);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  return started;
}

const ledger = () => screen.getByRole('region', { name: 'Contacts and items, oldest first' });
const facing = () => screen.getByRole('complementary', { name: 'The selected line' });
const lines = () => within(ledger()).getAllByRole('button').filter((button) => button.matches('[data-key]'));
const status = () => document.querySelector('[role=status].sr');

test('the whole case: strip, days, turning points, gaps and bursts', async () => {
  await open();
  expect(screen.getByText('52 contacts')).toBeInTheDocument();
  expect(screen.getByText('16 after asked to stop, 10 after the warning letter')).toBeInTheDocument();
  expect(within(ledger()).getByText('31 Facebook messages')).toBeInTheDocument();
  expect(within(ledger()).getByText('9 days with no contact recorded')).toBeInTheDocument();
  expect(within(ledger()).getByText('clock change')).toBeInTheDocument();
  for (const turn of ['Asked to stop', 'Warning letter', 'Police']) expect(within(ledger()).getByText(turn)).toBeInTheDocument();
  expect(within(ledger()).getAllByText(/written \d+ days after/).length).toBeGreaterThan(1);
  await expectAccessible();
});

test('it opens at the newest, and arrows, Home and Enter go through it', async () => {
  const { user } = await open();
  await waitFor(() => expect(lines().filter((line) => line.ariaCurrent === 'true')).toHaveLength(1));
  expect(within(facing()).getByRole('heading', { level: 2 })).toHaveTextContent('Police told, on 101');
  await user.keyboard('k');
  await waitFor(() => expect(within(facing()).getByRole('heading', { level: 2 })).toHaveTextContent('Stood across the road'));
  await waitFor(() => expect(document.activeElement).toBe(lines().find((line) => line.ariaCurrent === 'true')));
  await user.keyboard('{Home}');
  await waitFor(() => expect(within(facing()).getByRole('heading', { level: 2 })).toHaveTextContent('Chocolates and a card'));
  expect(await within(facing()).findByText('Priya Shah, receptionist')).toBeInTheDocument();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(within(facing()).getByRole('heading', { level: 2 })));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(lines()[0]));
});

test('a burst shows its hours and opens one of its own, with the earlier text one click away', async () => {
  const { user } = await open();
  await user.click(within(ledger()).getByText('31 Facebook messages'));
  expect(within(facing()).getByText(/Through the day: 3 before 08:00/)).toBeInTheDocument();
  await user.click(within(facing()).getByRole('button', { name: 'Show all 31' }));
  await user.click(within(facing()).getByRole('button', { name: 'Open the one of 22:34' }));
  expect(await within(facing()).findByText('Could not sleep. Asked Tom to walk me to the car.')).toBeInTheDocument();
  expect(within(facing()).queryByText(/The phone shows 22:34/)).toBeNull();
  await user.click(within(facing()).getByRole('button', { name: 'Show the earlier text' }));
  expect(within(facing()).getByText(/The phone shows 22:34/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(within(facing()).getByRole('button', { name: 'All 31 of this day' }));
  expect(within(facing()).getByRole('heading', { level: 2 })).toHaveTextContent('31 Facebook messages');
});

test('finding asks the backend, marks the words, says how many, and has a way out', async () => {
  const { user, vault } = await open();
  const asked = vi.spyOn(vault, 'findInTimeline');
  await user.keyboard('/');
  expect(screen.getByLabelText('Find words, names, items')).toHaveFocus();
  await user.keyboard('bench');
  await waitFor(() => expect(asked).toHaveBeenCalledWith(1, 'bench'));
  await waitFor(() => expect([...document.querySelectorAll('.ledger mark')].map((mark) => mark.textContent)).toContain('bench'));
  await waitFor(() => expect(status()).toHaveTextContent(/\d results for “bench”/));
  await user.clear(screen.getByLabelText('Find words, names, items'));
  await user.keyboard('zebra{Enter}');
  expect(await screen.findByRole('heading', { name: 'Nothing found for “zebra”' })).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getAllByRole('button', { name: 'Show everything' })[0]!);
  await waitFor(() => expect(within(ledger()).getByText('31 Facebook messages')).toBeInTheDocument());
  expect(screen.getByLabelText('Find words, names, items')).toHaveValue('');
});

test('filters narrow the ledger and are said', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('button', { name: 'How' }));
  await user.click(screen.getByRole('checkbox', { name: 'In person' }));
  expect(lines()).toHaveLength(2);
  expect(status()).toHaveTextContent('2 of 57 entries shown');
  await user.keyboard('{Escape}');
  expect(screen.getByRole('button', { name: 'How (1)' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Show everything' }));
  await user.click(screen.getByRole('button', { name: 'Written late', pressed: false }));
  expect(lines().every((line) => /written/.test(line.textContent ?? ''))).toBe(true);
  await user.click(screen.getByRole('button', { name: 'What' }));
  await user.click(screen.getByRole('radio', { name: 'Items' }));
  await user.click(screen.getByRole('button', { name: 'Written late', pressed: true }));
  expect(lines()).toHaveLength(28);
});

test('going to a date selects the next line on or after it, and a text that is no date is said', async () => {
  const { user } = await open();
  await user.keyboard('g');
  await user.type(await screen.findByLabelText('Date'), 'soon{Enter}');
  expect(screen.getByText(/That is not a date/)).toBeInTheDocument();
  await user.clear(screen.getByLabelText('Date'));
  await user.type(screen.getByLabelText('Date'), '24/3/2026{Enter}');
  await waitFor(() => expect(within(facing()).getByText(/Thursday 26 March 2026/)).toBeInTheDocument());
});

test('covered words and pictures are not in the page until asked for', async () => {
  const { user } = await open();
  const words = 'You did not answer my message';
  expect(ledger().textContent).toContain(words);
  await user.keyboard('{Shift>}C{/Shift}');
  expect(document.body.textContent).not.toContain(words);
  expect(ledger().querySelectorAll('img')).toHaveLength(0);
  await user.click(within(ledger()).getByText('Letter to the surgery, by post'));
  expect(document.body.textContent).not.toContain(words);
  await user.keyboard('c');
  expect(facing().textContent).toContain(words);
});

test('hostile text stays text, and signs that mislead are written out', async () => {
  const { user, vault } = await open();
  const occurred = await vault.readMoment('2026-04-29T10:00', 'Europe/London');
  await vault.logContact(1, {
    occurred, channel: 'message', direction: 'from_them', platform: null, what: '<img src=x onerror=alert(1)> \u202Eevil', words: '{@html "<b>"}\n=1+1',
    place: null, present: null, response: null, effect: null, items: [], turn: null,
  });
  await user.click(screen.getByRole('button', { name: 'Casekeep, all cases' }));
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  expect(await screen.findAllByText('<img src=x onerror=alert(1)> \\u{202E}evil')).not.toHaveLength(0);
  expect(document.querySelector('img[src="x"]')).toBeNull();
});

test('locking leaves nothing of the case in the page', async () => {
  const { user, vault } = await open();
  await user.keyboard('n');
  await user.type(await screen.findByLabelText('What happened'), 'A secret draft');
  await vault.lock();
  await screen.findByLabelText('Passphrase');
  for (const text of ['Matter 1', 'A secret draft', 'Facebook', 'bench']) expect(document.documentElement.innerHTML).not.toContain(text);
});

test('below the newest line stands what the last check found, with the way to it', async () => {
  const { user } = start({ findings: DAMAGED, checked: true });
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  expect(await screen.findByText(/^Checked .*: 3 things not as saved\.$/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'See what' }));
  expect(await screen.findByRole('heading', { name: 'Checks', level: 1 })).toBeInTheDocument();
});

test('what was found is gone through by key, alone or among everything', async () => {
  const { user } = await open();
  await user.keyboard('/bench');
  const found = await screen.findByRole('group', { name: 'What was found' });
  const alone = lines().length;
  const selected = () => lines().findIndex((line) => line.ariaCurrent === 'true');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(selected()).toBe(0));
  expect(found).toHaveTextContent(`1 of ${alone}`);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(selected()).toBe(1));
  await user.keyboard('{Shift>}{Enter}{/Shift}');
  await waitFor(() => expect(selected()).toBe(0));
  await user.click(within(found).getByRole('button', { name: 'Among everything' }));
  await waitFor(() => expect(lines().length).toBeGreaterThan(alone));
  expect(document.querySelectorAll('.ledger mark').length).toBeGreaterThan(0);
  await user.keyboard('{F3}');
  await waitFor(() => expect(lines()[selected()]).toHaveClass('hit'));
  await expectAccessible();
});

test('several lines are selected by Shift and handed over as days', async () => {
  const { user } = await open();
  await waitFor(() => expect(lines().filter((line) => line.ariaCurrent === 'true')).toHaveLength(1));
  await user.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
  const bar = await screen.findByRole('region', { name: 'The selected lines' });
  expect(bar).toHaveTextContent('3 lines');
  await expectAccessible();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('region', { name: 'The selected lines' })).toBeNull());
  await user.keyboard('{End}{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
  await user.click(await screen.findByRole('button', { name: 'Hand over these days' }));
  await user.click(await screen.findByRole('radio', { name: 'Police' }));
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByLabelText('From')).toHaveValue('2026-04-27');
  expect(screen.getByLabelText('To')).toHaveValue('2026-04-28');
});

test('the calendar says how many each day had, moves by key, and goes there', async () => {
  const { user } = await open();
  await user.keyboard('g');
  const day = await screen.findByRole('button', { name: 'Thursday 19 March 2026, 31 contacts' });
  await expectAccessible();
  day.focus();
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toHaveAccessibleName('Thursday 26 March 2026, 1 contact');
  await user.keyboard('{PageDown}{ArrowUp}{ArrowUp}');
  expect(document.activeElement).toHaveAccessibleName(/^Sunday 12 April 2026/);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(lines().find((line) => line.ariaCurrent === 'true')).toHaveTextContent(/Waiting by your car|17:50/));
});

test('a view is kept under a name and shown again', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('button', { name: 'Written late', pressed: false }));
  const late = lines().length;
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.type(screen.getByLabelText('Keep this view as'), 'Late ones{Enter}');
  await user.click(await screen.findByRole('button', { name: 'Show everything' }));
  await waitFor(() => expect(lines().length).toBeGreaterThan(late));
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('button', { name: 'Late ones' }));
  await waitFor(() => expect(lines()).toHaveLength(late));
  await expectAccessible();
});

test('a letter that went and says stop is ruled across the timeline as a turning point, one that did not go is none', async () => {
  const { vault, user } = start();
  cover.reset(false);
  const row = await screen.findByRole('button', { name: /^Matter 1/ });
  const letter = (sent?: Moment) => vault.registers.enter(1, { register: 'letter', purpose: 'boundary', to: 'Person A', sent });
  const before = (await vault.pattern(1)).turns;
  await letter();
  expect((await vault.pattern(1)).turns).toEqual(before);
  await letter(readMoment('2026-02-05', 'Europe/London'));
  expect((await vault.pattern(1)).turns).toEqual([{ turn: 'asked_to_stop', kind: 'letter', n: 2, day: '2026-02-05', after: 51 }, ...before]);
  await user.click(row);
  expect(await screen.findByText(/^51 after asked to stop/)).toBeInTheDocument();
  await user.keyboard('{Home}');
  await user.keyboard('j');
  expect(await within(facing()).findByText('Asked to stop. Letter 2')).toBeInTheDocument();
  await waitFor(() => expect(lines()[1]).toHaveTextContent('Asked to stopBoundary letter, to Person A'));
  await user.click(screen.getByRole('button', { name: 'After…' }));
  await user.click(screen.getByRole('radio', { name: 'Asked to stop' }));
  await waitFor(() => expect(within(ledger()).queryByText('Chocolates and a card, left at reception')).toBeNull());
  const tabs = screen.getByRole('navigation', { name: 'Matter 1' });
  await user.click(within(tabs).getByRole('button', { name: 'Overview' }));
  await user.click(await screen.findByRole('button', { name: 'Asked to stop' }));
  expect(await within(facing()).findByText('Asked to stop. Letter 2')).toBeInTheDocument();
});

test('who is in it and what they did narrow the timeline, stand as words beside it, and a view keeps them', async () => {
  const { user } = await open({ registers: true });
  await user.click(await screen.findByRole('button', { name: 'More' }));
  await user.click(await screen.findByRole('radio', { name: 'Person A' }));
  await waitFor(() => expect(lines()).toHaveLength(3));
  for (const text of ['Waiting by your car', 'Stood across the road from the surgery', 'Chocolates and a card']) expect(within(ledger()).getByText(text)).toBeInTheDocument();
  expect(status()).toHaveTextContent(/^3 of /);
  await user.click(screen.getByRole('checkbox', { name: 'Watching' }));
  await waitFor(() => expect(lines()).toHaveLength(1));
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(screen.getByRole('button', { name: 'More (2)' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.type(screen.getByLabelText('Keep this view as'), 'At the surgery{Enter}');
  await user.click(await screen.findByRole('button', { name: 'No longer only: Person A' }));
  expect(screen.getByLabelText('Find words, names, items')).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Show everything' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: /^No longer only/ })).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole('button', { name: 'At the surgery' }));
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(screen.getByRole('button', { name: 'No longer only: Watching' })).toBeInTheDocument();
  await user.click(lines()[0]!);
  expect(await within(facing()).findByText('Loitering, Watching')).toBeInTheDocument();
});

test('where nobody is named there is nobody to choose, and filters that fit nothing say so', async () => {
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'More' }));
  expect(screen.queryByRole('group', { name: 'Who is in it' })).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: 'Watching' }));
  await user.click(screen.getByRole('button', { name: 'Has items', pressed: false }));
  await user.click(screen.getByRole('button', { name: 'From or to' }));
  await user.click(screen.getByRole('radio', { name: 'About you' }));
  expect(await screen.findByText('Nothing fits these filters')).toBeInTheDocument();
});
