/**
 * The sample case of the vault in memory: invented people, invented places. 52 contacts on 12 days, three turning points,
 * two bursts, a night on which the clocks change, late entries and an amendment.
 */
import type { Acquisition, Channel, Contact, ContactChanges, Direction, Turn, Via } from '../types';
import { readMoment } from './moments';
import type { Drawing } from './pictures';

export interface SampleContact {
  contact: Contact;
  recorded: string;
  amended?: { recorded: string; reason: string; changes: ContactChanges };
}

export interface SampleItem {
  name: string;
  type: string;
  bytes: number;
  recorded: string;
  how?: Acquisition;
  via?: Via;
  kind?: string;
  from?: string;
  platform?: string;
  handle?: string;
  shown?: string;
  occurred?: string;
  description?: string;
  drawing?: Drawing;
  text?: string;
  pages?: readonly (readonly string[])[];
}

type Extra = Partial<Omit<Contact, 'occurred' | 'channel' | 'what'>>;

function entry(occurred: string, channel: Channel, what: string, recorded: string, more: Extra = {}): SampleContact {
  const contact: Contact = {
    occurred: readMoment(occurred, 'Europe/London'), channel, direction: 'from_them', platform: null, what, words: null,
    place: null, present: null, response: null, effect: null, items: [], turn: null, ...more,
  };
  return { contact, recorded };
}

function message(occurred: string, words: string, recorded: string, items: number[] = []): SampleContact {
  return entry(occurred, 'message', 'Facebook message', recorded, { platform: 'Facebook', words, items, response: 'You did not reply' });
}

function step(occurred: string, channel: Channel, what: string, recorded: string, turn: Turn | null, more: Extra = {}): SampleContact {
  return entry(occurred, channel, what, recorded, { direction: 'from_you' as Direction, turn, ...more });
}

const DAY_OF_31: [string, string][] = [
  ['07:12', 'Good morning'], ['07:23', 'Are you at work today'], ['07:26', 'I know you start at eight'], ['08:06', 'I posted you something'],
  ['09:00', 'It should have come by now'], ['09:03', 'Did they give it to you'], ['10:18', 'I will wait for you to read it'],
  ['11:43', 'You are busy I understand'], ['12:06', 'Lunch'], ['12:09', 'You always sit by the window'], ['12:12', 'I am not far'],
  ['12:55', 'I am at the bench'], ['13:00', 'It is cold'], ['14:30', 'You did not look out'], ['15:12', 'Why'],
  ['16:54', 'I am going home'], ['17:00', 'I came back'], ['17:02', 'Your car is still there'], ['18:02', 'Did you get my letter'],
  ['18:04', 'I was at the bench'], ['18:12', 'You walked right past'], ['18:55', 'Hello'], ['19:40', 'Why are you ignoring me'],
  ['19:42', 'I only want to talk'], ['19:45', 'Two minutes'], ['19:48', 'Please'], ['20:36', 'I can wait'],
  ['21:30', 'I am not a bad person'], ['22:31', 'its not fair to be kind to someone and then do this'],
  ['22:34', 'I will just have to come and ask you'], ['22:48', 'Good night'],
];

const LATER: [string, string][] = [
  ['21:02', 'So you got someone to write to me'], ['21:05', 'It says I must not contact you'], ['21:06', 'I do not think that is what you want'],
  ['21:40', 'I kept your handwriting'], ['22:15', 'You signed the form for my knee'], ['22:16', 'Goodnight doctor'],
];

