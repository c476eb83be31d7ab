// The sample cases and inbox, put into the vault in memory.
import type { InboxRow, InboxView, Moment } from '../types';
import { StoredCase } from './case';
import { readMoment } from './moments';
import { CONTACTS, ITEMS, OLD } from './sample';

// Returns the sample cases, with so many more contacts in the first.
export function sampleCases(many: number): StoredCase[] {
  const matter = new StoredCase(1, 'Matter 1', '2026-03-10T19:05:00.000Z');
  for (const item of ITEMS) {
    const { kind, from, platform, handle, shown, occurred, description, how = 'file', via = 'unlocked', ...rest } = item;
    const moment = occurred ? readMoment(occurred, 'Europe/London') : undefined;
    matter.addItem({ ...rest, how, via, at: item.recorded, facts: { kind, from, description, occurred: moment, source: { platform, handle, shown }, captured: { could_not: [] } } }, true);
  }
  for (const { contact, recorded, amended } of CONTACTS) {
    const n = matter.addContact(contact, recorded);
    if (amended) matter.amendContact(n, amended.changes, amended.reason, amended.recorded);
  }
  for (let i = 0; i < many; i += 1) {
    const at = new Date(Date.UTC(2019, 0, 1 + Math.floor(i / 4), 8 + (i % 4) * 3));
    const [from, to] = [at.toISOString(), new Date(at.getTime() + 60_000).toISOString()];
    const occurred: Moment = { local: from.slice(0, 16), precision: 'minute', about: false, zone: 'Etc/UTC', offset: 0, fold: null, from, to };
    const what = i % 3 === 0 ? 'A message came, longer than the others, so that what is said of it needs more than one line of the ledger to stand in' : 'A message came';
    matter.addContact({
      occurred, channel: i % 2 === 0 ? 'message' : 'email', direction: 'from_them', platform: null, what, words: i % 5 === 0 ? 'hello again' : null,
      place: null, present: null, response: null, effect: null, items: [], turn: null,
    }, at.toISOString());
  }
  const old = new StoredCase(2, 'Matter 2', '2024-08-02T16:50:00.000Z');
  for (const { contact, recorded } of OLD) old.addContact(contact, recorded);
  old.closed = true;
  return [matter, old];
}

// Returns an inbox with something of each kind.
export function sampleInbox(): InboxView {
  return {
    waiting: [inboxRow(1, 'Screen capture 2026-04-29 21.09.png', 'screen_capture', '2026-04-29T20:09:00.000Z', 402_118), inboxRow(2, 'Voicemail.m4a', 'file', '2026-04-30T07:20:00.000Z', 390_206)],
    quarantined: [inboxRow(3, '', 'file', null, 51_204)],
    missing: ['IMG_2038.png'],
    more: 0,
  };
}

export function inboxRow(n: number, name: string, how: InboxRow['how'], at: string | null, bytes: number): InboxRow {
  return { file: n.toString(16).padStart(64, '0'), name, how, at, bytes };
}
