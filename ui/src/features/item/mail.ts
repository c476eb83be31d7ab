/** A mail in words. It is what the mail says, never what is so. */
import type { MailAttachment, MailHop, MailPage, MailPartKept, MailView, PageBlock } from '../../ipc/types';
import { count } from '../../shared/names';
import { day } from '../../shared/when';

/** Returns "Wednesday 4 March 2026, 19:15:30 UTC", or nothing. */
export function utcWords(utc: string | null): string {
  return utc ? `${day(utc, 'full')}, ${utc.slice(11, 19)} UTC` : '';
}

/** Returns the clock of a line as it stands there: "Wednesday 4 March 2026, 20:15:30, 1:00 ahead of UTC". */
export function clockWords(time: string | null): string {
  if (!time) return 'no time that could be read';
  const said = `${day(time, 'full')}, ${time.slice(11, 19)}`;
  const zone = /([+-])(\d{2}):(\d{2})$/.exec(time);
  if (!zone || (zone[2] === '00' && zone[3] === '00')) return `${said}, set to UTC`;
  return `${said}, ${Number(zone[2])}:${zone[3]} ${zone[1] === '+' ? 'ahead of' : 'behind'} UTC`;
}

/** Returns how far the clock of a line is before that of the line before it; nothing where it is not. */
export function backWords(before: MailHop | undefined, hop: MailHop): string {
  if (!before?.utc || !hop.utc) return '';
  const seconds = Math.round((Date.parse(before.utc) - Date.parse(hop.utc)) / 1000);
  if (!(seconds > 0)) return '';
  const by = seconds < 120 ? count(seconds, 'second') : seconds < 7200 ? count(Math.round(seconds / 60), 'minute') : seconds < 172_800 ? count(Math.round(seconds / 3600), 'hour') : count(Math.round(seconds / 86_400), 'day');
  return `This clock is ${by} before that of the line before it.`;
}

/** Returns what was not loaded, and why that is well; nothing where there was nothing. */
export function loadWords(page: MailPage): string {
  const parts = [page.pictures > 0 && count(page.pictures, 'picture'), page.others > 0 && `${count(page.others, page.pictures > 0 ? 'other thing' : 'thing')}`].filter(Boolean);
  if (parts.length === 0) return '';
  const one = page.pictures + page.others === 1;
  const unseen = page.unseen === 0 ? '' : page.unseen === page.pictures ? (one ? ' It is too small to be seen.' : ` ${page.unseen === 1 ? 'The picture is' : 'The pictures are'} too small to be seen.`) : ` ${page.unseen} of the pictures ${page.unseen === 1 ? 'is' : 'are'} too small to be seen.`;
  return `${parts.join(' and ')} ${one ? 'was' : 'were'} not loaded: ${one ? 'it' : 'they'} would have told the sender that it was opened.${unseen}`;
}

/** Returns what became of parts that were to be kept: "2 kept as items, 1 was one already, 1 could not be taken out". */
export function keptWords(told: readonly MailPartKept[]): string {
  const fresh = told.filter((one) => one.item !== null && !one.there).length;
  const there = told.filter((one) => one.there).length;
  const failed = told.filter((one) => one.item === null).length;
  return [
    fresh > 0 && `${fresh} kept as ${fresh === 1 ? 'an item' : 'items'}`,
    there > 0 && `${there} ${there === 1 ? 'was one' : 'were items'} already`,
    failed > 0 && `${failed} could not be taken out`,
  ].filter(Boolean).join(', ');
}

/** Returns what else a reader should know of how much is shown. */
export function mailNotes(view: MailView): string[] {
  const { page, mail } = view;
  return [
    view.cut && 'This mail is larger than 64 MB. Only its first 8 MB are read; all of it is in the item.',
    mail.more && 'It has more parts, or more mails in it, than are opened here. What was read of it is shown.',
    mail.letters_lost && 'Some of its bytes are not letters. They are shown as �; the item has them as they were.',
    page && page.scripts > 0 && `${count(page.scripts, 'program')} in it ${page.scripts === 1 ? 'was' : 'were'} left out and did not run.`,
    page && page.forms > 0 && `${count(page.forms, 'form')} to fill in ${page.forms === 1 ? 'was' : 'were'} left out.`,
  ].filter((note) => typeof note === 'string');
}

/** Returns why a file is not what it says it is; nothing where it is. */
export function typeWords(one: MailAttachment): string {
  const known = one.seen !== 'application/octet-stream';
  const text = (type: string) => type.startsWith('text/') || /[/+](json|xml|calendar|vcard)$/.test(type);
  const same = one.media_type === one.seen || one.media_type === 'application/octet-stream' || (text(one.media_type) && text(one.seen));
  return known && !same ? `It says it is ${one.media_type}; its bytes are ${one.seen}.` : '';
}

export type Group = { list: true; blocks: PageBlock[] } | { list: false; block: PageBlock };

/** Returns the pieces of a page with the lines of one list together. */
export function grouped(blocks: readonly PageBlock[]): Group[] {
  const groups: Group[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind !== 'item') groups.push({ list: false, block });
    else if (last?.list && last.blocks[0]!.quoted === block.quoted) last.blocks.push(block);
    else groups.push({ list: true, blocks: [block] });
  }
  return groups;
}
