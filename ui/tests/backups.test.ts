import { screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { expectAccessible, PASSPHRASE, start } from './screens';

async function backups(options: MemoryOptions = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: 'Settings' }));
  await started.user.click(await screen.findByRole('button', { name: 'Backups' }));
  await screen.findByText(/^(Last backed up|Backed up|There is no backup)/, { selector: '.lead' });
  return started;
}

test('without a backup it says what that means, and makes one in a folder that is chosen', async () => {
  const { user, vault } = await backups({ backups: 'none' });
  await expectAccessible();
  vault.options.chosen = null;
  await user.click(screen.getByRole('button', { name: 'Choose a folder and back up' }));
  expect((await vault.backups.all()).places).toEqual([]);
  vault.options.chosen = '/media/em/RED STICK/Casekeep';
  await user.click(screen.getByRole('button', { name: 'Choose a folder and back up' }));
  expect(await screen.findByText('Backed up.', {}, { timeout: 10_000 })).toBeInTheDocument();
  expect(screen.getByText(/^Copied 30 files, .* 30 files read back and compared\.$/)).toBeInTheDocument();
  expect(screen.getByText('RED STICK', { selector: 'b' })).toBeInTheDocument();
  await expectAccessible();
});

test('backing up shows how far it is, is stopped and gone on with', async () => {
  const { user, vault } = await backups({ backups: 'due', pace: 30 });
  await user.click(screen.getByRole('button', { name: /^Back up now\s*to BLACK STICK/ }));
  expect(await screen.findByRole('progressbar', { name: 'Backing up to BLACK STICK' })).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  vault.options.pace = 0;
  await user.click(screen.getByRole('button', { name: /^Back up now\s*to BLACK STICK/ }));
  expect(await screen.findByText(/25 files were there already/, {}, { timeout: 10_000 })).toBeInTheDocument();
  expect(await screen.findByText(/^Backed up today, to BLACK STICK\.$/, { selector: '.lead' })).toBeInTheDocument();
});

test('a copy is tried with the passphrase; a wrong one is said at its field', async () => {
  const { user } = await backups();
  await user.click(screen.getByRole('button', { name: /^Try it\s*: BLACK STICK/ }));
  const field = await screen.findByLabelText('Your present passphrase');
  await user.type(field, 'not this one{Enter}');
  expect(await screen.findByText(/That is not the passphrase/)).toBeInTheDocument();
  await user.clear(screen.getByLabelText('Your present passphrase'));
  await user.type(screen.getByLabelText('Your present passphrase'), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByText('It opens, and holds what it should.', {}, { timeout: 10_000 })).toBeInTheDocument();
  expect(screen.getByText(/2 cases, 60 contacts and 28 items, each decrypted and compared\. 3 records in the vault are newer/)).toBeInTheDocument();
  await expectAccessible();
});

test('a place is forgotten, and nothing there is touched; what is unwise about one is said', async () => {
  const { user, vault } = await backups({ backups: 'unwise' });
  expect(screen.getByText(/Dropbox copies this folder to the internet/)).toBeInTheDocument();
  expect(screen.getByText(/Everyone who uses this computer can read/)).toBeInTheDocument();
  expect(screen.getByText('Not connected now.')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /^Forget\s*Safe at work/ }));
  await waitFor(async () => expect((await vault.backups.all()).places).toHaveLength(1));
});

test('a disk that is pulled out is said, with what is safe', async () => {
  const { user, vault } = await backups({ backups: 'due' });
  vi.spyOn(vault.backups, 'backUp').mockRejectedValue({ code: 'io', message: 'The disk went away.', hint: 'Connect it again. The vault itself is as it was.' });
  await user.click(screen.getByRole('button', { name: /^Back up now/ }));
  expect(await screen.findByText('The disk went away.')).toBeInTheDocument();
});

test('the first page reminds of a backup that is a week old, and leads to it', async () => {
  const { user } = start({ backups: 'due' });
  expect(await screen.findByText(/^Last backed up to BLACK STICK 12 days ago$/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Back up now' }));
  expect(await screen.findByRole('heading', { name: 'Backups' })).toHaveFocus();
});

test('a lost computer: the backup becomes a vault in an empty folder, and is unlocked', async () => {
  const { user, vault } = start({ state: 'none', chosen: '/media/em/BLACK STICK/Casekeep' });
  await user.click(await screen.findByRole('button', { name: 'Restore from a backup' }));
  await user.click(screen.getByRole('button', { name: 'Restore' }));
  expect(screen.getByText('Choose the folder with the backup.')).toBeInTheDocument();
  expect(screen.getByLabelText('Where the backup is')).toHaveFocus();
  await user.click(screen.getByRole('button', { name: /^Choose\s*where the backup is/ }));
  vault.options.chosen = '/home/em/Casekeep';
  await user.click(screen.getByRole('button', { name: /^Choose\s*where the vault is/ }));
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Restore' }));
  await screen.findByRole('heading', { name: 'The vault is restored' }, { timeout: 10_000 });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Open the vault' })).toHaveFocus());
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Open the vault' }));
  await user.type(await screen.findByLabelText('Passphrase'), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole('heading', { name: 'Cases' })).toBeInTheDocument();
});
