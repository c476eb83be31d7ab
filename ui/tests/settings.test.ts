import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { expectAccessible, start } from './screens';

test('each setting takes effect at once and is kept', async () => {
  const { user, vault } = start();
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await screen.findByRole('heading', { name: 'Locking' });
  await expectAccessible();
  await user.selectOptions(screen.getByLabelText('Lock when you are away'), 'After 15 minutes');
  await user.click(screen.getByRole('button', { name: 'On the screen' }));
  await expectAccessible();
  await user.click(within(screen.getByRole('group', { name: 'Light or dark' })).getByRole('button', { name: 'Dark' }));
  await user.click(within(screen.getByRole('group', { name: 'Text size' })).getByRole('button', { name: '150 %' }));
  await user.click(within(screen.getByRole('group', { name: 'Images and exact words' })).getByRole('button', { name: 'Covered' }));
  await waitFor(async () =>
    expect(await vault.settings()).toEqual({ autoLockMinutes: 15, cover: true, theme: 'dark', textSize: 150, letterKeys: true }),
  );
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(document.documentElement.style.fontSize).toBe('150%');
});

test('a setting that cannot be kept goes back and says so', async () => {
  const { user, vault } = start();
  vault.setSettings = () => Promise.reject({ code: 'disk_full', message: 'The disk is full.', hint: 'Make room, then try again.' });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'On the screen' }));
  const sizes = await screen.findByRole('group', { name: 'Text size' });
  await user.click(within(sizes).getByRole('button', { name: '125 %' }));
  expect(await screen.findByText('The disk is full.')).toBeInTheDocument();
  expect(within(sizes).getByRole('button', { name: '100 %' })).toHaveAttribute('aria-pressed', 'true');
});

test('the check shows its progress, can be stopped, and tells what it looked at and found', async () => {
  const { user } = start({ pace: 30, findings: [{ class: 'OBJECT_CHANGED', what: 'Item 0002 is not as it was.', step: 'Look at the second copy.' }] });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'Checks' }));
  await user.click(await screen.findByRole('button', { name: 'Check now' }));
  expect(await screen.findByRole('progressbar', { name: 'Checking everything' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Stop checking' }));
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Check now' }));
  expect(await screen.findByText('OBJECT_CHANGED', {}, { timeout: 5000 })).toBeInTheDocument();
  expect(screen.getByText(/Looked at 88 records and 28 items/)).toBeInTheDocument();
}, 20_000);
