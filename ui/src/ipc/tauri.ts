/** The real backend: the shell's commands, channels and events. Only this file and its folder know them by name. */
import type { Backend } from './backend';
import { call, callForBytes, channel, heard } from './tauri/call';
import { backups } from './tauri/backups';
import { captures } from './tauri/captures';
import { handing } from './tauri/handing';
import { imports } from './tauri/imports';
import { checks } from './tauri/checks';
import { keys } from './tauri/keys';
import { messages } from './tauri/messages';
import { looking, pictures } from './tauri/looking';
import { playing } from './tauri/playing';
import { registers } from './tauri/registers';
import { seals } from './tauri/seals';
import { shredding } from './tauri/shredding';
import type {
  AddEvent, AddOutcome, BundlePreview, CaptureSource, CaseRow, ContactView, DisclosureReceipt, GuidanceInUse, InboxAdded, InboxView, ItemReceipt,
  ItemView, LockReason, KeptDraft, Logged, Made, Moment, Opening, Pattern, Progress, Settings, Strength, TextPreview, TimelineRow,
  VaultState,
} from './types';

export const tauri: Backend = {
  backups,
  captures,
  handing,
  imports,
  checks,
  keys,
  messages,
  looking,
  playing,
  registers,
  seals,
  shredding,

  guidance: () => call<GuidanceInUse>('guidance'),

  vaultState: () => call<VaultState>('vault_state'),
  checkPassphrase: (passphrase) => call<Strength>('check_passphrase', { passphrase }),
  chooseFolder: () => call<string | null>('choose_folder'),
  createVault: (folder, passphrase) => call<Made>('create_vault', { folder, passphrase }),
  confirmWords: (answers) => call<boolean>('confirm_words', { answers }),
  openFolder: (folder) => call<VaultState>('open_folder', { folder }),
  unlock: (passphrase) => call<Opening>('unlock', { passphrase }),
  unlockWithWords: (words) => call<Opening>('unlock_with_words', { words }),
  lock: () => call<void>('lock'),
  stillHere: () => call<void>('still_here'),
  confirmKey: () => call<void>('confirm_key'),
  acknowledgeRestored: (reason) => call<void>('acknowledge_restored', { reason }),

  listCases: () => call<CaseRow[]>('list_cases'),
  addCase: (name) => call<number>('add_case', { name }),
  renameCase: (inCase, name) => call<void>('rename_case', { case: inCase, name }),
  closeCase: (inCase, reason) => call<void>('close_case', { case: inCase, reason }),
  reopenCase: (inCase, reason) => call<void>('reopen_case', { case: inCase, reason }),
  setCurrentCase: (inCase) => call<void>('set_current_case', { case: inCase }),

  timeline: (inCase, filter) => call<TimelineRow[]>('timeline', { case: inCase, filter }),
  timelinePacked: (inCase, newest) => callForBytes('timeline_packed', { case: inCase, newest }),
  timelineRows: (inCase, keys) => call<TimelineRow[]>('timeline_rows', { case: inCase, keys }),
  findInTimeline: (inCase, text) => callForBytes('find_in_timeline', { case: inCase, text }),
  pattern: (inCase) => call<Pattern>('pattern', { case: inCase }),
  search: (text, inCase, most) => call<TimelineRow[]>('search', { text, case: inCase, most }),
  contact: (inCase, n) => call<ContactView>('contact', { case: inCase, n }),
  item: (inCase, n) => call<ItemView>('item', { case: inCase, n }),
  drafts: (inCase) => call<KeptDraft[]>('drafts', { case: inCase }),
  keepDraft: (inCase, form, text) => call<void>('keep_draft', { case: inCase, form, text }),
  dropDraft: (inCase, form) => call<void>('drop_draft', { case: inCase, form }),
  logContact: (inCase, contact) => call<Logged>('log_contact', { case: inCase, contact }),
  amendContact: (inCase, n, changes, reason) => call<void>('amend_contact', { case: inCase, n, changes, reason }),
  amendItem: (inCase, n, changes, reason) => call<void>('amend_item', { case: inCase, n, changes, reason }),
  readMoment: (text, zone) => call<Moment>('read_moment', { text, zone }),

  captureSources: () => call<CaptureSource[]>('capture_sources'),
  capture: (inCase, sourceId, delay) => call<ItemReceipt>('capture', { case: inCase, sourceId, delay }),
  paste: (inCase) => call<ItemReceipt>('paste', { case: inCase }),
  addFilesDialog: (inCase, on) => call<AddOutcome>('add_files_dialog', { case: inCase, onEvent: channel<AddEvent>(on) }),
  cancel: () => call<void>('cancel'),
  textPreview: (inCase, item) => call<TextPreview>('text_preview', { case: inCase, item }),
  saveCopy: (inCase, item, reason) => call<string | null>('save_copy', { case: inCase, item, reason }),

  savePaper: (inCase, paper, reason) => call<string | null>('save_paper', { case: inCase, paper, reason }),

  inbox: () => call<InboxView>('inbox'),
  adoptInbox: (file, inCase, originUnknownOk) => call<ItemReceipt>('adopt_inbox', { file, case: inCase, originUnknownOk }),
  inboxAddDialog: () => call<InboxAdded>('inbox_add_dialog'),

  sixWords: () => call<string[]>('six_words'),
  previewBundle: (inCase, selection, why) => call<BundlePreview>('preview_bundle', { case: inCase, selection, why }),
  exportBundle: (inCase, selection, to, why, reader, papers, on) =>
    call<DisclosureReceipt | null>('export_bundle', { case: inCase, selection, to, why, reader, papers, onEvent: channel<Progress>(on) }),

  settings: () => call<Settings>('settings'),
  setSettings: (settings) => call<void>('set_settings', { settings }),

  thumbnailUrl: (inCase, item) => `${pictures}/thumbnail/${inCase}/${item}`,
  previewUrl: (inCase, item, side) => `${pictures}/preview/${inCase}/${item}?side=${side}`,

  onLocked: (then) => heard<{ reason: LockReason }>('locked', (payload) => then(payload.reason)),
  onAboutToLock: (then) => heard<{ seconds: number }>('about-to-lock', (payload) => then(payload.seconds)),
  onClosing: (then) => heard<null>('closing', () => then()),
  onDropped: (then) => heard<AddEvent>('dropped', then),
  onInboxChanged: (then) => heard<null>('inbox-changed', () => then()),
};
