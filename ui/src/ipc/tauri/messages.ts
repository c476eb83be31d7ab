/** Exports of messages, asked of the shell. */
import type { MessagesBackend } from '../messages';
import type { ExportsFound, ItemReceipt, MessagesOutcome, MessagesPreview, Progress } from '../types';
import { call, channel } from './call';

export const messages: MessagesBackend = {
  find: (from, on) => call<ExportsFound | null>('find_exports', { from, onEvent: channel<Progress>(on) }),
  keep: (inCase, name, on) => call<ItemReceipt>('keep_export', { case: inCase, name, onEvent: channel<Progress>(on) }),
  preview: (inCase, item, choices, withFiles, on) =>
    call<MessagesPreview>('preview_messages', { case: inCase, item, choices, withFiles, onEvent: channel<Progress>(on) }),
  write: (inCase, item, choices, withFiles, on) =>
    call<MessagesOutcome>('import_messages', { case: inCase, item, choices, withFiles, onEvent: channel<Progress>(on) }),
};
