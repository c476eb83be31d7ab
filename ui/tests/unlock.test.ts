import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import App from '../src/App.svelte';
import { useBackend } from '../src/ipc';
import { MemoryBackend } from '../src/ipc/memory';
import { RECOVERY } from '../src/ipc/memory/words';
import { expectAccessible, PASSPHRASE, start } from './screens';

beforeEach(() => vi.useRealTimers());
afterEach(() => vi.useRealTimers());

test('the locked page says when it was last opened, the wrong tries and what waits, and nothing of a case', async () => {
  start({ state: 'locked', failed: 3 });
  expect(await screen.findByText(/3 failed attempts/)).toBeInTheDocument();
  expect(screen.getByText('2 captures, taken while locked')).toBeInTheDocument();
  expect(document.body).not.toHaveTextContent('Matter 1');
  await expectAccessible();
});

test('a wrong passphrase is said at the field and counted; the right one opens', async () => {
  const { user } = start({ state: 'locked' });
  const field = await screen.findByLabelText('Passphrase');
  await user.type(field, 'not this one{Enter}');
  expect(await screen.findByText(/That is not the passphrase. Check Caps Lock, then try again./)).toBeInTheDocument();
  expect(field).toHaveAccessibleDescription(/That is not the passphrase/);
  expect(await screen.findByText(/1 failed attempt/)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText('Passphrase')).toHaveFocus());
  await user.type(screen.getByLabelText('Passphrase'), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole('heading', { name: 'Cases' })).toBeInTheDocument();
});

test('after several wrong tries it counts down to the next, says so seldom, and takes it then', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { vault } = start({ state: 'locked', wait: 12 });
  const button = await screen.findByRole('button', { name: 'Unlock' });
  await waitFor(() => expect(button).toHaveAccessibleDescription(/^The next try is taken in 1\d seconds\. Nothing is erased\.$/));
  expect(button).toHaveAttribute('aria-disabled', 'true');
  const unlock = vi.spyOn(vault, 'unlock');
  await fireEvent.input(screen.getByLabelText('Passphrase'), { target: { value: PASSPHRASE } });
  await fireEvent.submit(document.querySelector('form')!);
  expect(unlock).not.toHaveBeenCalled();
  const polite = screen.getAllByRole('status')[0]!;
  const said = new Set<string>();
  for (let second = 0; second < 13; second += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    said.add(polite.textContent.trim());
  }
  expect(said.size).toBeLessThanOrEqual(3);
  expect(polite).toHaveTextContent('You can try again now.');
  await fireEvent.submit(document.querySelector('form')!);
  expect(await screen.findByRole('heading', { name: 'Cases' })).toBeInTheDocument();
});

test('failed attempts are said once more after unlocking, until they were read', async () => {
  const { user } = start({ state: 'locked', failed: 3, remarks: ['The clock of this computer went back by 2 hours yesterday.'] });
  await user.type(await screen.findByLabelText('Passphrase'), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByText(/^3 failed attempts since/)).toBeInTheDocument();
  expect(screen.getByText(/it was last opened .* on this computer/)).toBeInTheDocument();
  expect(screen.getByText(/went back by 2 hours/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'It was me' }));
  expect(screen.queryByText(/3 failed attempts/)).toBeNull();
});

test('a lost passphrase: the twelve words open it, in any case and spacing, and another passphrase is chosen at once', async () => {
  const { user, vault } = start({ state: 'locked' });
  await user.click(await screen.findByRole('button', { name: 'I lost my passphrase' }));
  await user.type(screen.getByLabelText('Your 12 recovery words'), RECOVERY.join('  ').toUpperCase());
  await user.click(screen.getByRole('button', { name: 'Unlock' }));
  await screen.findByRole('heading', { name: 'Choose a new passphrase' });
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Set the passphrase' }));
  expect(screen.getByText('There is no passphrase yet.')).toBeInTheDocument();
  await user.type(screen.getByLabelText('Passphrase'), 'marble oboe tundra quilt lizard');
  await user.type(screen.getByLabelText('The same again'), 'marble oboe tundra quilt lizard');
  await user.click(screen.getByRole('button', { name: 'Set the passphrase' }));
  expect(await screen.findByRole('heading', { name: 'Cases' })).toBeInTheDocument();
  await vault.lock();
  await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'wrong_secret' });
  await expect(vault.unlock('marble oboe tundra quilt lizard')).resolves.toBeDefined();
});

