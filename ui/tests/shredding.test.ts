import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { expectAccessible, start } from './screens';

async function about(what: 'Put it on hold' | 'Take the hold off' | 'Shred the case', options: MemoryOptions = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: 'Change Matter 1' }));
  await started.user.click(within(await screen.findByRole('dialog', { name: 'Matter 1' })).getByRole('button', { name: what }));
  return started;
}

test('a case is shredded: the plan and what it does not reach, a reason, its name, the certificate, a line that stays', async () => {
  const { user, vault } = await about('Shred the case');
  const dialog = await screen.findByRole('dialog', { name: 'Shred Matter 1' });
  expect(await within(dialog).findByText(/^\d+ contacts, \d+ items$/)).toBeInTheDocument();
  expect(within(dialog).getAllByText(/^Backup: .* \(copied /)).toHaveLength(2);
  expect(within(dialog).getByText(/^Bundle 1, .*Northshire Police/)).toBeInTheDocument();
  expect(within(dialog).getByText(/the history of a cloud service/)).toBeInTheDocument();
  await expectAccessible();
  const shred = vi.spyOn(vault.shredding, 'shred');
  await user.click(within(dialog).getByRole('button', { name: 'Shred the case' }));
  expect(within(dialog).getByLabelText('Why is it shredded?')).toHaveFocus();
  await user.type(within(dialog).getByLabelText('Why is it shredded?'), 'it ended two years ago');
  await user.type(within(dialog).getByLabelText('Type the name of the case to go on'), 'Matter 2');
  await user.click(within(dialog).getByRole('button', { name: 'Shred the case' }));
  expect(within(dialog).getByText('Type Matter 1 to go on.')).toBeInTheDocument();
  expect(shred).not.toHaveBeenCalled();
  await user.clear(within(dialog).getByLabelText('Type the name of the case to go on'));
  await user.type(within(dialog).getByLabelText('Type the name of the case to go on'), 'Matter 1');
  await user.click(within(dialog).getByRole('button', { name: 'Shred the case' }));
  const done = await screen.findByRole('dialog', { name: 'Matter 1 is shredded' });
  expect(within(done).getByRole('region', { name: 'The certificate' })).toHaveTextContent('Reason: it ended two years ago');
  await waitFor(() => expect(within(done).getByRole('button', { name: 'Save the certificate' })).toHaveFocus());
  await expectAccessible();
  await user.click(within(done).getByRole('button', { name: 'Close' }));
  expect(await screen.findByText(/^Case 1, shredded today/)).toBeInTheDocument();
  expect(screen.getByText(/It held \d+ contacts and \d+ items\. Reason: it ended two years ago/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Change Matter 1' })).toBeNull();
  await expectAccessible();
  // Closed too soon, the certificate can still be had until the vault is locked.
  await user.click(screen.getByRole('button', { name: 'Save the certificate' }));
  expect(await screen.findByText(/^Saved: .*Certificate of a shredding, case 1\.txt$/, { selector: '.toast *' })).toBeInTheDocument();
  expect(await vault.addCase('Matter 3')).toBe(3);
});

test('work that cannot be stopped is not closed away', async () => {
  const { user } = await about('Shred the case', { pace: 20 });
  const dialog = await screen.findByRole('dialog', { name: 'Shred Matter 1' });
  await user.type(await within(dialog).findByLabelText('Why is it shredded?'), 'it ended');
  await user.type(within(dialog).getByLabelText('Type the name of the case to go on'), 'Matter 1');
  await user.click(within(dialog).getByRole('button', { name: 'Shred the case' }));
  expect(await within(dialog).findByRole('progressbar', { name: 'Shredding Matter 1' })).toBeInTheDocument();
  const cancel = new Event('cancel', { cancelable: true });
  dialog.dispatchEvent(cancel);
  expect(cancel.defaultPrevented).toBe(true);
  expect(await screen.findByRole('dialog', { name: 'Matter 1 is shredded' })).toBeInTheDocument();
});

test('a case that is on hold cannot be shredded, and says why; the hold is taken off with a reason', async () => {
  const { user, vault } = await about('Put it on hold');
  const dialog = await screen.findByRole('dialog', { name: 'Put Matter 1 on hold' });
  await waitFor(() => expect(within(dialog).getByLabelText('Why is it on hold?')).toHaveFocus());
  await user.click(within(dialog).getByRole('button', { name: 'Put it on hold' }));
  expect(within(dialog).getByText('Say in a few words why.')).toBeInTheDocument();
  await expectAccessible();
  await user.type(within(dialog).getByLabelText('Why is it on hold?'), 'the inquiry is open');
  await user.click(within(dialog).getByRole('button', { name: 'Put it on hold' }));
  expect(await screen.findByText('On hold')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Change Matter 1' }));
  await user.click(await screen.findByRole('button', { name: 'Shred the case' }));
  const shred = await screen.findByRole('dialog', { name: 'Shred Matter 1' });
  expect(await within(shred).findByText(/the inquiry is open/)).toBeInTheDocument();
  expect(within(shred).queryByRole('button', { name: 'Shred the case' })).toBeNull();
  await expectAccessible();
  await user.click(within(shred).getByRole('button', { name: 'Take the hold off' }));
  const off = await screen.findByRole('dialog', { name: 'Take the hold off Matter 1' });
  await user.type(within(off).getByLabelText('Why is it taken off?'), 'the inquiry ended');
  await user.click(within(off).getByRole('button', { name: 'Take the hold off' }));
  await waitFor(() => expect(screen.queryByText('On hold')).toBeNull());
  expect((await vault.shredding.plan(1)).hold).toBeNull();
});

test('a case can be put away instead', async () => {
  const { user } = await about('Shred the case');
  const dialog = await screen.findByRole('dialog', { name: 'Shred Matter 1' });
  await user.click(await within(dialog).findByRole('button', { name: 'close it' }));
  expect(within(await screen.findByRole('dialog', { name: 'Matter 1' })).getByRole('button', { name: 'Close the case' })).toBeInTheDocument();
});
