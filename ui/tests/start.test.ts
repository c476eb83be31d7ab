import { screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { RECOVERY } from '../src/ipc/memory/words';
import { expectAccessible, PASSPHRASE, start } from './screens';

test('a vault is made: passphrase, words on paper, three of them typed back', async () => {
  const { user, vault } = start({ state: 'none', sample: false });
  await expectAccessible();
  await user.click(await screen.findByRole('button', { name: 'Make a vault' }));
  await user.type(screen.getByLabelText('Passphrase'), PASSPHRASE);
  await user.type(screen.getByLabelText('The same again'), PASSPHRASE);
  expect(await screen.findByText('Very strong.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Choose' }));
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make the vault' }));

  await screen.findByRole('heading', { name: 'Put these 12 words on paper' });
  const words = screen.getByRole('list', { name: 'Your 12 recovery words' });
  for (const word of RECOVERY) expect(words).toHaveTextContent(word);
  await user.click(screen.getByRole('button', { name: /Hide the words/ }));
  expect(words).not.toHaveTextContent('harvest');
  await expectAccessible();

  await user.click(screen.getByRole('button', { name: 'I have them on paper' }));
  const fields = await screen.findAllByRole('textbox');
  expect(fields).toHaveLength(3);
  for (const word of RECOVERY) expect(document.body).not.toHaveTextContent(word);
  await user.type(fields[0]!, 'candel');
  await user.click(screen.getByRole('button', { name: 'Finish' }));
  expect(screen.getByText(/This is not word/)).toBeInTheDocument();
  expect(fields[0]).toHaveFocus();
  await expectAccessible();

  for (const field of fields) {
    const position = Number(/\d+/.exec(document.querySelector(`label[for="${field.id}"]`)!.textContent)![0]);
    await user.clear(field);
    await user.type(field, RECOVERY[position - 1]!.toUpperCase());
  }
  await user.click(screen.getByRole('button', { name: 'Finish' }));
  expect(await screen.findByRole('heading', { name: 'Nothing here yet' })).toBeInTheDocument();
  expect(screen.getByLabelText('Name')).toHaveFocus();
  expect((await vault.vaultState()).state).toBe('unlocked');
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await user.click(screen.getByRole('button', { name: 'About the vault' }));
  expect(screen.getByText('/home/em/Documents/Casekeep')).toBeInTheDocument();
});

test('a weak passphrase, two that differ and a missing place are said at the fields, and nothing is made', async () => {
  const { user, vault } = start({ state: 'none', sample: false });
  const create = vi.spyOn(vault, 'createVault');
  await user.click(await screen.findByRole('button', { name: 'Make a vault' }));
  await user.type(screen.getByLabelText('Passphrase'), 'password1');
  await user.click(screen.getByRole('button', { name: 'Make the vault' }));
  expect(await screen.findByText('This is too easy to guess. Add another word or two.')).toBeInTheDocument();
  expect(screen.getByText(/The two are not the same/)).toBeInTheDocument();
  expect(screen.getByText('Choose a folder for the vault.')).toBeInTheDocument();
  expect(screen.getByLabelText('Passphrase')).toHaveFocus();
  expect(create).not.toHaveBeenCalled();
});

test('a suggestion is shown, so that it can be copied', async () => {
  const { user } = start({ state: 'none', sample: false });
  await user.click(await screen.findByRole('button', { name: 'Make a vault' }));
  await user.click(screen.getByRole('button', { name: 'Suggest six words for me' }));
  const field = screen.getByLabelText<HTMLInputElement>('Passphrase');
  await waitFor(() => expect(field.value.split(' ')).toHaveLength(6));
  expect(field.type).toBe('text');
});

test('a folder that is no vault is refused in plain words; one that is leads to the locked page', async () => {
  const { user, vault } = start({ state: 'none', chosen: '/home/em/Pictures' });
  await user.click(await screen.findByRole('button', { name: 'Open a vault I have' }));
  expect(await screen.findByText('There is no vault in this folder.')).toBeInTheDocument();
  vault.options.chosen = '/media/stick/Casekeep';
  await user.click(screen.getByRole('button', { name: 'Open a vault I have' }));
  expect(await screen.findByText('/media/stick/Casekeep')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Unlock' })).toBeInTheDocument();
});