test('after the words the passphrase may also stay as it is', async () => {
  const { user } = start({ state: 'locked' });
  await user.click(await screen.findByRole('button', { name: 'I lost my passphrase' }));
  await user.type(screen.getByLabelText('Your 12 recovery words'), `${RECOVERY.join(' ')}`);
  await user.click(screen.getByRole('button', { name: 'Unlock' }));
  await user.click(await screen.findByRole('button', { name: 'Not now' }));
  expect(await screen.findByRole('heading', { name: 'Cases' })).toBeInTheDocument();
});

test('another error is a banner with what to do, not a wrong passphrase', async () => {
  const { user, vault } = start({ state: 'locked' });
  vi.spyOn(vault, 'unlock').mockRejectedValue({ code: 'in_use', message: 'Another Casekeep has this vault open.', hint: 'Close the other window first.' });
  await user.type(await screen.findByLabelText('Passphrase'), 'anything{Enter}');
  expect(await screen.findByText('Another Casekeep has this vault open.')).toBeInTheDocument();
  expect(screen.getByText('Close the other window first.')).toBeInTheDocument();
  expect(screen.queryByText(/not the passphrase/)).toBeNull();
});

test('something can be added without unlocking, once this computer knows the vault', async () => {
  const { user } = start({ state: 'locked' });
  await user.click(await screen.findByRole('button', { name: 'Add something without unlocking' }));
  expect(await screen.findByText('1 file sealed, waiting inside.', { selector: '.tiny' })).toBeInTheDocument();
  expect(await screen.findByText('3 captures, taken while locked')).toBeInTheDocument();
});

test('on a computer that never opened it, adding is not offered', async () => {
  start({ state: 'locked', firstTimeHere: true });
  expect(await screen.findByText(/Once you have unlocked the vault on this computer/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Add something without unlocking' })).toBeNull();
});

test('on lock nothing of the case is left in the page', async () => {
  const { user } = start();
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Cases' })).toBeNull());
  await fireEvent.keyDown(window, { key: 'l', ctrlKey: true });
  expect(await screen.findByRole('button', { name: 'Unlock' })).toBeInTheDocument();
  const left = document.documentElement.outerHTML;
  for (const word of ['Matter', 'Person A', 'Chocolates', 'Facebook', 'blob:']) expect(left).not.toContain(word);
  expect(document.title).not.toContain('Matter');
  expect(window.location.search + window.location.hash).toBe('');
  await user.type(screen.getByLabelText('Passphrase'), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByRole('heading', { name: 'Cases' })).toBeInTheDocument();
});

test('it warns 30 seconds before it locks; a key keeps it open, and without one it locks', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  start({ settings: { autoLockMinutes: 1 } });
  await screen.findByRole('heading', { name: 'Cases' });
  await vi.advanceTimersByTimeAsync(31_000);
  expect(screen.getByText(/^Locking in \d+ seconds\.$/)).toBeInTheDocument();
  await fireEvent.keyDown(document.body, { key: 'x' });
  expect(screen.queryByText(/^Locking in \d+ seconds\.$/)).toBeNull();
  await vi.advanceTimersByTimeAsync(31_000);
  expect(screen.getByText(/^Locking in \d+ seconds\.$/)).toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(31_000);
  expect(screen.getByText('Locked after 1 minute')).toBeInTheDocument();
});

test('a vault that cannot be looked at is said, and tried again', async () => {
  const vault = new MemoryBackend({ state: 'locked' });
  const look = vi.spyOn(vault, 'vaultState').mockRejectedValueOnce({ code: 'permission', message: 'The folder may not be read.', hint: 'Ask for the right to read it.' });
  useBackend(vault);
  render(App);
  expect(await screen.findByText('The folder may not be read.')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('button', { name: 'Unlock' })).toBeInTheDocument();
  expect(look).toHaveBeenCalledTimes(2);
});
