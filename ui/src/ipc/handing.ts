/**
 * What the window may ask about bundles that were handed over. As in `backend.ts`, every promise rejects with a `Problem`.
 */
import type { DisclosureView, Entered, Patch, Receipt } from './types';

export interface HandingBackend {
  /** Every bundle that was begun of a case, and what became of each; the earliest first. */
  disclosures(inCase: number): Promise<DisclosureView[]>;
  /** Writes down what became of a bundle; `disclosure` is the number of the hand-over as shown. */
  addReceipt(inCase: number, disclosure: string, receipt: Receipt): Promise<Entered>;
  /** `null` and an empty text take a field away; what it said stays readable. */
  amendReceipt(inCase: number, receipt: string, changes: Patch, reason: string): Promise<void>;
}
