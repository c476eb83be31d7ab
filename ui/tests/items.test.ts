import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { expectAccessible, openCase, openItem, start } from './screens';

test('a capture is saved first, and the card becomes its first amendment', async () => {
  const { user, vault } = await openCase();
  const amended = vi.spyOn(vault, 'amendItem');
  await user.keyboard('{Control>}{Shift>}S{/Shift}{/Control}');
  await user.click(await screen.findByRole('button', { name: 'Whole screen' }));
  await screen.findByRole('heading', { name: 'Saved as item 0029' });
  expect(screen.getByText('0 of 6')).toBeInTheDocument();
  await expectAccessible();
  await user.type(screen.getByLabelText('What is it?'), 'Six messages');
  await user.type(screen.getByLabelText('Date and time it shows'), 'Tue 21 April 2026, 21:06');
  await user.type(screen.getByLabelText('Handle or number it shows'), 'stairs_and_sunday');
  await user.click(screen.getByRole('button', { name: 'Write the contact' }));
  await waitFor(() => expect(amended).toHaveBeenCalledTimes(1));
  expect(amended.mock.calls[0]).toMatchObject([1, 29, {
    description: 'Six messages', occurred: { local: '2026-04-21T21:06' }, source: { handle: 'stairs_and_sunday', shown: 'Tue 21 April 2026, 21:06' },
  }, 'First description']);
  expect(amended.mock.calls[0]![2]).not.toHaveProperty('captured');
  await screen.findByRole('heading', { name: 'New contact' });
  expect(await screen.findByText('Item 0029')).toBeInTheDocument();
});

test('a picture that a busy computer did not make is asked for again, and then named', async () => {
  const { user, vault } = await openCase();
  const asked = vi.spyOn(vault, 'previewUrl');
  await user.keyboard('{Control>}v{/Control}');
  const card = await screen.findByRole('dialog');
  for (let n = 0; n < 3; n += 1) await fireEvent.error(await within(card).findByRole('img'));
  // The same address would be answered from what failed before.
  expect(new Set(asked.mock.calls.filter(([, item]) => item === 29).map(([, , side]) => side))).toEqual(new Set([900, 899, 898]));
  expect(within(card).queryByRole('img')).toBeNull();
});

test('a card on which nothing is written amends nothing', async () => {
  const { user, vault } = await openCase();
  const amended = vi.spyOn(vault, 'amendItem');
  await user.keyboard('{Control>}v{/Control}');
  await screen.findByRole('heading', { name: 'Saved as item 0029' });
  await user.click(screen.getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Saved as item 0029' })).toBeNull());
  expect(amended).not.toHaveBeenCalled();
});

test('pasting into a field pastes text, not an item', async () => {
  const { user, vault } = await openCase();
  const pasted = vi.spyOn(vault, 'paste');
  await user.click(screen.getByLabelText('Find words, names, items'));
  await user.keyboard('{Control>}v{/Control}');
  expect(pasted).not.toHaveBeenCalled();
});

test('files: what failed and what is safe is said, and the same bytes twice', async () => {
  const { user, vault } = await openCase();
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
  const { user, vault } = await openCase({ pace: 1400 });
  const stopped = vi.spyOn(vault, 'cancel');
  await user.click(screen.getByRole('button', { name: 'Capture' }));
  await user.click(screen.getByRole('button', { name: 'Add files…' }));
  await screen.findByRole('progressbar', {}, { timeout: 4000 });
  await user.click(screen.getByRole('button', { name: 'Stop, and keep what is added' }));
  expect(stopped).toHaveBeenCalled();
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), { timeout: 6000 });
});

test('an item says what is known, and "unchanged" only after a check', async () => {
  const { user } = await openItem('One page, by hand', '0005');
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
  await openItem('Notes of the call', '0027');
  expect((await screen.findByRole('region', { name: 'The text' })).textContent).toContain('Incident NSP-2026-0428-0311.');
  await expectAccessible();
});

