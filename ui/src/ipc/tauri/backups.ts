/** Backups, asked of the shell. */
import type { BackupsBackend } from '../keeping';
import type { BackupReport, Backups, Progress, Rehearsal } from '../types';
import { call, channel } from './call';

export const backups: BackupsBackend = {
  all: () => call<Backups>('backups'),
  backUp: (folder, on) => call<BackupReport>('back_up', { folder, onEvent: channel<Progress>(on) }),
  rehearse: (folder, proof, on) => call<Rehearsal>('rehearse_backup', { folder, proof, onEvent: channel<Progress>(on) }),
  forget: (folder) => call<void>('forget_backup', { folder }),
  restore: (from, to, on) => call<BackupReport>('restore_vault', { from, to, onEvent: channel<Progress>(on) }),
};
