/** The inside of items, asked of the shell. */
import type { LookingBackend } from '../looking';
import type { Alike, Inside, ItemReceipt, MailPartKept, MailView, PageWords, Progress, WordPlace } from '../types';
import { call, channel } from './call';

/** Custom schemes have another form where the webview is Chromium's. */
export const pictures = navigator.userAgent.includes('Windows') ? 'http://vaultimg.localhost' : 'vaultimg://localhost';

export const looking: LookingBackend = {
  inside: (inCase, item) => call<Inside>('look_inside', { case: inCase, item }),
  words: (inCase, item, page) => call<PageWords>('page_words', { case: inCase, item, page }),
  find: (inCase, item, text) => call<WordPlace[]>('find_words', { case: inCase, item, text }),
  mail: (inCase, item, n) => call<MailView | null>('look_mail', { case: inCase, item, n }),
  keepMailParts: (inCase, item, n, parts, on) => call<MailPartKept[]>('keep_mail_parts', { case: inCase, item, n, parts, onEvent: channel<Progress>(on) }),
  alike: (inCase, item) => call<Alike>('alike', { case: inCase, item }),
  crop: (inCase, item, crop, turn, reason) => call<ItemReceipt>('crop', { case: inCase, item, crop, turn, reason }),
  redact: (inCase, item, areas, turn, on) => call<ItemReceipt>('redact', { case: inCase, item, areas, turn, onEvent: channel<Progress>(on) }),
  pageUrl: (inCase, item, page, side) => `${pictures}/page/${inCase}/${item}/${page}?side=${side}`,
};
