import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { cover } from '../src/shared/cover.svelte';
import { expectAccessible, start } from './screens';

async function open(options: MemoryOptions = {}) {
  const started = start(options);
  cover.reset(false);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  return started;
}

async function item(words: string, number: string) {
  const started = await open();
  await started.user.type(screen.getByLabelText('Find words, names, items'), `${words}{Enter}`);
  const row = await waitFor(() => {
    const found = [...document.querySelectorAll<HTMLElement>('.ledger button.entry')].find((button) => button.textContent?.includes(`Item ${number}`));
    expect(found).toBeDefined();
    return found!;
  });
  await started.user.dblClick(row);
  await screen.findByText(new RegExp(`^Item ${number}`));
  return started;
}

test('a capture is saved first, and the card becomes its first amendment', async () => {
  const { user, vault } = await open();
  const amended = vi.spyOn(vault, 'amendItem');
  await user.keyboard('{Control>}{Shift>}S{/Shift}{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Whole screen' }));
  await screen.findByRole('heading', { name: 'Saved as item 0029' });
  expect(screen.getByText('2 of 6')).toBeInTheDocument();
  await expectAccessible();
  await user.type(screen.getByLabelText('What is it?'), 'Six messages');
  await user.type(screen.getByLabelText('Date and time it shows'), 'Tue 21 April 2026, 21:06');
  await user.type(screen.getByLabelText('Handle or number it shows'), 'stairs_and_sunday');
  await user.click(screen.getByRole('button', { name: 'Write the contact' }));
  await waitFor(() => expect(amended).toHaveBeenCalledTimes(1));
  expect(amended.mock.calls[0]).toMatchObject([1, 29, {
    description: 'Six messages', occurred: { local: '2026-04-21T21:06' }, source: { handle: 'stairs_and_sunday', shown: 'Tue 21 April 2026, 21:06' },
  }, 'First description']);
  await screen.findByRole('heading', { name: 'New contact' });
  expect(await screen.findByText('Item 0029')).toBeInTheDocument();
});

test('a picture that a busy computer did not make is asked for again, and then named', async () => {
  const { user, vault } = await open();
  const asked = vi.spyOn(vault, 'previewUrl');
  await user.keyboard('{Control>}v{/Control}');
  const card = await screen.findByRole('dialog');
  for (let n = 0; n < 3; n += 1) await fireEvent.error(await within(card).findByRole('img'));
  // The same address would be answered from what failed before.
  expect(new Set(asked.mock.calls.filter(([, item]) => item === 29).map(([, , side]) => side))).toEqual(new Set([900, 899, 898]));
  expect(within(card).queryByRole('img')).toBeNull();
});

test('a card on which nothing is written amends nothing', async () => {
  const { user, vault } = await open();
  const amended = vi.spyOn(vault, 'amendItem');
  await user.keyboard('{Control>}v{/Control}');
  await screen.findByRole('heading', { name: 'Saved as item 0029' });
  await user.click(screen.getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Saved as item 0029' })).toBeNull());
  expect(amended).not.toHaveBeenCalled();
});

test('pasting into a field pastes text, not an item', async () => {
  const { user, vault } = await open();
  const pasted = vi.spyOn(vault, 'paste');
  await user.click(screen.getByLabelText('Find words, names, items'));
  await user.keyboard('{Control>}v{/Control}');
  expect(pasted).not.toHaveBeenCalled();
});

test('files: what failed and what is safe is said, and the same bytes twice', async () => {
  const { user, vault } = await open();
  await user.click(screen.getByRole('button', { name: 'Capture' }));
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Add files…' }));
  await screen.findByRole('heading', { name: '1 of 3 files was not added' });
  expect(screen.getByText('The other 2 are saved.')).toBeInTheDocument();
  expect(screen.getByText('empty.amr is empty, 0 bytes.')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  await vault.drop(['/home/em/Pictures/IMG_2040.png']);
  expect((await screen.findAllByText(/These bytes are already item 0029/)).length).toBeGreaterThan(0);
});

test('long work shows how far it is and can be stopped', async () => {
  const { user, vault } = await open({ pace: 1400 });
  const stopped = vi.spyOn(vault, 'cancel');
  await user.click(screen.getByRole('button', { name: 'Capture' }));
  await user.click(screen.getByRole('button', { name: 'Add files…' }));
  await screen.findByRole('progressbar', {}, { timeout: 4000 });
  await user.click(screen.getByRole('button', { name: 'Stop, and keep what is added' }));
  expect(stopped).toHaveBeenCalled();
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), { timeout: 6000 });
});

test('an item says what is known, and "unchanged" only after a check', async () => {
  const { user } = await item('One page, by hand', '0005');
  const about = screen.getByRole('complementary', { name: 'About this item' });
  expect(within(about).getByRole('button', { name: 'Letter or card, Wed 18 March' })).toBeInTheDocument();
  expect(within(about).queryByText('Unchanged since it was added')).toBeNull();
  await expectAccessible();
  await user.click(within(about).getByRole('button', { name: 'Check everything now' }));
  expect(await within(about).findByText('Unchanged since it was added')).toBeInTheDocument();
  await user.keyboard('j');
  expect(await screen.findByText('Item 0006, original')).toBeInTheDocument();
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('slider', { name: 'Days shown' })).toBeInTheDocument();
});

test('text is shown as text', async () => {
  await item('Notes of the call', '0027');
  expect((await screen.findByRole('region', { name: 'The text' })).textContent).toContain('Incident NSP-2026-0428-0311.');
  await expectAccessible();
});

test('a decrypted copy needs a reason and the number, and is shown on the item', async () => {
  const { user, vault } = await item('One page, by hand', '0005');
  const saved = vi.spyOn(vault, 'saveCopy');
  await user.click(screen.getByRole('button', { name: 'Save a decrypted copy…' }));
  await screen.findByRole('heading', { name: 'Save a decrypted copy of item 0005' });
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Save the unprotected copy' }));
  expect(screen.getByLabelText('Why do you need it?')).toHaveFocus();
  await user.type(screen.getByLabelText('Why do you need it?'), 'A print for the officer');
  await user.type(screen.getByLabelText('Type the item number to go on'), '6');
  await user.click(screen.getByRole('button', { name: 'Save the unprotected copy' }));
  expect(saved).not.toHaveBeenCalled();
  await user.clear(screen.getByLabelText('Type the item number to go on'));
  await user.type(screen.getByLabelText('Type the item number to go on'), '5');
  await user.click(screen.getByRole('button', { name: 'Save the unprotected copy' }));
  await waitFor(() => expect(saved).toHaveBeenCalledWith(1, 5, 'A print for the officer'));
  expect(await screen.findByText('A print for the officer')).toBeInTheDocument();
});

test('amending an item sends what changed, with the reason', async () => {
  const { user, vault } = await item('One page, by hand', '0005');
  const amended = vi.spyOn(vault, 'amendItem');
  await user.click(screen.getByRole('button', { name: 'Amend' }));
  const dialog = await screen.findByRole('dialog');
  await user.clear(within(dialog).getByLabelText('From'));
  await user.type(within(dialog).getByLabelText('When what it shows happened'), '16 March 2026');
  await user.type(within(dialog).getByLabelText('Why do you change it?'), 'Not certain whose hand it is');
  await user.click(within(dialog).getByRole('button', { name: 'Save the change' }));
  await waitFor(() => expect(amended).toHaveBeenCalledTimes(1));
  expect(amended.mock.calls[0]).toMatchObject([1, 5, { from: '', occurred: { local: '2026-03-16', precision: 'day' } }, 'Not certain whose hand it is']);
});
