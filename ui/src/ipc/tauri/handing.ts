/** Bundles that were handed over, asked of the shell. */
import type { HandingBackend } from '../handing';
import type { DisclosureView, Entered } from '../types';
import { call } from './call';

export const handing: HandingBackend = {
  disclosures: (inCase) => call<DisclosureView[]>('disclosures', { case: inCase }),
  addReceipt: (inCase, disclosure, receipt) => call<Entered>('add_receipt', { case: inCase, disclosure, receipt }),
  amendReceipt: (inCase, receipt, changes, reason) => call<void>('amend_receipt', { case: inCase, receipt, changes, reason }),
};