test('a decrypted copy needs a reason and the number, and is shown on the item', async () => {
  const { user, vault } = await openItem('One page, by hand', '0005');
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
  const { user, vault } = await openItem('One page, by hand', '0005');
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

test('how much was captured is said point by point, with why it matters, and stands on the item', async () => {
  const { user, vault } = await openCase();
  const amended = vi.spyOn(vault, 'amendItem');
  await user.keyboard('{Control>}v{/Control}');
  const card = await screen.findByRole('dialog');
  await user.click(within(within(card).getByRole('radiogroup', { name: 'The whole thread' })).getByRole('radio', { name: 'In part' }));
  await user.click(within(within(card).getByRole('radiogroup', { name: 'Your own replies' })).getByRole('radio', { name: 'There are none' }));
  await user.selectOptions(within(card).getByLabelText('App or site'), 'Snapchat');
  expect(within(card).getByText(/Snapchat tells the other person/)).toBeInTheDocument();
  await user.click(within(card).getByRole('button', { name: /^Why ?: The address/ }));
  expect(within(card).getByText(/It is how somebody else finds the same thing again/)).toBeInTheDocument();
  await user.type(within(card).getByLabelText(/^Could not, because.*The address/), 'The app shows none');
  expect(within(card).getByText('Could not: The app shows none')).toBeInTheDocument();
  expect(within(card).getByText('1 of 6')).toBeInTheDocument();
  await expectAccessible();
  await user.click(within(card).getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(amended).toHaveBeenCalledTimes(1));
  expect(amended.mock.calls[0]![2]).toEqual({
    source: { platform: 'Snapchat' }, captured: { thread: 'partly', replies: 'none', could_not: [{ what: 'address', why: 'The app shows none' }] },
  });
});

test('shots by the shortcut are one set: the card stays, says that it grew, and one word holds for all', async () => {
  const { user, vault } = await openCase();
  const amended = vi.spyOn(vault, 'amendItem');
  vault.captures.press();
  const card = await screen.findByRole('dialog');
  expect(within(card).getByRole('heading', { name: 'Saved as item 0029' })).toBeInTheDocument();
  await user.type(within(card).getByLabelText('Handle or number it shows'), 'stairs_and_sunday');
  vault.captures.press();
  vault.captures.press();
  expect(await within(card).findByText(/Number 1 of 3 in a set.*Items 0029, 0030, 0031/)).toBeInTheDocument();
  expect(within(card).getByLabelText('Handle or number it shows')).toHaveValue('stairs_and_sunday');
  await expectAccessible();
  await user.click(within(card).getByRole('button', { name: 'Done' }));
  await waitFor(() => expect(amended).toHaveBeenCalledTimes(3));
  expect((await vault.item(1, 31)).source.handle).toBe('stairs_and_sunday');
  expect(await vault.captures.set()).toBeNull();
  vault.captures.press();
  expect((await vault.item(1, 32)).set?.items).toEqual([32]);
});

test('the saved page joins the set, and a part can be copied from the card', async () => {
  const { user, vault } = await openCase();
  vault.captures.press();
  const card = await screen.findByRole('dialog');
  await user.click(await within(card).findByRole('button', { name: 'Add the saved page to the set…' }));
  expect(await within(card).findByText(/Number 1 of 2 in a set/)).toBeInTheDocument();
  expect((await vault.item(1, 30)).set?.items).toEqual([29, 30]);
  await user.click(within(card).getByRole('button', { name: 'Copy a part of it…' }));
  const about = await screen.findByRole('complementary', { name: 'About this item' });
  expect(within(about).getByText('0 of 6')).toBeInTheDocument();
  await user.click(within(about).getByRole('button', { name: 'Say more about it' }));
  expect(await screen.findByRole('heading', { name: 'Saved as item 0029' })).toBeInTheDocument();
});

test('while locked a capture is sealed, and its set can be ended', async () => {
  const { vault } = start({ state: 'locked' });
  await screen.findByRole('button', { name: 'Unlock' });
  expect(await screen.findByText(/To capture the screen while locked/)).toBeInTheDocument();
  vault.captures.press();
  expect((await screen.findAllByText('Sealed, waiting inside.')).length).toBeGreaterThan(0);
  expect(screen.getByText('A set of 1 shot is going on.')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'End the set' }));
  await waitFor(() => expect(screen.queryByText(/is going on/)).toBeNull());
});
