import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { MemoryOptions } from '../src/ipc/memory';
import { RECOVERY, SECOND_RECOVERY } from '../src/ipc/memory/words';
import { expectAccessible, PASSPHRASE, start } from './screens';

const OTHER = 'marble oboe tundra quilt lizard';
const KEY = `age1${'q'.repeat(58)}`;

async function keys(options: MemoryOptions = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: 'Settings' }));
  await started.user.click(await screen.findByRole('button', { name: 'Passphrase and words' }));
  await screen.findByText('12 recovery words');
  await screen.findByText(/^Made .* Not tried since then\.$|^Made .* opened the vault\.$/);
  return started;
}

async function typeBack(user: Awaited<ReturnType<typeof keys>>['user'], words: string[]) {
  await user.click(screen.getByRole('button', { name: 'I have them on paper' }));
  const fields = await screen.findAllByRole('textbox');
  expect(fields).toHaveLength(3);
  for (const word of words) expect(document.body).not.toHaveTextContent(word);
  for (const field of fields) {
    const position = Number(/\d+/.exec(document.querySelector(`label[for="${field.id}"]`)!.textContent)![0]);
    await user.type(field, words[position - 1]!);
  }
  await user.click(screen.getByRole('button', { name: 'Finish' }));
}

test('the passphrase is changed with the one now; a wrong one is said at its field', async () => {
  const { user, vault } = await keys();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /^Change\s*the passphrase/ }));
  await screen.findByRole('heading', { name: 'Change the passphrase' });
  expect(screen.getByText(/still open with the old passphrase/)).toBeInTheDocument();
  const now = screen.getByLabelText('Your present passphrase');
  expect(now).toHaveFocus();
  await user.type(now, 'not this one');
  await user.type(screen.getByLabelText('The new passphrase'), OTHER);
  await user.type(screen.getByLabelText('The same again'), OTHER);
  await user.click(screen.getByRole('button', { name: 'Change the passphrase' }));
  expect(await screen.findByText(/That is not the passphrase/)).toBeInTheDocument();
  await waitFor(() => expect(now).toHaveFocus());
  await expectAccessible();
  await user.clear(now);
  await user.type(now, PASSPHRASE);
  await user.click(screen.getByRole('button', { name: 'Change the passphrase' }));
  expect(await screen.findByText(/^In use since today/)).toBeInTheDocument();
  await vault.lock();
  await expect(vault.unlock(OTHER)).resolves.toBeDefined();
});

test('lost words: new ones with the passphrase, on paper, three typed back; the old ones end', async () => {
  const { user, vault } = await keys();
  await user.click(screen.getByRole('button', { name: 'New words' }));
  await user.type(await screen.findByLabelText('Your present passphrase'), PASSPHRASE);
  await user.click(screen.getByRole('button', { name: 'Make new words' }));
  await screen.findByRole('heading', { name: 'Put these 12 words on paper' });
  for (const word of SECOND_RECOVERY) expect(screen.getByRole('list', { name: 'Your 12 recovery words' })).toHaveTextContent(word);
  await expectAccessible();
  // Esc does not take them away, and another page does not either.
  await user.keyboard('{Escape}');
  expect(screen.getByText('saddle')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Locking' }));
  expect(document.body).not.toHaveTextContent('saddle');
  await user.click(screen.getByRole('button', { name: 'Passphrase and words' }));
  await user.click(await screen.findByRole('button', { name: 'Show the words' }));
  const form = vi.spyOn(vault.keys, 'saveWordsForm');
  await user.click(screen.getByRole('button', { name: 'Save an empty sheet to print' }));
  expect(form).toHaveBeenCalled();
  await typeBack(user, SECOND_RECOVERY);
  expect(await screen.findByText(/^Made today .*Not tried since then\.$/)).toBeInTheDocument();
  await vault.lock();
  await expect(vault.unlockWithWords(RECOVERY.join(' '))).rejects.toMatchObject({ code: 'wrong_secret' });
  await expect(vault.unlockWithWords(SECOND_RECOVERY.join(' '))).resolves.toBeDefined();
});

test('after a year the words are asked for on the first page, tried, and the date is kept', async () => {
  const { user, vault } = start({ wordsDue: true });
  await user.click(await screen.findByRole('button', { name: 'Try them' }));
  expect(await screen.findByRole('heading', { name: 'Try your 12 words' })).toBeInTheDocument();
  const field = screen.getByLabelText('Your 12 recovery words');
  await user.type(field, 'one two three');
  await user.click(screen.getByRole('button', { name: 'Try the words' }));
  expect(await screen.findByText(/Those are not the words of this vault/)).toBeInTheDocument();
  await user.clear(field);
  await user.type(field, RECOVERY.join(' '));
  await user.click(screen.getByRole('button', { name: 'Try the words' }));
  expect(await screen.findByText('These words open the vault.')).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Done' })).toHaveFocus());
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(await screen.findByText(/Last tried today/)).toBeInTheDocument();
  expect((await vault.keys.all()).words_due).toBe(false);
});

test('a further key is added after what it means is said, and taken out again', async () => {
  const { user, vault } = await keys();
  await user.click(screen.getByRole('button', { name: 'Add a key' }));
  await user.click(await screen.findByRole('button', { name: 'Add the key' }));
  expect(screen.getByText('Say whose key it is.')).toBeInTheDocument();
  expect(screen.getByLabelText('Whose key is it, or where is it kept?')).toHaveFocus();
  await expectAccessible();
  await user.type(screen.getByLabelText('Whose key is it, or where is it kept?'), 'The stick in the safe');
  await user.type(screen.getByLabelText('The key'), KEY);
  await user.type(screen.getByLabelText('Your present passphrase'), PASSPHRASE);
  await user.click(screen.getByRole('button', { name: 'Add the key' }));
  expect(await screen.findByText('The stick in the safe')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /^Take out the key of The stick/ }));
  const dialog = await screen.findByRole('dialog', { name: /The stick in the safe/ });
  await expectAccessible();
  await user.type(within(dialog).getByLabelText('Your present passphrase'), PASSPHRASE);
  await user.click(within(dialog).getByRole('button', { name: 'Take out the key' }));
  await waitFor(async () => expect((await vault.keys.all()).ways).toHaveLength(3));
  await waitFor(() => expect(screen.queryByText('The stick in the safe', { selector: 'b' })).toBeNull());
});

