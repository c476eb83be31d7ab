import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { backWords, clockWords, grouped, keptWords, loadWords, typeWords, utcWords } from '../src/features/item/mail';
import type { MailPartKept } from '../src/ipc';
import { live } from '../src/shared/live.svelte';
import { expectAccessible, openItem } from './screens';

async function open(name: string, number: string) {
  const started = await openItem(name, number, { mails: true });
  return { ...started, mail: await screen.findByRole('region', { name: 'The mail' }) };
}

test('a mail is shown with who, when, and the way it came', async () => {
  const { mail } = await open('Your green coat', '0029');
  expect(within(mail).getByText('Person A <a.person.318@mail.example>', { selector: '.one' })).toBeInTheDocument();
  expect(within(mail).getByText('stairs.and.sunday@post.example')).toBeInTheDocument();
  expect(within(mail).getByText('Tue, 21 Apr 2026 23:04:10 +0200', { selector: '.one' })).toBeInTheDocument();
  expect(within(mail).getByText('Tuesday 21 April 2026, 21:04:10 UTC')).toBeInTheDocument();
  const way = within(mail).getByRole('region', { name: 'The way it came' });
  expect(within(way).getByText(/Only the last line was written by the server that took the mail in for you/)).toBeInTheDocument();
  const hops = within(way).getAllByRole('listitem');
  expect(hops.map((hop) => hop.querySelector('b')?.textContent)).toEqual(['relay.mail.example', 'mx.northgate.example']);
  expect(hops[1]).toHaveTextContent('This clock is 3 minutes before that of the line before it.');
  await expectAccessible();
});

test('nothing of the page loads, runs or leads anywhere, and all of it is told', async () => {
  const { mail } = await open('Your green coat', '0029');
  expect(within(mail).getByText(/^3 pictures and 1 other thing were not loaded: they would have told the sender that it was opened. 2 of the pictures are too small to be seen.$/)).toBeInTheDocument();
  expect(within(mail).getByText('https://t.evil.example/open.gif?id=nora-7')).toBeInTheDocument();
  expect(within(mail).getByText(/^1 program in it was left out/)).toBeInTheDocument();
  const text = within(mail).getByRole('region', { name: 'The text of the mail' });
  expect(text).toHaveTextContent('www.northgate.example/photos leads to ⟨https://photos.evil.example/in?you=nora⟩');
  expect(mail.querySelector('a, img, form, script, style, iframe, input, [src], [href]')).toBeNull();
});

test('the plain text of a mail with a page can be read too', async () => {
  const { user, mail } = await open('Your green coat', '0029');
  const text = within(mail).getByRole('region', { name: 'The text of the mail' });
  expect(text).toHaveTextContent('Monday, by the bench');
  await user.click(within(mail).getByRole('radio', { name: 'Its plain text' }));
  expect(text).toHaveTextContent('Look at the pictures.');
  expect(text).not.toHaveTextContent('Monday, by the bench');
});

test('attachments say what their bytes are, and their names hide nothing', async () => {
  const { mail } = await open('Your green coat', '0029');
  const files = within(mail).getByRole('region', { name: '3 attachments' });
  expect(files).toHaveTextContent('invoice\\u{202E}fdp.exe');
  expect(files).toHaveTextContent('It says it is application/pdf; its bytes are application/vnd.microsoft.portable-executable.');
  expect(files).toHaveTextContent('../../.bashrc');
});

test('the mails of a mailbox are gone through by number', async () => {
  const { user, mail } = await open('Inbox.mbox', '0030');
  expect(within(mail).getByRole('heading', { level: 2 })).toHaveTextContent('Good morning');
  const number = () => screen.getByLabelText('Mail');
  await user.click(screen.getByRole('button', { name: 'Mail after' }));
  await screen.findByText('You did not look out.');
  expect(number()).toHaveValue('2');
  await user.clear(number());
  await user.type(number(), '1');
  await user.tab();
  await screen.findByText('I waited at the bench.');
  await user.clear(number());
  await user.type(number(), '9');
  await user.tab();
  expect(await screen.findByText(/no page or mail of this number/)).toBeInTheDocument();
  await expectAccessible();
});

test('a text that is no mail is shown as text', async () => {
  await openItem('Notes of the call', '0027', { mails: true });
  expect(await screen.findByRole('region', { name: 'The text' })).toHaveTextContent('Rang 101');
});

