/** Seals, asked of the shell. */
import type { SealsBackend } from '../keeping';
import type { Seal, SealVerdict } from '../types';
import { call } from './call';

export const seals: SealsBackend = {
  make: () => call<Seal>('make_seal'),
  all: () => call<Seal[]>('seals'),
  check: (words) => call<SealVerdict>('check_seal', { words }),
  saveSheet: (words) => call<string | null>('save_seal_sheet', { words }),
  saveTimeRequest: () => call<string | null>('save_time_request'),
  takeTimeResponse: () => call<Seal | null>('take_time_response'),
};