export const CONTACTS: SampleContact[] = [
  entry('2026-02-05T11:30~', 'gift', 'Chocolates and a card, left at reception', '2026-03-10T19:20:00.000Z', {
    words: 'Thank you for my knee. Ring me if you ever want a coffee. 14 Larch Road.', place: 'Reception', present: 'Priya Shah, receptionist', items: [1, 2],
  }),
  message('2026-03-09T20:47', 'Hello it is me from the knee', '2026-03-10T19:26:00.000Z', [3]),
  message('2026-03-09T20:49', 'I would like to take you for a coffee', '2026-03-10T19:26:30.000Z', [3]),
  message('2026-03-09T21:15', 'No pressure', '2026-03-10T19:27:00.000Z', [3]),
  entry('2026-03-18T09:40', 'letter', 'Letter to the surgery, by post', '2026-03-18T12:55:00.000Z', {
    words: 'You did not answer my message so I am writing to you here. I will wait by the bench at five every day.', place: 'Northgate Surgery', response: 'Opened by you. Envelope kept.', items: [4, 5],
  }),
  ...DAY_OF_31.map(([at, words], i) => ({
    ...message(`2026-03-19T${at}`, words, `2026-03-20T21:${String(15 + Math.floor(i / 2)).padStart(2, '0')}:00.000Z`, i % 3 === 0 ? [6 + Math.min(8, Math.floor(i / 3))] : []),
    ...(words === 'I will just have to come and ask you'
      ? { amended: { recorded: '2026-03-22T10:02:00.000Z', reason: 'The phone shows 22:34, I had written 22:43 on paper', changes: { effect: 'Could not sleep. Asked Tom to walk me to the car.' } } }
      : {}),
  })),
  step('2026-03-20T11:05', 'phone', 'You rang your defence organisation', '2026-03-20T21:40:00.000Z', null),
  step('2026-03-23T14:20', 'phone', 'Asked to stop, by phone, by Ruth Adeyemi, practice manager', '2026-03-23T18:05:00.000Z', 'asked_to_stop', { present: 'Ruth Adeyemi' }),
  message('2026-03-26T06:52', 'I understand you have to say that', '2026-03-26T07:30:00.000Z', [15]),
  entry('2026-03-27T15:00~', 'phone', 'Call to reception, asking which days you work', '2026-04-05T16:40:00.000Z', { direction: 'about_you', response: 'Told to you by Priya Shah, receptionist' }),
  message('2026-03-29T00:40', 'I can see your light', '2026-03-29T09:15:00.000Z', [16]),
  message('2026-03-29T02:05', 'sorry', '2026-03-29T09:16:00.000Z', [16]),
  message('2026-03-29T02:40', 'not sorry', '2026-03-29T09:17:00.000Z', [17]),
  message('2026-03-29T03:15', 'you should sleep', '2026-03-29T09:18:00.000Z', [17]),
  step('2026-04-01', 'letter', 'Warning letter from Ruth Adeyemi, recorded post', '2026-04-01T16:00:00.000Z', 'warning_letter', { items: [18] }),
  entry('2026-04-04T23:10', 'friend_request', 'Friend request, from a new account', '2026-04-06T20:12:00.000Z', { platform: 'Facebook', words: 'stairs_and_sunday', items: [19] }),
  entry('2026-04-14T17:50', 'in_person', 'Waiting by your car', '2026-04-14T18:40:00.000Z', {
    words: 'I only want two minutes', place: 'Staff car park', present: 'Tom Reed, nurse', response: 'You went back inside. Tom drove you home.', effect: 'Shaking. Did not want Maya to see.',
    behaviours: ['loitering', 'contacting'],
  }),
  entry('2026-04-16', 'letter', 'Letter to the surgery, no stamp', '2026-04-17T08:20:00.000Z', { words: 'I will say it to you properly.', place: 'Northgate Surgery', items: [20] }),
  ...LATER.map(([at, words], i) => message(`2026-04-21T${at}`, words, `2026-04-21T22:${30 + i}:00.000Z`, i < 5 ? [21 + i] : [])),
  entry('2026-04-27T08:15', 'in_person', 'Stood across the road from the surgery', '2026-04-27T12:30:00.000Z', { place: 'High Street', present: 'Two patients', items: [26], effect: 'Cancelled the morning clinic.', behaviours: ['loitering', 'watching'] }),
  step('2026-04-28T09:30', 'phone', 'Police told, on 101. PC Osei rang back at 16:10', '2026-04-28T18:10:00.000Z', 'police', { items: [27] }),
];

const chat = (title: string, lines: [string, string][], from: number, to: number): Drawing => ({
  of: 'chat', title, lines: lines.slice(from, to).map(([, words]) => ['l', words]),
});

function shot(name: string, drawing: Drawing, shown: string, recorded: string, n: number): SampleItem {
  return {
    name, type: 'image/png', bytes: 180_000 + n * 3_731, recorded, kind: 'Screenshot', from: 'Person A', platform: 'Facebook',
    handle: 'facebook.com/a.person.318', shown, occurred: shown.slice(0, 10), description: 'Screenshot of messages', drawing,
  };
}

/** The warning letter, page by page. */
const WARNING: readonly (readonly string[])[] = [
  ['Northgate Surgery', '1 Station Road', '', '1 April 2026', '', 'Dear Person A,', '', 'You have written to Dr Marsh many times since 9 March, and', 'waited for her by the bench outside the practice. She has', 'asked you to stop. She lives near 14 Larch Road and has seen', 'you there.', '', 'This is a warning under our policy on unwanted contact.', 'It is valid for twelve months.'],
  ['What we ask of you', '', 'Do not write to Dr Marsh, ring her, or wait for her.', 'Do not go to Larch Road.', 'You may ring the practice on 01632 960 118 for your care.', '', 'If you do not keep to this, we may ask for your removal from', 'our list.'],
  ['M. Adeyemi', 'Practice manager', '', 'Sent by Royal Mail, signed for.'],
];

