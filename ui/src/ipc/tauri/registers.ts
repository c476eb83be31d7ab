/** The registers of a case, asked of the shell. */
import type { RegistersBackend } from '../registers';
import type { DetailsView, Entered, PrivateNote, RegisterView, TextReaderView } from '../types';
import { call } from './call';

export const registers: RegistersBackend = {
  entries: (inCase, register) => call<RegisterView[]>('register_entries', { case: inCase, register }),
  entry: (inCase, register, n) => call<RegisterView>('register_entry', { case: inCase, register, n }),
  enter: (inCase, entry) => call<Entered>('enter', { case: inCase, entry }),
  amend: (inCase, register, n, changes, reason) => call<void>('amend_entry', { case: inCase, register, n, changes, reason }),
  textReader: () => call<TextReaderView>('text_reader'),
  readText: (inCase, item, language) => call<Entered>('read_text', { case: inCase, item, language }),
  details: (inCase) => call<DetailsView>('case_details', { case: inCase }),
  amendDetails: (inCase, changes, reason) => call<void>('amend_details', { case: inCase, changes, reason }),
  privateNotes: (inCase) => call<PrivateNote[]>('private_notes', { case: inCase }),
  writePrivateNote: (inCase, kind, text, from) => call<string>('write_private_note', { case: inCase, kind, text, from }),
};
