/** Captures, asked of the shell. */
import type { CapturesBackend } from '../captures';
import type { AddEvent, AddOutcome, SetNow, Taken } from '../types';
import { call, channel, heard } from './call';

export const captures: CapturesBackend = {
  set: () => call<SetNow | null>('capture_set'),
  endSet: () => call<void>('end_set'),
  addToSet: (inCase, item, on) => call<AddOutcome>('add_to_set', { case: inCase, item, onEvent: channel<AddEvent>(on) }),
  onTaken: (then) => heard<Taken>('taken', then),
  onSetChanged: (then) => heard<SetNow | null>('set-changed', then),
};
