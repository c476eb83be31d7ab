import { screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { ROLLED_BACK } from '../src/ipc/memory/options';
import { SEAL_WORDS } from '../src/ipc/memory/words';
import { expectAccessible, start } from './screens';

async function seals(options = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: 'Settings' }));
  await started.user.click(await screen.findByRole('button', { name: 'Seals' }));
  await screen.findByRole('heading', { name: 'Check a seal' });
  return started;
}

test('a seal is made, shown in words with what it covers, and its sheet is saved', async () => {
  const { user, vault } = await seals({ sample: true });
  const save = vi.spyOn(vault.seals, 'saveSheet');
  await user.click(screen.getByRole('button', { name: 'Make a seal' }));
  const heading = await screen.findByRole('heading', { name: /^The seal of today/ });
  expect(heading).toHaveFocus();
  const words = screen.getByRole('list', { name: /^The 12 words of the seal of today/ });
  expect(within(words).getAllByRole('listitem')).toHaveLength(12);
  expect(screen.getByText(/It covers 2 cases, 60 contacts, 28 items: 95 records in all\./)).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Save the sheet to print' }));
  expect(save).toHaveBeenCalledWith(SEAL_WORDS[1]);
  expect(await screen.findByText(/^Saved: .*Open it and print it\.$/, { selector: '.toast *' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.getByRole('button', { name: 'Make a seal' })).toBeInTheDocument();
  expect(screen.getAllByRole('button', { name: /^Show the seal of/ })).toHaveLength(2);
});

test('words of a seal give a verdict; words of none say what that can mean', async () => {
  const { user } = await seals();
  const field = screen.getByLabelText('The 12 words, or the whole checkpoint');
  await user.click(screen.getByRole('button', { name: 'Check the seal' }));
  expect(field).toHaveAccessibleDescription(/Type the 12 words/);
  expect(field).toHaveFocus();
  await user.type(field, SEAL_WORDS[0]!.join('  ').toUpperCase());
  await user.click(screen.getByRole('button', { name: 'Check the seal' }));
  expect(await screen.findByText(/is still there, unchanged\./, { selector: 'b' })).toBeInTheDocument();
  await expectAccessible();
  await user.clear(field);
  await user.type(field, 'apple apple apple');
  await user.click(screen.getByRole('button', { name: 'Check the seal' }));
  expect(await screen.findByText('These words belong to no seal of this vault.')).toBeInTheDocument();
  expect(screen.queryByText(/is still there, unchanged/, { selector: 'b' })).toBeNull();
});

test('a vault that went back is told from one that goes on', async () => {
  const { user } = await seals({ findings: [ROLLED_BACK] });
  await user.type(screen.getByLabelText('The 12 words, or the whole checkpoint'), SEAL_WORDS[0]!.join(' '));
  await user.click(screen.getByRole('button', { name: 'Check the seal' }));
  expect(await screen.findByText(/shorter than the sealed one/)).toBeInTheDocument();
});

test('a seal that cannot be made says why', async () => {
  const { user, vault } = await seals();
  vi.spyOn(vault.seals, 'make').mockRejectedValue({ code: 'rolled_back', message: 'This is an older copy of the vault.', hint: 'Say why it is here first.' });
  await user.click(screen.getByRole('button', { name: 'Make a seal' }));
  expect(await screen.findByText('This is an older copy of the vault.')).toBeInTheDocument();
  expect(screen.getByText('Say why it is here first.')).toBeInTheDocument();
});

test('the time of the newest seal is confirmed: a request saved, the reply taken, when and by whom', async () => {
  const { user } = await seals();
  await user.click(screen.getByRole('button', { name: 'Make a seal' }));
  await screen.findByRole('heading', { name: /^The seal of today/ });
  await user.click(screen.getByRole('button', { name: 'Take the reply' }));
  expect(await screen.findByText(/it answers another request than the ones that this vault wrote/)).toBeInTheDocument();
  expect(screen.getByText(/Send the newest request to the authority again/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save the request' }));
  expect(await screen.findByText(/Seal\.tsq\. Send this file to a time-stamp authority/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Take the reply' }));
  expect(await screen.findByText(/^The seal of today .* was there today .*, says Time-stamp authority of Northshire\.$/)).toBeInTheDocument();
  expect(screen.queryByText(/Send this file/)).toBeNull();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(await screen.findAllByText(/Its time was confirmed/)).toHaveLength(2);
});

test('without a seal there is no time to confirm', async () => {
  await seals({ sample: false });
  await screen.findByText('No seal was made yet.');
  expect(screen.queryByRole('button', { name: 'Save the request' })).toBeNull();
});
