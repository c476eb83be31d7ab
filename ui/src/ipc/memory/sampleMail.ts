/** Mails of invented people, for tests and pictures: a page with trackers and a false link, and a mailbox of two. */
import type { Mail, MailView } from '../types';
import type { StoredCase } from './case';

const BASE: Mail = {
  headers: [], from: null, to: [], cc: [], reply_to: [], message_id: null, subject: null, shown: '', time: null, utc: null, received: [],
  text: '', plain: true, attachments: [], more: false, letters_lost: false,
};

const words = (text: string) => ({ kind: 'words' as const, text, target: null });
const block = (kind: 'paragraph' | 'heading' | 'item', text: string, number: number | null = null) => ({ kind, depth: kind === 'item' ? 1 : 0, number, quoted: 0, runs: [words(text)] });

const PAGE: MailView = {
  kind: 'mail', n: 1, next: false, cut: false, text_cut: false,
  mail: {
    ...BASE,
    from: 'Person A <a.person.318@mail.example>', to: ['Dr Nora Whitfield <nora@northgate.example>'], cc: ['reception@northgate.example'],
    reply_to: ['stairs.and.sunday@post.example'], message_id: '7f31c0aa@mail.example', subject: 'Your green coat',
    shown: 'Tue, 21 Apr 2026 23:04:10 +0200', time: '2026-04-21T23:04:10+02:00', utc: '2026-04-21T21:04:10.000Z',
    received: [
      { shown: 'from police.example (unknown [203.0.113.9]) by relay.mail.example; Tue, 21 Apr 2026 22:04:02 +0100', from: 'police.example', address: '203.0.113.9', by: 'relay.mail.example', time: '2026-04-21T22:04:02+01:00', utc: '2026-04-21T21:04:02.000Z' },
      { shown: 'from relay.mail.example (relay.mail.example [198.51.100.4]) by mx.northgate.example; Tue, 21 Apr 2026 21:01:15 +0000', from: 'relay.mail.example', address: '198.51.100.4', by: 'mx.northgate.example', time: '2026-04-21T21:01:15+00:00', utc: '2026-04-21T21:01:15.000Z' },
    ],
    text: 'I saw you in your green coat.\nLook at the pictures.',
    headers: [
      { name: 'Received', value: 'from relay.mail.example (relay.mail.example [198.51.100.4]) by mx.northgate.example; Tue, 21 Apr 2026 21:01:15 +0000' },
      { name: 'Received', value: 'from police.example (unknown [203.0.113.9]) by relay.mail.example; Tue, 21 Apr 2026 22:04:02 +0100' },
      { name: 'Date', value: 'Tue, 21 Apr 2026 23:04:10 +0200' }, { name: 'From', value: 'Person A <a.person.318@mail.example>' },
      { name: 'Subject', value: 'Your green coat' }, { name: 'X-Mailer', value: 'Postman 4.1' },
    ],
    attachments: [
      { part: 1, path: '2', name: 'green-coat.jpg', media_type: 'image/jpeg', bytes: 84_220, seen: 'image/jpeg', content_id: null, whole: true },
      { part: 2, path: '3', name: 'invoice\u202Efdp.exe', media_type: 'application/pdf', bytes: 1_204_000, seen: 'application/vnd.microsoft.portable-executable', content_id: null, whole: true },
      { part: 3, path: '4', name: '../../.bashrc', media_type: 'text/plain', bytes: 120, seen: 'text/plain', content_id: null, whole: true },
    ],
  },
  page: {
    blocks: [
      block('heading', 'Your green coat'),
      block('paragraph', 'I saw you in your green coat. I know which bus you take.'),
      block('item', 'Monday, by the bench', 1), block('item', 'Tuesday, across the road', 2),
      { kind: 'paragraph', depth: 0, number: null, quoted: 0, runs: [words('The pictures are at '), { kind: 'link', text: 'www.northgate.example/photos', target: 'https://photos.evil.example/in?you=nora' }, words('. Sign in with your practice password.')] },
      { kind: 'paragraph', depth: 0, number: null, quoted: 0, runs: [{ kind: 'picture', text: 'A green coat', target: 'https://pictures.evil.example/coat.jpg' }] },
      { kind: 'paragraph', depth: 0, number: null, quoted: 1, runs: [words('Do not write to me again.')] },
    ],
    loads: [
      { what: 'picture', address: 'https://pictures.evil.example/coat.jpg' }, { what: 'picture', address: 'https://t.evil.example/open.gif?id=nora-7' },
      { what: 'picture', address: 'https://t.evil.example/open2.gif?id=nora-7' }, { what: 'style', address: 'https://fonts.evil.example/a.css' },
    ],
    pictures: 3, unseen: 2, others: 1, scripts: 1, forms: 1, cut: false,
  },
};

const plain = (n: number, next: boolean, subject: string, text: string): MailView => ({
  kind: 'mailbox', n, next, cut: false, text_cut: false, page: null,
  mail: { ...BASE, from: 'Person A <a.person.318@mail.example>', to: ['nora@northgate.example'], subject, shown: 'Wed, 22 Apr 2026 08:00:00 +0100', time: '2026-04-22T08:00:00+01:00', utc: '2026-04-22T07:00:00.000Z', text, headers: [{ name: 'Subject', value: subject }] },
});

function add(one: StoredCase, name: string, mails: MailView[]): number {
  const at = '2026-04-29T10:05:00.000Z';
  const text = mails.map((view) => view.mail.headers.map((header) => `${header.name}: ${header.value}`).join('\n')).join('\n\n');
  return one.addItem({ name, type: 'text/plain', bytes: 1_742_118, recorded: at, how: 'file', at, via: 'unlocked', facts: { source: {}, captured: { could_not: [] } }, text, mails }, true).item;
}

/** Adds a mail and a mailbox to a case, and returns the numbers of their items. */
export function addMails(one: StoredCase): [number, number] {
  return [add(one, 'Your green coat.eml', [PAGE]), add(one, 'Inbox.mbox', [plain(1, true, 'Good morning', 'I waited at the bench.'), plain(2, false, 'Why', 'You did not look out.')])];
}
