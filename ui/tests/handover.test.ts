import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { DisclosureReceipt } from '../src/ipc';
import type { MemoryOptions } from '../src/ipc/memory';
import { expectAccessible, start } from './screens';

async function begin(options: MemoryOptions = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  const tabs = await screen.findByRole('navigation', { name: 'Matter 1' });
  await started.user.click(within(tabs).getByRole('button', { name: 'Hand over' }));
  await screen.findByRole('heading', { name: 'Who is it for?' });
  return started;
}

async function purpose(user: Awaited<ReturnType<typeof begin>>['user']) {
  await user.type(screen.getByLabelText('Who gets it, and what for'), 'PC 4471 Osei');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
}

test('sealed with six words: what stays behind is left out, counted, and told', async () => {
  const { user, vault } = await begin();
  const made = vi.spyOn(vault, 'exportBundle');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(screen.getByLabelText('Who gets it, and what for')).toHaveAccessibleDescription(/Say who gets it and what for/);
  expect(screen.getByText(/Not in the same mail as the file/)).toBeInTheDocument();
  await expectAccessible();
  await purpose(user);

  await screen.findByRole('heading', { name: 'What goes with it?' });
  await user.click(screen.getByRole('checkbox', { name: /Chocolates and a card/ }));
  await user.click(screen.getByRole('checkbox', { name: /Item 0018/ }));
  expect(screen.getByText('55 contacts and 27 items go.')).toBeInTheDocument();
  expect(screen.getByText(/Left behind: 1 contact and 1 item\./)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  await screen.findByRole('heading', { name: 'This is what they get' });
  expect(screen.getByText(/1 contact and 1 item\. What is left out is listed by number as withheld/)).toBeInTheDocument();
  expect(made).not.toHaveBeenCalled();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make the bundle' }));

  await screen.findByRole('heading', { name: 'The bundle is ready' });
  expect(made).toHaveBeenCalledTimes(1);
  const [inCase, selection, to, why] = made.mock.calls[0]!;
  expect([inCase, why]).toEqual([1, 'PC 4471 Osei']);
  expect(selection.without_contacts).toEqual([1]);
  expect(selection.without_items).toEqual([18]);
  const receipt = (await made.mock.results[0]!.value) as DisclosureReceipt;
  expect(receipt).toMatchObject({ contacts: 55, items: 27, withheld: 2 });
  const words = screen.getByRole('list', { name: 'The six words that open the bundle' });
  for (const word of to.kind === 'passphrase' ? to.passphrase.split(' ') : ['none']) expect(words).toHaveTextContent(word);
  expect(screen.getByRole('list', { name: 'The vault’s fingerprint in 12 words' })).toBeInTheDocument();
  expect(screen.getByText(/^matter-1-1\.tar\.age$/)).toBeInTheDocument();
  await expectAccessible();
});

test('sealed to keys: a wrong key is refused by the engine and nothing is made', async () => {
  const { user } = await begin();
  await user.click(screen.getByRole('radio', { name: /With their key/ }));
  await user.type(screen.getByLabelText('Who gets it, and what for'), 'PC 4471 Osei');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(screen.getByText(/Paste at least one key/)).toBeInTheDocument();
  await user.type(screen.getByLabelText('Their keys, one a line'), 'age1nothing');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(await screen.findByRole('button', { name: 'Continue' }));
  await user.click(await screen.findByRole('button', { name: 'Make the bundle' }));
  expect(await screen.findByText(/is not a key that Casekeep can seal to/)).toBeInTheDocument();
  expect(screen.queryByRole('heading', { name: 'The bundle is ready' })).toBeNull();
});

test('some days only: the days are read by the engine, and only what lies in them goes', async () => {
  const { user } = await begin();
  await purpose(user);
  await user.click(await screen.findByRole('radio', { name: 'Some days only' }));
  await user.type(screen.getByLabelText('From'), 'last week');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('Write a day like 2026-03-18.')).toBeInTheDocument();
  await user.clear(screen.getByLabelText('From'));
  await user.type(screen.getByLabelText('From'), '2026-04-14');
  await user.type(screen.getByLabelText('To'), '2026-04-13');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('The end is before the start.')).toBeInTheDocument();
  await user.clear(screen.getByLabelText('To'));
  await user.type(screen.getByLabelText('To'), '2026-04-14');
  expect(screen.getByText('1 contact and 0 items go.')).toBeInTheDocument();
  await expectAccessible();
});

test('with nothing ticked there is a sentence instead of a next step', async () => {
  const { user } = await begin();
  await purpose(user);
  for (const month of await screen.findAllByRole('checkbox', { name: /2026$/ })) await user.click(month);
  expect(screen.getByText('Nothing is ticked, so there is nothing to hand over.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(screen.getByRole('heading', { name: 'What goes with it?' })).toBeInTheDocument();
});

test('making can be stopped, and closing the save dialog makes nothing', async () => {
  const { user, vault } = await begin({ pace: 40 });
  await purpose(user);
  await user.click(await screen.findByRole('button', { name: 'Continue' }));
  await user.click(await screen.findByRole('button', { name: 'Make the bundle' }));
  await user.click(await screen.findByRole('button', { name: 'Stop, and make nothing' }));
  expect(await screen.findByText('Stopped.')).toBeInTheDocument();
  vault.options.chosen = null;
  await user.click(screen.getByRole('button', { name: 'Make the bundle' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Make the bundle' })).not.toHaveAttribute('aria-busy'));
  expect(screen.queryByRole('heading', { name: 'The bundle is ready' })).toBeNull();
});
