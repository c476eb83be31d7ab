/** Exports of messages, asked of the shell. */
import type { MessagesBackend } from '../messages';
import type { MessagesOutcome, MessagesPreview, Progress } from '../types';
import { call, channel } from './call';

export const messages: MessagesBackend = {
  preview: (inCase, item, choices, on) =>
    call<MessagesPreview>('preview_messages', { case: inCase, item, choices, onEvent: channel<Progress>(on) }),
  write: (inCase, item, choices, on) =>
    call<MessagesOutcome>('import_messages', { case: inCase, item, choices, onEvent: channel<Progress>(on) }),
};
