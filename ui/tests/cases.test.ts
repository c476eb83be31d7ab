import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { DAMAGED } from '../src/ipc/memory/options';
import { expectAccessible, start } from './screens';

const OLDER = { class: 'ROLLED_BACK' as const, severity: 'problem' as const, what: 'This vault is older than the one last opened here.', step: 'Look for the newer one first.' };

test('cases are rows with their sentence; the closed one comes last', async () => {
  start();
  expect(await screen.findByText(/52 contacts on 12 days\. The last was on Monday 27 April\./)).toBeInTheDocument();
  const rows = screen.getAllByRole('button', { name: /^Matter/ });
  expect(rows.map((row) => row.textContent?.trim().slice(0, 8))).toEqual(['Matter 1', 'Matter 2']);
  await screen.findByText('Voicemail.m4a');
  await expectAccessible();
});

test('a new case is made and opened', async () => {
  const { user, vault } = start();
  await user.click(await screen.findByRole('button', { name: 'New case' }));
  const dialog = await screen.findByRole('dialog', { name: 'New case' });
  const name = within(dialog).getByLabelText('Name');
  expect(name).toHaveValue('Matter 3');
  await user.clear(name);
  await user.click(within(dialog).getByRole('button', { name: 'Make the case' }));
  expect(name).toHaveAccessibleDescription(/Give it a code name/);
  await expectAccessible();
  await user.type(name, 'Birch');
  await user.click(within(dialog).getByRole('button', { name: 'Make the case' }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Cases' })).toBeNull());
  expect((await vault.listCases()).map((row) => row.name)).toContain('Birch');
  expect(await screen.findByText('Birch')).toBeInTheDocument();
});

test('a case is renamed, closed with a reason, and opened again', async () => {
  const { user, vault } = start();
  await user.click(await screen.findByRole('button', { name: 'Change Matter 1' }));
  const name = screen.getByLabelText('Name');
  await user.clear(name);
  await user.type(name, 'Alder');
  await user.click(screen.getByRole('button', { name: 'Save the name' }));
  await user.click(await screen.findByRole('button', { name: 'Change Alder' }));
  await user.click(screen.getByRole('button', { name: 'Close the case' }));
  expect(screen.getByText('Say in a few words why.')).toBeInTheDocument();
  await user.type(screen.getByLabelText('Why is it closed?'), 'Moved away');
  await user.click(screen.getByRole('button', { name: 'Close the case' }));
  await waitFor(async () => expect((await vault.listCases())[0]?.closed).toBe(true));
  await user.click(await screen.findByRole('button', { name: 'Change Alder' }));
  await user.type(screen.getByLabelText('Why is it open again?'), 'It began again');
  await user.click(screen.getByRole('button', { name: 'Open the case again' }));
  await waitFor(async () => expect((await vault.listCases())[0]?.closed).toBe(false));
});

test('what waits in the inbox is put in a case; a stranger’s file only after it is explained', async () => {
  const { user, vault } = start();
  await user.click(await screen.findByRole('button', { name: /^Put in Matter 1\s*: Voicemail/ }));
  expect(await screen.findByText(/Saved in Matter 1 as item 0029\./, { selector: '.toast *' })).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText('Voicemail.m4a')).toBeNull());
  expect(screen.getByText('IMG_2038.png')).toBeInTheDocument();

  await user.click(screen.getByRole('button', { name: /^What to do/ }));
  const dialog = await screen.findByRole('dialog');
  await expectAccessible();
  await user.click(within(dialog).getByRole('button', { name: 'Put it in Matter 1, origin unknown' }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Of unknown origin' })).toBeNull());
  expect((await vault.item(1, 30)).via).toBe('inbox_unknown');
});

test('names from outside cannot turn the text around', async () => {
  const { vault } = start({ state: 'locked' });
  vault.inboxView.waiting[1]!.name = 'photo\u202Egnp.exe';
  await vault.unlock(vault.options.passphrase);
  const { cleanup, render } = await import('@testing-library/svelte');
  cleanup();
  render((await import('../src/App.svelte')).default);
  expect(await screen.findByText('photo\\u{202E}gnp.exe')).toBeInTheDocument();
});

test('an older copy is explained and recorded with a reason; it takes additions, but is not handed over before', async () => {
  const { user, vault } = start({ findings: [OLDER] });
  expect(await screen.findByText('This is an older copy of the vault')).toBeInTheDocument();
  const handOver = () => vault.exportBundle(1, { without_contacts: [], without_items: [] }, { kind: 'passphrase', passphrase: 'x' }, { profile: 'police' }, false, null, () => undefined);
  await expect(handOver()).rejects.toMatchObject({ code: 'rolled_back' });
  await expect(vault.addCase('x')).resolves.toBe(3);
  await user.click(screen.getByRole('button', { name: 'Record it and go on' }));
  expect(screen.getByText('Say in a few words why the older copy is here.')).toBeInTheDocument();
  await expectAccessible();
  await user.type(screen.getByLabelText('Why is the older copy here?'), 'The disk failed');
  await user.click(screen.getByRole('button', { name: 'Record it and go on' }));
  await waitFor(() => expect(screen.queryByText('This is an older copy of the vault')).toBeNull());
  await expect(handOver()).resolves.toMatchObject({ disclosure: 1 });
});

test('other findings are shown with their class and what to do', async () => {
  start({ findings: [{ class: 'OBJECT_MISSING', severity: 'problem', what: 'Item 0004 is not there.', step: 'Copy it back from the second copy.' }] });
  expect(await screen.findByText('One thing in the vault is not as it was')).toBeInTheDocument();
  expect(screen.getByText('OBJECT_MISSING')).toBeInTheDocument();
  expect(screen.getByText('Copy it back from the second copy.')).toBeInTheDocument();
  await expectAccessible();
});

test('a first opening here shows the fingerprint words and is done when they are the same', async () => {
  const { user, vault } = start({ firstTimeHere: true });
  expect(await screen.findByRole('list', { name: 'The vault’s fingerprint in 12 words' })).toHaveTextContent('winter');
  await user.click(screen.getByRole('button', { name: 'They differ' }));
  expect(screen.getByText('Stop here, and add nothing.')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'They are the same' }));
  await waitFor(() => expect(screen.queryByText('This vault is new to this computer')).toBeNull());
  expect((await vault.vaultState()).opening?.first_time_here).toBe(false);
});

