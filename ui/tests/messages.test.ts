import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { MemoryBackend } from '../src/ipc/memory';
import { addChat } from '../src/ipc/memory/sampleChat';
import { expectAccessible, start } from './screens';

const CHAT = `03/04/2026, 19:15 - Messages and calls are end-to-end encrypted.
03/04/2026, 19:15 - Sam Carter: Hello doctor
03/04/2026, 19:16 - Dr A: Please do not write to me here.
Write to the surgery.
25/04/2026, 19:17 - Sam Carter: IMG_2031.jpg (file attached)
26/04/2026, 07:01 - Lee: I saw him
26/04/2026, 07:02 - Sam Carter: <Media omitted>
`;

const chat = (vault: MemoryBackend, text: string, name?: string) => addChat(vault.cases[0]!, text, name);

async function openItem(n: number, vault: MemoryBackend, user: ReturnType<typeof start>['user']) {
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  const { name } = vault.cases[0]!.item(n);
  await user.type(screen.getByLabelText('Find words, names, items'), `${name}{Enter}`);
  const row = await waitFor(() => {
    const found = [...document.querySelectorAll<HTMLElement>('.ledger button.entry')].find((button) => button.textContent?.includes(name.slice(0, 12)));
    expect(found).toBeDefined();
    return found!;
  });
  await user.dblClick(row);
  await screen.findByText(new RegExp(`^Item 00${n}`));
}

async function read(text = CHAT) {
  const started = start();
  const n = chat(started.vault, text);
  await openItem(n, started.vault, started.user);
  await started.user.click(screen.getByRole('button', { name: 'Read the messages in this file' }));
  return { ...started, n };
}

test('an export is read, people are named, and its messages become contacts once', async () => {
  const { user, vault, n } = await read();
  const before = vault.cases[0]!.contacts.length;
  await screen.findByRole('heading', { level: 1, name: 'WhatsApp chat' });
  expect(screen.getByText(/^5 messages in/)).toHaveTextContent('1 line that the program wrote itself');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  await screen.findByRole('heading', { level: 1, name: 'Who is who, and when' });
  expect(screen.getByText(/can only be read with the day first/)).toHaveTextContent('3 dates can only be read with the day first, such as 25/04/2026, 19:17.');
  expect(screen.getByRole('radio', { name: /^Day first/ })).toBeChecked();
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('Say who each sender is.')).toHaveFocus();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Sam Carter' }), 'The person of concern');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Dr A' }), 'You');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Lee' }), 'Somebody else');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Continue' }));

  await screen.findByRole('heading', { level: 1, name: '4 contacts would be made' });
  const line = screen.getByRole('row', { name: /Somebody else/ });
  expect(within(line).getByText('1')).toBeInTheDocument();
  expect(vault.cases[0]!.contacts.length).toBe(before);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make 4 contacts' }));

  await screen.findByRole('heading', { level: 1, name: 'Saved: 4 contacts' });
  await expectAccessible();
  const made = vault.cases[0]!.contacts.slice(before).map((one) => one.contact);
  expect(made.map((contact) => [contact.direction, contact.words, contact.occurred.local])).toEqual([
    ['from_them', 'Hello doctor', '2026-04-03T19:15'], ['from_you', 'Please do not write to me here.\nWrite to the surgery.', '2026-04-03T19:16'],
    ['from_them', null, '2026-04-25T19:17'], ['from_them', null, '2026-04-26T07:02'],
  ]);
  expect(made[1]!.export).toMatchObject({ item: n, n: 3, shown: '03/04/2026, 19:16', assumed: true });

  await user.click(screen.getByRole('button', { name: 'Go to the timeline' }));
  expect(await screen.findByText(/message 2\. Time as shown: 03\/04\/2026, 19:15\. The file names no zone/)).toBeInTheDocument();
});