test('times and types are told in words', () => {
  expect(utcWords('2026-03-04T19:15:30.000Z')).toBe('Wednesday 4 March 2026, 19:15:30 UTC');
  expect(utcWords(null)).toBe('');
  expect(clockWords('2026-03-04T20:15:30+01:00')).toBe('Wednesday 4 March 2026, 20:15:30, 1:00 ahead of UTC');
  expect(clockWords('2026-03-04T14:15:30-05:30')).toBe('Wednesday 4 March 2026, 14:15:30, 5:30 behind UTC');
  expect(clockWords('2026-03-04T19:15:30Z')).toBe('Wednesday 4 March 2026, 19:15:30, set to UTC');
  expect(clockWords(null)).toBe('no time that could be read');
  const hop = (utc: string | null) => ({ shown: '', from: null, address: null, by: null, time: utc, utc });
  expect(backWords(hop('2026-03-04T19:15:30Z'), hop('2026-03-04T19:15:40Z'))).toBe('');
  expect(backWords(hop('2026-03-06T19:15:30Z'), hop('2026-03-04T19:15:30Z'))).toContain('2 days before');
  expect(backWords(undefined, hop('2026-03-04T19:15:30Z'))).toBe('');
  const one = { part: 1, path: '1', name: null, media_type: 'image/jpeg', seen: 'image/jpeg', bytes: 1, content_id: null, whole: true };
  expect(typeWords(one)).toBe('');
  expect(typeWords({ ...one, media_type: 'text/calendar', seen: 'text/plain' })).toBe('');
  expect(typeWords({ ...one, seen: 'application/zip' })).toContain('its bytes are application/zip');
  const page = { blocks: [], loads: [], pictures: 0, unseen: 0, others: 0, scripts: 0, forms: 0, cut: false };
  expect(loadWords(page)).toBe('');
  expect(loadWords({ ...page, pictures: 1, unseen: 1 })).toBe('1 picture was not loaded: it would have told the sender that it was opened. It is too small to be seen.');
  expect(loadWords({ ...page, others: 2 })).toBe('2 things were not loaded: they would have told the sender that it was opened.');
  const line = (kind: 'item' | 'paragraph') => ({ kind, depth: 1, number: null, quoted: 0, runs: [] });
  expect(grouped([line('item'), line('item'), line('paragraph'), line('item')]).map((group) => group.list)).toEqual([true, false, true]);
});

test('what hangs on a mail is kept as items, each with the mail it came in', async () => {
  const { user, mail } = await open('Your green coat', '0029');
  const files = () => within(mail).getByRole('region', { name: '3 attachments' });
  await user.click(within(files()).getByRole('button', { name: 'Keep as an item: green-coat.jpg' }));
  expect(await within(files()).findByRole('button', { name: 'Item 0031' })).toBeInTheDocument();
  await user.click(within(files()).getByRole('button', { name: 'Keep all 2 as items' }));
  await within(files()).findByRole('button', { name: 'Item 0033' });
  expect(within(files()).queryByRole('button', { name: /^Keep/ })).toBeNull();
  await expectAccessible();
  await user.click(within(files()).getByRole('button', { name: 'Item 0031' }));
  expect(await screen.findByText('Item 0031, a part of mail 1 of item 0029')).toBeInTheDocument();
  expect(screen.getByText(/^Taken out of a mail that is an item, byte for byte, /)).toBeInTheDocument();
});

test('what is kept leaves the focus with it, and its words are said last', async () => {
  const { user, mail } = await open('Your green coat', '0029');
  await user.click(within(mail).getByRole('button', { name: 'Keep as an item: green-coat.jpg' }));
  const made = await within(mail).findByRole('button', { name: 'Item 0031' });
  await waitFor(() => expect(made).toHaveFocus());
  await new Promise((done) => setTimeout(done, 20));
  expect(made).toHaveFocus();
  expect(live.polite).toBe('1 kept as an item');
});

test('parts are kept with a way to stop from the first moment; what became of them is told elsewhere too', async () => {
  const { user, mail, vault } = await open('Your green coat', '0029');
  let go = (_: MailPartKept[]) => {};
  vi.spyOn(vault.looking, 'keepMailParts').mockImplementation(() => new Promise((done) => (go = done)));
  await user.click(within(mail).getByRole('button', { name: 'Keep as an item: green-coat.jpg' }));
  expect(await within(mail).findByRole('button', { name: 'Stop, and keep none' })).toBeInTheDocument();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('region', { name: 'The mail' })).toBeNull());
  go([{ part: 1, item: 31, there: false, why: null }]);
  expect((await screen.findAllByText(/: 1 kept as an item\.$/)).length).toBeGreaterThan(0);
});

test('of two mails that are asked for, the one that was asked for last is shown', async () => {
  const { user, vault } = await open('Inbox.mbox', '0030');
  const read = vault.looking.mail.bind(vault.looking);
  let late = () => {};
  vi.spyOn(vault.looking, 'mail').mockImplementationOnce(async (...asked) => {
    await new Promise<void>((done) => (late = done));
    return read(...asked);
  });
  const go = async (n: string) => {
    await user.clear(screen.getByLabelText('Mail'));
    await user.type(screen.getByLabelText('Mail'), `${n}{Tab}`);
  };
  await go('9');
  await go('2');
  await screen.findByText('You did not look out.');
  late();
  await new Promise((done) => setTimeout(done, 20));
  expect(screen.queryByText(/no page or mail of this number/)).toBeNull();
  await go('1');
  await screen.findByText('I waited at the bench.');
  await go('9');
  await screen.findByText(/no page or mail of this number/);
  await go('2');
  await screen.findByText('You did not look out.');
  expect(screen.queryByText(/no page or mail of this number/)).toBeNull();
});

test('what became of the parts of a mail is said in one line', () => {
  const part = (part: number, item: number | null, there = false) => ({ part, item, there, why: item ? null : 'its bytes are not whole' });
  expect(keptWords([part(1, 4)])).toBe('1 kept as an item');
  expect(keptWords([part(1, 4), part(2, 5), part(3, 2, true), part(4, null)])).toBe('2 kept as items, 1 was one already, 1 could not be taken out');
});
