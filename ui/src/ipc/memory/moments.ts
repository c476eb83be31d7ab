/** Reads dates and times as the engine does, for the vault in memory: forms, zones, the hour that is missing or repeated. */
import type { Moment, Precision, Problem } from '../types';

const FORMS: [RegExp, Precision][] = [
  [/^\d{4}$/, 'year'],
  [/^\d{4}-\d{2}$/, 'month'],
  [/^\d{4}-\d{2}-\d{2}$/, 'day'],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'minute'],
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, 'second'],
];

/** Returns the moment that a text names. Throws a `bad_moment` problem. */
export function readMoment(text: string, zone: string): Moment {
  const about = text.trim().endsWith('~');
  let body = text.trim().replace(/\s*~$/, '');
  if (body.toLowerCase() === 'unknown') {
    return { local: '', precision: 'unknown', about, zone, offset: null, fold: null, from: null, to: null };
  }
  body = body.replace(/^(\d{4}-\d{2}-\d{2})[ t]/, '$1T');
  const named = /(?:Z|[+-]\d{2}:\d{2})$/.exec(body)?.[0];
  const clock = named ? body.slice(0, -named.length) : body;
  const precision = FORMS.find(([form]) => form.test(clock))?.[1];
  if (!precision || !real(clock)) throw bad(`“${text}” is not a date or time that Casekeep can read`);
  known(zone);
  if (!clock.includes('T')) return wholeDays(clock, precision, about, zone);

  const wall = Date.parse(`${clock}Z`);
  const span = precision === 'second' ? 1000 : 60_000;
  const all = [...new Set([-1, 0, 1].map((day) => offsetAt(wall + day * 86_400_000, zone)))];
  const fits = all.filter((offset) => offsetAt(wall - offset * 60_000, zone) === offset).sort((a, b) => b - a);
  const given = named === undefined ? undefined : named === 'Z' ? 0 : minutes(named);
  if (fits.length === 0 && given === undefined) {
    throw bad(`${clock.replace('T', ' ')} did not exist in ${zone}: the clocks went forward over it`);
  }
  if (given !== undefined && !fits.includes(given)) {
    const at = wall - given * 60_000;
    return resolved(localAt(at, zone, precision), offsetAt(at, zone), null, at, span, precision, about, zone);
  }
  if (fits.length === 2 && given === undefined) {
    const [early, late] = [wall - fits[0]! * 60_000, wall - fits[1]! * 60_000];
    return { local: clock, precision, about, zone, offset: null, fold: null, from: iso(early), to: iso(late + span) };
  }
  const offset = given ?? fits[0]!;
  const fold = fits.length === 2 ? (offset === fits[0] ? 'first' : 'second') : null;
  return resolved(clock, offset, fold, wall - offset * 60_000, span, precision, about, zone);
}

function resolved(
  local: string, offset: number, fold: Moment['fold'], at: number, span: number, precision: Precision, about: boolean, zone: string,
): Moment {
  return { local, precision, about, zone, offset, fold, from: iso(at), to: iso(at + span) };
}

function wholeDays(local: string, precision: Precision, about: boolean, zone: string): Moment {
  const [year, month = 1, day = 1] = local.split('-').map(Number) as [number, number?, number?];
  const start = Date.UTC(year, month - 1, day);
  const end =
    precision === 'day' ? Date.UTC(year, month - 1, day + 1) : precision === 'month' ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  const instant = (wall: number) => iso(wall - offsetAt(wall, zone) * 60_000);
  return { local, precision, about, zone, offset: null, fold: null, from: instant(start), to: instant(end) };
}

/** Returns minutes east of UTC at an instant. */
export function offsetAt(instant: number, zone: string): number {
  const wall = Date.parse(`${localAt(instant, zone, 'second')}Z`);
  return Math.round((wall - Math.floor(instant / 1000) * 1000) / 60_000);
}

/** Returns the clock text of an instant in a zone. */
export function localAt(instant: number, zone: string, precision: Precision): string {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).format(instant);
  return text.replace(' ', 'T').slice(0, precision === 'second' ? 19 : precision === 'day' ? 10 : 16);
}

function real(clock: string): boolean {
  const [date = '', time = '00:00'] = clock.split('T');
  const full = `${date}${'-01'.repeat(3 - date.split('-').length)}T${time}Z`;
  const at = new Date(full);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(full.slice(0, 16));
}

function known(zone: string): void {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
  } catch {
    throw bad(`“${zone}” is not a time zone that Casekeep knows`);
  }
}

function minutes(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function bad(message: string): Problem {
  return { code: 'bad_moment', message: `${message}.`, hint: 'Write a day like 2026-03-04, with a time like 19:15 where you know it.' };
}