test('read again, only what is new becomes contacts', async () => {
  const { user, vault, n } = await read();
  const choices = { order: 'day_first' as const, senders: [{ sender: 'Sam Carter', role: 'them' as const }, { sender: 'Dr A', role: 'you' as const }] };
  await vault.messages.write(1, n, choices, false, () => undefined);
  const newer = chat(vault, `${CHAT}27/04/2026, 08:00 - Sam Carter: Good morning\n`, 'newer.txt');
  expect(await vault.messages.preview(1, newer, choices, false, () => undefined)).toMatchObject({ new: 1, there: 4 });
  await user.click(await screen.findByRole('button', { name: 'Back to the item' }));
  expect(await screen.findByText(new RegExp(`^Item 00${n}`))).toBeInTheDocument();
});

test('a file that changes the order of its dates midway says so', async () => {
  const { user } = await read('25/04/2026, 19:15 - Sam: a\n04/26/2026, 19:16 - Sam: b\n');
  await screen.findByRole('heading', { level: 1, name: 'WhatsApp chat' });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('The order changes in this file.')).toBeInTheDocument();
  expect(screen.getByRole('radio', { name: /^As the dates themselves show/ })).toBeChecked();
});

test('where no date shows the order, none is chosen and it is asked', async () => {
  const { user } = await read('03/04/2026, 19:15 - Sam: a\n');
  await screen.findByRole('heading', { level: 1, name: 'WhatsApp chat' });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('The dates themselves do not show it.')).toBeInTheDocument();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Sam' }), 'The person of concern');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('Say which order is right.')).toBeInTheDocument();
});

test('a text that is no export is said to be none', async () => {
  const { user, n } = await read('Thursday, by the bench.');
  await screen.findByRole('heading', { level: 1, name: 'There are no messages to read here' });
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Back to the item' }));
  expect(await screen.findByText(new RegExp(`^Item 00${n}`))).toBeInTheDocument();
});

test('a chat is taken in with the files that lie beside it, and what is not there is named', async () => {
  const { user, vault } = start();
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.click(screen.getByRole('button', { name: 'Capture' }));
  await user.click(screen.getByRole('button', { name: 'Messages with their files…' }));
  const asking = await screen.findByRole('dialog', { name: 'Messages with their files' });
  await expectAccessible();
  await user.click(within(asking).getByRole('button', { name: 'Choose a folder…' }));
  const found = await screen.findByRole('dialog', { name: 'Which of these?' });
  expect(within(found).getByText(/2 files beside it/)).toBeInTheDocument();
  expect(within(found).getByText(/it is a link to another place/)).toBeInTheDocument();
  await expectAccessible();
  const before = vault.cases[0]!.items.length;
  await user.click(within(found).getByRole('button', { name: /^Read WhatsApp Chat/ }));

  await screen.findByRole('heading', { level: 1, name: 'WhatsApp chat' });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Person A' }), 'The person of concern');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Nora Whitfield' }), 'You');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Priya Shah' }), 'Somebody else');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  const line = await screen.findByRole('row', { name: /With a file beside it/ });
  expect(within(line).getByText('1')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /^Make/ }));
  await screen.findByText('1 file was kept as an item.');
  await expectAccessible();
  expect(vault.cases[0]!.items.length).toBe(before + 2);
  const report = (await vault.imports.reports(1))[0];
  expect([report?.tally.added, report?.messages?.contacts]).toEqual([1, 8]);
});

test('files that are not here are named, and may be found afterwards', async () => {
  const { user } = await read(CHAT);
  await screen.findByRole('heading', { level: 1, name: 'WhatsApp chat' });
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Sam Carter' }), 'The person of concern');
  for (const name of ['Dr A', 'Lee']) await user.selectOptions(screen.getByRole('combobox', { name }), 'Somebody else');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByText('1 file that the messages name is not here. Which')).toBeInTheDocument();
  expect(screen.getByText('IMG_2031.jpg')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Choose a folder…' }));
  await screen.findByRole('row', { name: /With a file beside it/ });
  expect(screen.queryByText(/is not here\. Which/)).toBeNull();
});