async function begin(user: Awaited<ReturnType<typeof keys>>['user'], now = PASSPHRASE) {
  await user.clear(screen.getByLabelText('Your present passphrase'));
  await user.type(screen.getByLabelText('Your present passphrase'), now);
  await user.click(screen.getByRole('button', { name: 'Change every key' }));
}

test('every key is changed: what it does and what not, stopped, gone on with, new words, what is left to do', async () => {
  const { user, vault } = await keys({ pace: 15 });
  await user.click(screen.getByRole('button', { name: 'Change every key' }));
  await screen.findByRole('heading', { name: 'Change every key' });
  expect(screen.getByText('Copies made earlier still open with the old passphrase:')).toBeInTheDocument();
  expect(screen.getByText(/Takes out the further key \(Ruth, practice manager\)/)).toBeInTheDocument();
  await expectAccessible();
  await user.type(screen.getByLabelText('The new passphrase'), OTHER);
  await user.type(screen.getByLabelText('The same again'), OTHER);
  await begin(user, 'not this one');
  expect(await screen.findByText(/That is not the passphrase/)).toBeInTheDocument();
  expect(screen.getByLabelText('The new passphrase')).toHaveValue(OTHER);
  await begin(user);
  expect(await screen.findByRole('heading', { name: 'Changing every key' })).toHaveFocus();
  // Nothing of the vault can be opened meanwhile, and no key leads away.
  expect(screen.queryByRole('button', { name: 'Casekeep, all cases' })).toBeNull();
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Stop, and go on later' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Go on' })).toHaveFocus());
  expect(screen.getByText(/Changing every key is not finished: \d+ files? left/)).toBeInTheDocument();
  expect((await vault.keys.all()).rotating).toBe(true);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Later' }));
  // No single key can be changed meanwhile.
  for (const name of ['New words', 'Add a key', 'Try them']) expect(screen.queryByRole('button', { name })).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Casekeep, all cases' }));
  await user.click(await screen.findByRole('button', { name: 'Go on' }));
  vault.options.pace = 0;
  await user.click(await screen.findByRole('button', { name: 'Go on' }));
  await screen.findByRole('heading', { name: 'Put these 12 words on paper' });
  await typeBack(user, SECOND_RECOVERY);
  expect(await screen.findByRole('heading', { name: 'What is left to do' })).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Back up now' }));
  expect(await screen.findByRole('heading', { name: 'Backups', level: 1 })).toBeInTheDocument();
  const after = await vault.keys.all();
  expect([after.epoch, after.rotating, after.ways.length]).toEqual([2, false, 2]);
  await vault.lock();
  await expect(vault.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'wrong_secret' });
  await expect(vault.unlock(OTHER)).resolves.toBeDefined();
});

test('a change of every key that was cut short is said before and after unlocking', async () => {
  const { user } = start({ state: 'locked', rotating: true });
  expect(await screen.findByText(/Unlock with the new passphrase; then it goes on/)).toBeInTheDocument();
  await expectAccessible();
  await user.type(screen.getByLabelText('Passphrase'), PASSPHRASE);
  await user.click(screen.getByRole('button', { name: 'Unlock' }));
  const said = await screen.findByRole('region', { name: 'Changing every key is not finished' });
  await user.click(within(said).getByRole('button', { name: 'Go on' }));
  await screen.findByRole('heading', { name: 'Change every key' });
  await user.click(screen.getByRole('button', { name: 'Go on' }));
  expect(await screen.findByRole('heading', { name: 'Put these 12 words on paper' })).toBeInTheDocument();
});