test('with no case there is one thing to do, and four for today', async () => {
  const { user } = start({ sample: false });
  expect(await screen.findByRole('heading', { name: 'Nothing here yet' })).toBeInTheDocument();
  expect(screen.getByText('If you are in danger now, ring 999.')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make the case' }));
  expect(await screen.findByText('Matter 1')).toBeInTheDocument();
});

test('the check runs from the list and leaves one line', async () => {
  const { user } = start();
  await user.click(await screen.findByRole('button', { name: 'Check everything' }));
  expect(await screen.findByText(/Checked today .*: every item and entry is as it was saved/)).toBeInTheDocument();
});

test('keys: n makes a case, ? lists the keys, letters can be switched off', async () => {
  const { user, vault } = start();
  await screen.findByRole('heading', { name: 'Cases' });
  await user.keyboard('?');
  const dialog = await screen.findByRole('dialog', { name: 'Keys' });
  expect(dialog).toHaveTextContent('Ctrl L');
  expect(dialog).toHaveTextContent('New case');
  await expectAccessible();
  await user.click(within(dialog).getByRole('button', { name: 'Close' }));
  await user.keyboard('n');
  expect(await screen.findByRole('dialog', { name: 'New case' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));

  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'On the screen' }));
  await user.click(await within(screen.getByRole('radiogroup', { name: 'Single letters as keys' })).findByRole('radio', { name: 'Off' }));
  await vi.waitFor(async () => expect((await vault.settings()).letterKeys).toBe(false));
  await user.keyboard('{Escape}');
  await screen.findByRole('heading', { name: 'Cases' });
  await user.keyboard('n');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('what is dropped where no case is open is answered', async () => {
  const { vault } = start({});
  await screen.findByRole('heading', { name: 'Cases' });
  await vault.drop(['/home/em/a.png']);
  expect(await screen.findByText(/no case is open/i)).toBeInTheDocument();
});

test('what the daily check found is said calmly, once, and leads to what to do', async () => {
  const { user, vault } = start({ sample: true });
  await screen.findByRole('heading', { name: 'Cases' });
  vault.findings = DAMAGED;
  vault.checks.found();
  expect(await screen.findByText('The daily check found 3 things not as saved')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'See what, and what to do' }));
  expect(await screen.findByText('OBJECT_MISSING')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Casekeep, all cases' }));
  await screen.findByRole('heading', { name: 'Cases' });
  expect(screen.queryByText(/^The daily check found 3/)).toBeNull();
});
