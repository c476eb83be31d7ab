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

async function reports(options: MemoryOptions = {}, before?: (vault: ReturnType<typeof start>['vault']) => Promise<unknown>) {
  const started = start(options);
  const { user, vault } = started;
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await before?.(vault);
  await user.click(screen.getByRole('button', { name: 'Capture' }));
  await user.click(screen.getByRole('button', { name: 'Earlier imports…' }));
  return { ...started, dialog: await screen.findByRole('dialog', { name: 'Earlier imports' }) };
}

test('a case into which nothing was imported says so', async () => {
  const { dialog, user } = await reports();
  expect(await within(dialog).findByText(/Nothing was imported into this case yet/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(within(dialog).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('reports of earlier imports are listed and opened again, by keys alone', async () => {
  const { dialog, user } = await reports({}, async (vault) => {
    await vault.imports.start(1, () => undefined);
    const found = await vault.messages.find('folder', () => undefined);
    const { item } = await vault.messages.keep(1, found!.exports[0]!.name);
    const senders = [{ sender: 'Person A', role: 'them' as const }, { sender: 'Priya Shah', role: 'left_out' as const }];
    await vault.messages.write(1, item, { order: 'day_first', senders }, false, () => undefined);
  });
  const lines = await waitFor(() => {
    const all = within(within(dialog).getByRole('list')).getAllByRole('button');
    expect(all).toHaveLength(2);
    return all;
  });
  expect(lines.map((line) => line.lastElementChild?.textContent)).toEqual(['7 contacts, 1 file not here', '24 files added, 1 not taken']);
  await expectAccessible();
  lines[0]!.focus();
  await user.keyboard('{ArrowDown}{Enter}');
  await within(dialog).findByText(/could not be taken/);
  expect(within(dialog).getByRole('button', { name: 'All imports' })).toHaveFocus();
  expect(within(dialog).getByText(/it needs a password/)).toBeInTheDocument();
  await expectAccessible();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(within(dialog).getAllByRole('button')[1]).toHaveFocus());
  await user.keyboard('{ArrowUp}{Enter}');
  await within(dialog).findByText(/messages became contacts, contacts \d+ to \d+/);
  expect(within(dialog).getByText('IMG_2031.jpg')).toBeInTheDocument();
  expect(within(dialog).getByText(/left out, sent by somebody else/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(within(dialog).getByRole('button', { name: 'Show the file of the messages' }));
  expect(await screen.findByRole('button', { name: 'Read the messages in this file' })).toBeInTheDocument();
});
