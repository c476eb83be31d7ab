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
  await user.click(screen.getByRole('radio', { name: 'Police' }));
  await user.type(screen.getByLabelText(/^Who gets it/), 'PC 4471 Osei');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
}

test('sealed with six words: what stays behind is left out, counted, and told', async () => {
  const { user, vault } = await begin();
  const made = vi.spyOn(vault, 'exportBundle');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(screen.getByRole('group', { name: 'What they are' })).toHaveAccessibleDescription(/Say what they are/);
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
  const [inCase, selection, to, why, reader] = made.mock.calls[0]!;
  expect([inCase, why, reader]).toEqual([1, { profile: 'police', name: 'PC 4471 Osei' }, true]);
  expect(selection.without_contacts).toEqual([1]);
  expect(selection.without_items).toEqual([18]);
  const receipt = (await made.mock.results[0]!.value) as DisclosureReceipt;
  expect(receipt).toMatchObject({ contacts: 55, items: 27, withheld: 2 });
  const words = screen.getByRole('list', { name: 'The six words that open the bundle' });
  for (const word of to.kind === 'passphrase' ? to.passphrase.split(' ') : ['none']) expect(words).toHaveTextContent(word);
  expect(screen.getByRole('list', { name: 'The vault’s fingerprint in 12 words' })).toBeInTheDocument();
  expect(screen.getByText(/^matter-1-1\.tar\.age$/)).toBeInTheDocument();
  expect(screen.getByText('matter-1-1.reader.html')).toBeInTheDocument();
  await expectAccessible();
});

test('sealed to keys: a wrong key is refused by the engine and nothing is made', async () => {
  const { user } = await begin();
  await user.click(screen.getByRole('radio', { name: /With their key/ }));
  await user.click(screen.getByRole('radio', { name: 'Police' }));
  await user.type(screen.getByLabelText(/^Who gets it/), 'PC 4471 Osei');
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

test('single entries of registers stay behind, and what goes and stays is counted before anything is made', async () => {
  const { user, vault } = await begin({ registers: true });
  await vault.registers.enter(1, { register: 'letter', purpose: 'boundary' });
  await vault.registers.enter(1, { register: 'step', kind: 'mdo_call', when: await vault.readMoment('2026-03-10', 'Europe/London') });
  await vault.registers.amendDetails(1, { police_incident: 'NSP-2026-0428-0311' }, '');
  const made = vi.spyOn(vault, 'exportBundle');
  await user.click(within(screen.getByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name: 'Timeline' }));
  await user.click(within(screen.getByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name: 'Hand over' }));
  await purpose(user);

  await screen.findByRole('heading', { name: 'From the registers' });
  expect(screen.getByText('56 contacts, 28 items, 2 gifts, 1 physical item, 1 letter and 1 chaperone record go.')).toBeInTheDocument();
  expect(screen.getByText('Left behind: 1 letter, 1 step and 1 review.')).toBeInTheDocument();
  const letters = screen.getByRole('region', { name: 'Letters' });
  expect(within(letters).getByText('Not sent')).toBeInTheDocument();
  // One for all of them, and one for the letter that was sent.
  expect(within(letters).getAllByRole('checkbox')).toHaveLength(2);
  expect(within(screen.getByRole('region', { name: 'Steps' })).getByText('May be privileged')).toBeInTheDocument();
  const gifts = screen.getByRole('region', { name: 'Gifts' });
  await user.click(within(gifts).getByRole('checkbox', { name: /A scarf, wrapped/ }));
  expect(within(gifts).getByText('1 of 2 go')).toBeInTheDocument();
  await user.click(within(screen.getByRole('region', { name: 'Chaperones' })).getByRole('checkbox', { name: 'Chaperones' }));
  await user.click(screen.getByRole('checkbox', { name: /Case details/ }));
  expect(screen.getByText('Left behind: 1 gift, 1 letter, 1 step, 1 chaperone record and 1 review.')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  expect(await screen.findByText(/^1 gift, 1 physical item, 1 letter and 2 people, each where it belongs/)).toBeInTheDocument();
  expect(screen.getByText(/1 gift, 1 letter, 1 step, 1 chaperone record, 1 person and 1 review\. What is left out/)).toBeInTheDocument();
  expect(screen.queryByText(/Of the case details/)).toBeNull();
  expect(made).not.toHaveBeenCalled();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make the bundle' }));
  await screen.findByRole('heading', { name: 'The bundle is ready' });
  expect(made.mock.calls[0]![1]).toMatchObject({
    without_registers: ['chaperone'], without_entries: [{ register: 'gift', n: 2 }], without_details: true,
  });
  expect(await made.mock.results[0]!.value).toMatchObject({ withheld: 6 });
});

test('a bundle of one gift alone can be made; of a person alone it cannot', async () => {
  const { user } = await begin({ registers: true });
  await purpose(user);
  for (const month of await screen.findAllByRole('checkbox', { name: /2026$/ })) await user.click(month);
  expect(screen.queryByText(/Nothing is ticked/)).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: 'Gifts' }));
  await user.click(screen.getByRole('checkbox', { name: 'Letters' }));
  await user.click(screen.getByRole('checkbox', { name: 'Chaperones' }));
  expect(screen.getByText('Nothing is ticked, so there is nothing to hand over.')).toBeInTheDocument();
});
