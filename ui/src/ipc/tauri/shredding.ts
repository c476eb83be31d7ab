/** Destroying a case and keeping one from it, asked of the shell. */
import type { ShreddingBackend } from '../keeping';
import type { Progress, ShredCertificate, ShredPlan, Tombstone } from '../types';
import { call, channel } from './call';

export const shredding: ShreddingBackend = {
  plan: (inCase) => call<ShredPlan>('plan_shred', { case: inCase }),
  shred: (inCase, name, reason, on) => call<ShredCertificate>('shred', { case: inCase, name, reason, onEvent: channel<Progress>(on) }),
  saveCertificate: () => call<string | null>('save_certificate'),
  hold: (inCase, reason) => call<void>('hold_case', { case: inCase, reason }),
  release: (inCase, reason) => call<void>('release_case', { case: inCase, reason }),
  tombstones: () => call<Tombstone[]>('tombstones'),
};