export const ITEMS: SampleItem[] = [
  { name: 'chocolates.jpg', type: 'image/jpeg', bytes: 2_411_306, recorded: '2026-03-10T19:12:00.000Z', kind: 'Photo', from: 'Person A', description: 'A box of chocolates on the reception desk', drawing: { of: 'gift' } },
  { name: 'card.jpg', type: 'image/jpeg', bytes: 1_902_118, recorded: '2026-03-10T19:12:20.000Z', kind: 'Card', from: 'Person A', description: 'The card, with an address and a number', drawing: { of: 'letter', typed: false, lines: ['Thank you for my knee.', '', 'Ring me if you ever', 'want a coffee.', '', '14 Larch Road'] } },
  shot('Screenshot_20260309-211802.png', { of: 'chat', title: 'Person A', lines: [['l', 'Hello it is me from the knee'], ['l', 'I would like to take you for a coffee'], ['l', 'No pressure']] }, '2026-03-09 21:15', '2026-03-10T19:14:00.000Z', 3),
  { name: 'envelope.jpg', type: 'image/jpeg', bytes: 1_204_551, recorded: '2026-03-18T12:50:00.000Z', kind: 'Envelope', from: 'Person A', description: 'The envelope, front', drawing: { of: 'envelope' } },
  { name: 'letter.jpg', type: 'image/jpeg', bytes: 1_733_020, recorded: '2026-03-18T12:51:00.000Z', kind: 'Letter', from: 'Person A', description: 'One page, by hand', drawing: { of: 'letter', typed: false, lines: ['You did not answer my message', 'so I am writing to you here.', '', 'I will wait by the bench', 'at five every day.'] } },
  ...Array.from({ length: 9 }, (_, i) => shot(`Screenshot_20260319-2235${String(10 + i)}.png`, chat('Person A', DAY_OF_31, i * 3, i * 3 + 5), '2026-03-19 22:48', `2026-03-20T21:1${i}:30.000Z`, 6 + i)),
  shot('Screenshot_20260326-065519.png', { of: 'chat', title: 'Person A', lines: [['l', 'I understand you have to say that']] }, '2026-03-26 06:52', '2026-03-26T07:28:00.000Z', 15),
  shot('Screenshot_20260329-091001.png', { of: 'chat', title: 'Person A', lines: [['l', 'I can see your light'], ['l', 'sorry']] }, '2026-03-29 02:05', '2026-03-29T09:12:00.000Z', 16),
  shot('Screenshot_20260329-091005.png', { of: 'chat', title: 'Person A', lines: [['l', 'not sorry'], ['l', 'you should sleep']] }, '2026-03-29 03:15', '2026-03-29T09:12:10.000Z', 17),
  { name: 'warning-letter-2026-04-01.pdf', type: 'application/pdf', bytes: 88_102, recorded: '2026-04-01T15:58:00.000Z', kind: 'Letter', from: 'Northgate Surgery', description: 'The warning letter, as sent. Valid to 1 April 2027', pages: WARNING },
  shot('Screenshot_20260404-231140.png', { of: 'profile', name: 'stairs_and_sunday' }, '2026-04-04 23:10', '2026-04-06T20:10:00.000Z', 19),
  { name: 'letter-no-stamp.jpg', type: 'image/jpeg', bytes: 1_610_884, recorded: '2026-04-17T08:18:00.000Z', kind: 'Letter', from: 'Person A', description: 'One page, put through the door', drawing: { of: 'letter', typed: false, lines: ['I will say it to you properly.'] } },
  ...Array.from({ length: 5 }, (_, i) => shot(`Screenshot_20260421-2220${String(10 + i)}.png`, chat('Person A', LATER, i, i + 2), '2026-04-21 22:16', `2026-04-21T22:2${i}:00.000Z`, 21 + i)),
  { name: 'across-the-road.jpg', type: 'image/jpeg', bytes: 3_011_740, recorded: '2026-04-27T12:28:00.000Z', kind: 'Photo', description: 'Taken by the receptionist from the window', drawing: { of: 'screen', title: 'High Street, 08:16' } },
  { name: 'call-with-101.txt', type: 'text/plain', bytes: 412, recorded: '2026-04-28T18:08:00.000Z', kind: 'Note', description: 'Notes of the call', text: 'Rang 101 at 09:30 on 28 April.\nIncident NSP-2026-0428-0311.\nPC 4471 J. Osei rang back at 16:10.\n\nKeep everything. Do not reply. Ask for a crime number.\n' },
  { name: 'Screen capture 2026-04-29 21.09.png', type: 'image/png', bytes: 402_118, recorded: '2026-04-29T20:09:00.000Z', how: 'screen_capture', kind: 'Screenshot', platform: 'Facebook', description: 'The profile, as it looks now', drawing: { of: 'screen', title: 'a.person.318' } },
];

/** A second, closed case. */
export const OLD: SampleContact[] = [
  entry('2024-08-02', 'letter', 'Letter with no name', '2024-08-02T17:00:00.000Z', { words: 'You were rude to me' }),
  entry('2024-08-09', 'letter', 'Second letter, the same hand', '2024-08-09T17:00:00.000Z'),
  entry('2024-08-16T13:10', 'phone', 'Silent call to reception', '2024-08-16T17:00:00.000Z'),
  entry('2024-08-23', 'letter', 'Third letter, saying it was the last', '2024-08-23T17:00:00.000Z'),
];
