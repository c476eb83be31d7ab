import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { expectAccessible, start } from './screens';

async function chosen(options: MemoryOptions = {}) {
  const started = start(options);
  const { user } = started;
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.click(screen.getByRole('button', { name: 'Capture' }));
  await user.click(screen.getByRole('button', { name: 'Add a folder…' }));
  return started;
}

test('a folder is planned first, then added, and the report says what was not and why', async () => {
  const { user, vault } = await chosen();
  const started = vi.spyOn(vault.imports, 'start');
  const plan = await screen.findByRole('dialog', { name: 'What would be added' });
  expect(within(plan).getByText(/Nothing is changed yet/)).toBeInTheDocument();
  expect(within(plan).getByText(/have a name that a messaging app gives/)).toBeInTheDocument();
  expect(started).not.toHaveBeenCalled();
  await expectAccessible();
  await user.click(within(plan).getByRole('button', { name: 'Add 24 files' }));
  const done = await screen.findByRole('dialog', { name: 'What was added' });
  expect(within(done).getByText(/as items 0029 to 0052/)).toBeInTheDocument();
  expect(within(done).getByText(/it needs a password/)).toBeInTheDocument();
  await expectAccessible();
  expect((await vault.imports.reports(1)).map((report) => [report.tally.added, report.whole])).toEqual([[24, true]]);
});

test('the unprotected files are kept unless the person says twice that they are not', async () => {
  const { user, vault } = await chosen();
  const removed = vi.spyOn(vault.imports, 'removeSources');
  await user.click(await screen.findByRole('button', { name: 'Add 24 files' }));
  const done = await screen.findByRole('dialog', { name: 'What was added' });
  await user.click(within(done).getByRole('button', { name: 'Delete the unprotected files' }));
  expect(removed).not.toHaveBeenCalled();
  expect(within(done).getByText(/It does not reach the phone, a backup, a cloud/)).toBeInTheDocument();
  await user.click(within(done).getByRole('checkbox'));
  await user.click(within(done).getByRole('button', { name: 'Delete the unprotected files' }));
  expect(await within(done).findByText(/22 unprotected files deleted\. 1 other stayed\./)).toBeInTheDocument();
});

test('an import is paused, goes on after the vault was locked, and can be ended', async () => {
  const { user, vault } = await chosen({ pace: 60 });
  await user.click(await screen.findByRole('button', { name: 'Add 24 files' }));
  const adding = await screen.findByRole('dialog', { name: 'Adding files' });
  await within(adding).findByRole('progressbar');
  await user.click(within(adding).getByRole('button', { name: 'Pause' }));
  const paused = await screen.findByRole('dialog', { name: 'Paused' });
  await expectAccessible();
  const left = await vault.imports.left();
  expect(left && left.done < 24).toBe(true);
  await user.click(within(paused).getByRole('button', { name: 'Stop, and keep what is added' }));
  await screen.findByText('It was stopped before everything was added.');
  await waitFor(async () => expect(await vault.imports.left()).toBeNull());
  expect((await vault.imports.reports(1))[0]?.whole).toBe(false);
});

test('an import that was cut short is offered again when its case is opened', async () => {
  const started = start({ pace: 40 });
  const { user, vault } = started;
  void vault.imports.start(1, () => undefined).catch(() => undefined);
  await vault.cancel();
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  const paused = await screen.findByRole('dialog', { name: 'Paused' });
  await user.click(within(paused).getByRole('button', { name: 'Go on' }));
  expect(await screen.findByRole('dialog', { name: 'What was added' }, { timeout: 8000 })).toBeInTheDocument();
});
