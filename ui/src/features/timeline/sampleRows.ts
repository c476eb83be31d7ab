/** Made-up rows for tests: a row's place on the timeline and what it says, in one. */
import type { TimelineRow } from '../../ipc/types';
import { dayNumber, dayPart } from '../../shared/calendar';
import type { Row } from '../../shared/packed';

export type SampleRow = TimelineRow & Row & { bytes: number };
/** What a row's place has beside what it says. */
type Beside = Partial<Pick<Row, 'tags' | 'people'>>;

let next = 1;

/** Returns a contact row that happened at a clock time; the instant is that time read as UTC. */
export function contactRow(occurred: string | null, over: Partial<TimelineRow> = {}, { tags = [], people = [] }: Beside = {}): SampleRow {
  const n = over.n ?? next++;
  const precision = occurred === null ? 'unknown' : occurred.includes('T') ? 'minute' : occurred.length === 10 ? 'day' : 'month';
  const whole = `${occurred ?? '9999'}-01-01`.slice(0, Math.max(10, occurred?.length ?? 10));
  const row: TimelineRow = {
    kind: 'contact', n, label: String(n), case: 1, occurred, precision, about: false, zone: 'Europe/London', offset: 0,
    instant: `${whole.includes('T') ? whole : `${whole.slice(0, 10)}T00:00`}:00.000Z`, recorded: '2026-11-22T12:00:00.000Z',
    late: false, delay: '2 hours after', channel: 'message', platform: 'Facebook', direction: 'from_them', turn: null,
    text: 'A message came.', words: null, items: [], contacts: [], name: null, media_type: null, sha256: null, bytes: null,
    via: null, previewable: false, amendments: [], ...over,
  };
  const dayText = dayPart(row.occurred ?? '');
  const timed = row.kind === 'contact' && !row.turn && row.occurred?.includes('T');
  return {
    ...row, tags, people, bytes: row.bytes ?? 0, twin: 0, at: Date.parse(row.instant), dayText, dated: dayText !== '', day: dayText.length === 10 ? dayNumber(dayText) : NaN,
    time: row.occurred?.slice(11, 16) ?? '', hasItems: row.items.length > 0, hasWords: row.words !== null,
    amended: row.amendments.length > 0, belongs: row.contacts.length > 0, chars: row.text.length,
    way: timed ? JSON.stringify([row.channel, row.platform, row.direction]) : null,
  };
}

/** Returns an item row. */
export function itemRow(occurred: string | null, over: Partial<TimelineRow> = {}): SampleRow {
  return contactRow(occurred, {
    kind: 'item', channel: null, platform: null, direction: null, text: '', name: 'photo.jpg', media_type: 'image/jpeg',
    sha256: 'ab'.repeat(32), bytes: 1200, via: 'unlocked', previewable: true, ...over,
  });
}
