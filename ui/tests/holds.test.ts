import { screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryBackend } from '../src/ipc/memory';
import { expectAccessible, start } from './screens';

type User = ReturnType<typeof start>['user'];

async function tab(user: User, name: string): Promise<void> {
  await user.click(within(await screen.findByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name }));
}

async function begin(change?: (vault: MemoryBackend) => Promise<unknown>) {
  const started = start();
  await change?.(started.vault);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  return started;
}

const WHY = { profile: 'police', name: 'PC 4471 Osei', advised_by: 'the adviser' } as const;
const made = (vault: MemoryBackend) =>
  vault.exportBundle(1, { without_contacts: [], without_items: [] }, { kind: 'passphrase', passphrase: 'x' }, WHY, false, null, () => undefined);

test('with nothing handed over the page says so and leads to it', async () => {
  const { user } = await begin();
  await tab(user, 'Given out');
  expect(await screen.findByText('Nothing was handed over yet.')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Hand something over' }));
  expect(await screen.findByRole('heading', { name: 'Who is it for?' })).toBeInTheDocument();
});

test('a bundle is listed with who has it; a receipt is added, amended with a reason, and a withdrawal is shown', async () => {
  const { user } = await begin(made);
  await tab(user, 'Given out');
  const row = await screen.findByRole('button', { name: /PC 4471 Osei/ });
  expect(row).toHaveTextContent('no receipt yet');
  expect(row).toHaveTextContent('56 contacts, 28 items');
  await expectAccessible();
  row.focus();
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { name: 'PC 4471 Osei' })).toHaveFocus();
  expect(screen.getByText('the adviser')).toBeInTheDocument();
  expect(screen.getByText('All days')).toBeInTheDocument();
  await expectAccessible();

  await user.click(screen.getByRole('button', { name: 'Add a receipt' }));
  await user.click(await screen.findByRole('button', { name: /^Save/ }));
  expect(screen.getAllByText(/Fill in “What happened”/).length).toBeGreaterThan(0);
  await user.selectOptions(screen.getByLabelText('What happened'), 'Given');
  await user.type(screen.getByLabelText('To whom'), 'PC Osei');
  await user.selectOptions(screen.getByLabelText('How'), 'By hand');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /^Save/ }));
  const first = await screen.findByRole('region', { name: 'Receipt 1' });
  expect(first).toHaveTextContent('By hand');

  await user.click(within(first).getByRole('button', { name: 'Amend receipt 1' }));
  const whom = await screen.findByLabelText('To whom');
  await user.clear(whom);
  await user.type(whom, 'PC 4471 Osei at the desk');
  await user.type(screen.getByLabelText(/^Why/), 'more exact');
  await user.click(screen.getByRole('button', { name: /^Save/ }));
  expect(await screen.findByText(/Amended once/)).toBeInTheDocument();

  await user.click(screen.getByRole('button', { name: 'Add a receipt' }));
  await user.selectOptions(await screen.findByLabelText('What happened'), 'Withdrawn');
  await user.click(screen.getByRole('button', { name: /^Save/ }));
  await screen.findByRole('region', { name: 'Receipt 2' });
  expect(screen.getByText('withdrawn')).toBeInTheDocument();
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('heading', { name: 'Who holds what' })).toHaveFocus();
  expect(screen.getByRole('button', { name: /PC 4471 Osei/ })).toHaveTextContent('withdrawn');
  await expectAccessible();
});

test('the next bundle for the same recipient can hold only what is new, and nothing new makes nothing', async () => {
  const { user, vault } = await begin(async (vault) => {
    await made(vault);
    await vault.logContact(1, { occurred: await vault.readMoment('2026-04-29', 'Europe/London'), channel: 'phone', direction: 'from_them', what: 'He rang.', items: [], platform: null, words: null, place: null, present: null, response: null, effect: null, turn: null });
  });
  const exported = vi.spyOn(vault, 'exportBundle');
  const again = async () => {
    await tab(user, 'Hand over');
    await user.click(await screen.findByRole('radio', { name: 'Police' }));
    expect(screen.queryByRole('radio', { name: /^Only what is new/ })).toBeNull();
    await user.type(screen.getByLabelText(/^Who gets it/), ' pc 4471 osei');
    await user.click(await screen.findByRole('radio', { name: /^Only what is new/ }));
  };
  await again();
  await user.click(screen.getByText(/Why they get it/));
  await user.selectOptions(screen.getByLabelText('Lawful basis'), 'Legal claims');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(await screen.findByRole('button', { name: 'Continue' }));
  expect(await screen.findByText(/84 entries they have already, from hand-over 1/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make the bundle' }));
  await screen.findByRole('heading', { name: 'The bundle is ready' });
  expect(exported.mock.calls[0]![1]).toMatchObject({ only_new: true });
  expect(exported.mock.calls[0]![3]).toEqual({ profile: 'police', name: 'pc 4471 osei', basis: 'legal_claims' });
  await user.click(screen.getByRole('button', { name: 'Write it under Given out' }));
  expect(await screen.findByRole('button', { name: /pc 4471 osei.*1 contact, 0 items, only what was new/ })).toBeInTheDocument();

  await again();
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.click(await screen.findByRole('button', { name: 'Continue' }));
  expect(await screen.findByText(/Nothing is new or changed since what they have/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Make the bundle' }));
  expect(exported).toHaveBeenCalledTimes(1);
});
