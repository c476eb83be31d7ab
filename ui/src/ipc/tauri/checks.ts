/** Checks, asked of the shell. */
import type { ChecksBackend } from '../keeping';
import type { LastCheck, Progress, Report } from '../types';
import { call, channel, heard } from './call';

export const checks: ChecksBackend = {
  run: (resume, on) => call<Report>('check', { resume, onEvent: channel<Progress>(on) }),
  folder: (folder, on) => call<Report>('check_folder', { folder, onEvent: channel<Progress>(on) }),
  last: () => call<LastCheck | null>('last_check'),
  onChecked: (then) => heard<LastCheck>('checked', then),
};
