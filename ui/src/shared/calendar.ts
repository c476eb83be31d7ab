/**
 * Arithmetic on clock days: a day is `2026-03-18` or its number since 1970-01-01, never an instant.
 *
 * What a moment is (zones, repeated and missing hours, delays) is decided in Rust; nothing here reads a clock.
 */
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const;
const DAY = 86_400_000;

/** Returns the number of days from 1970-01-01 to this ISO day; a month or a year counts as its first day. */
export function dayNumber(iso: string): number {
  const year = Number(iso.slice(0, 4));
  return Math.round(Date.UTC(year, (Number(iso.slice(5, 7)) || 1) - 1, Number(iso.slice(8, 10)) || 1) / DAY);
}

/** Returns the ISO day of a day number. */
export function isoDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** Returns the same day so many months later, `2026-08-31` as `2027-02-28`. */
export function monthsLater(iso: string, months: number): string {
  const [year, month, day] = [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10))];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDay(Math.round(Date.UTC(year, month - 1 + months, Math.min(day, last)) / DAY));
}

/** Returns true for a day that the calendar has, written `2026-03-18`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isoDay(dayNumber(text)) === text;
}

/** Returns the name of a month, 1 to 12. */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? '';
}

/** Returns "18 March", or "18 Mar". */
export function dayMonth(iso: string, short = false): string {
  const at = new Date(dayNumber(iso) * DAY);
  const month = monthName(at.getUTCMonth() + 1);
  return `${at.getUTCDate()} ${short ? month.slice(0, 3) : month}`;
}

/** Returns the day, month or year in which a clock text falls: the part before `T`. */
export function dayPart(local: string): string {
  const at = local.indexOf('T');
  return at < 0 ? local : local.slice(0, at);
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** What was asked for already, by day and zone: asking the formatter takes longer than drawing the line. */
const changes = new Map<string, 'forward' | 'back' | null>();
const KEPT = 5_000;

/** Returns how far a zone is ahead of UTC at noon of a day, in minutes. */
function noonOffset(day: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: two, hour: two, minute: two, hourCycle: 'h23' });
    formats.set(zone, format);
  }
  const noon = day * DAY + DAY / 2;
  const shown = Object.fromEntries(format.formatToParts(noon).map(({ type, value }) => [type, Number(value)]));
  const ahead = (shown['day'] ?? 0) - new Date(noon).getUTCDate();
  const days = ahead > 1 ? -1 : ahead < -1 ? 1 : ahead;
  return days * 1440 + ((shown['hour'] ?? 0) - 12) * 60 + (shown['minute'] ?? 0);
}

/** Returns how the clocks of a zone change on a day: `forward`, `back`, or `null`. */
export function clockChange(iso: string, zone: string): 'forward' | 'back' | null {
  const key = `${iso} ${zone}`;
  let change = changes.get(key);
  if (change === undefined) {
    if (changes.size >= KEPT) changes.clear();
    change = isDay(iso) && zone ? findChange(dayNumber(iso), zone) : null;
    changes.set(key, change);
  }
  return change;
}

function findChange(day: number, zone: string): 'forward' | 'back' | null {
  try {
    const moved = noonOffset(day, zone) - noonOffset(day - 1, zone);
    return moved > 0 ? 'forward' : moved < 0 ? 'back' : null;
  } catch {
    return null; // a zone that this web view does not know
  }
}
