import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { DAMAGED, NOTES } from '../src/ipc/memory/options';
import { expectAccessible, start } from './screens';

test('each setting takes effect at once and is kept', async () => {
  const { user, vault } = start();
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await screen.findByRole('heading', { name: 'Locking' });
  await expectAccessible();
  await user.selectOptions(screen.getByLabelText('Lock when you are away'), 'After 15 minutes');
  await user.click(screen.getByRole('button', { name: 'On the screen' }));
  await expectAccessible();
  await user.click(within(screen.getByRole('radiogroup', { name: 'Light or dark' })).getByRole('radio', { name: 'Dark' }));
  await user.click(within(screen.getByRole('radiogroup', { name: 'Text size' })).getByRole('radio', { name: '150 %' }));
  await user.click(within(screen.getByRole('radiogroup', { name: 'Images and exact words' })).getByRole('radio', { name: 'Covered' }));
  await waitFor(async () =>
    expect(await vault.settings()).toEqual({ autoLockMinutes: 15, cover: true, theme: 'dark', textSize: 150, letterKeys: true, shortcutOn: true, shortcut: 'Ctrl+Alt+K', shortcutTakes: 'screen', captureDelay: 0 }),
  );
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(document.documentElement.style.fontSize).toBe('150%');
});

test('a setting that cannot be kept goes back and says so', async () => {
  const { user, vault } = start();
  vault.setSettings = () => Promise.reject({ code: 'disk_full', message: 'The disk is full.', hint: 'Make room, then try again.' });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'On the screen' }));
  const sizes = await screen.findByRole('radiogroup', { name: 'Text size' });
  await user.click(within(sizes).getByRole('radio', { name: '125 %' }));
  expect(await screen.findByText('The disk is full.')).toBeInTheDocument();
  expect(within(sizes).getByRole('radio', { name: '100 %' })).toBeChecked();
});

test('the check shows its progress, is stopped and gone on with, and tells what it looked at and found, the gravest first', async () => {
  const { user, vault } = start({
    pace: 30, findings: DAMAGED, notes: NOTES,
  });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'Checks' }));
  await user.click(await screen.findByRole('button', { name: 'Check now' }));
  expect(await screen.findByRole('progressbar', { name: 'Checking everything' })).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Stop checking' }));
  expect(await screen.findByText(/^The check was stopped today/)).toBeInTheDocument();
  vault.options.pace = 0;
  const run = vi.spyOn(vault.checks, 'run');
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  expect(await screen.findByText('OBJECT_CHANGED', {}, { timeout: 5000 })).toBeInTheDocument();
  expect(run).toHaveBeenCalledWith(true, expect.anything());
  expect(screen.getByText(/Looked at 88 records and 28 items/)).toBeInTheDocument();
  expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent).slice(0, 3)).toEqual(['Not as it was saved', 'Have a look', 'Good to know']);
  await expectAccessible();
});

test('the last check is remembered, and a backup is looked at without its keys', async () => {
  const { user, vault } = start({ checked: true });
  await user.click(await screen.findByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'Checks' }));
  expect(await screen.findByText(/^Checked yesterday .*: every item and entry is as it was saved\.$/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Choose a backup folder' }));
  expect(await screen.findByText(/^Looked at just now: no accident found\.$/)).toBeInTheDocument();
  expect(screen.getByText(/finds accidents, not people/)).toBeInTheDocument();
  await expectAccessible();
  vault.options.chosen = '/home/em/Pictures';
  await user.click(screen.getByRole('button', { name: 'Choose a backup folder' }));
  expect(await screen.findByText('There is no vault in this folder.')).toBeInTheDocument();
});
