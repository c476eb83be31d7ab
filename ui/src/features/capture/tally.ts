/** What came of adding files: how many are new, how many were there already, and which were not added. */
import type { AddEvent, ItemReceipt, Problem, Progress } from '../../ipc/types';
import { count, itemNumber } from '../../shared/names';

export interface Added {
  name: string;
  receipt: ItemReceipt;
}

export interface Failed {
  name: string;
  problem: Problem;
}

export interface Tally {
  progress: Progress | null;
  added: Added[];
  duplicates: Added[];
  failed: Failed[];
}

export const NO_TALLY: Tally = { progress: null, added: [], duplicates: [], failed: [] };

/** Returns the tally with one more event. */
export function tallied(tally: Tally, event: AddEvent): Tally {
  switch (event.kind) {
    case 'progress':
      return { ...tally, progress: event.progress };
    case 'failed':
      return { ...tally, failed: [...tally.failed, { name: event.name, problem: event.problem }] };
    case 'added': {
      const one = { name: event.name, receipt: event.receipt };
      return event.receipt.duplicate_of === null
        ? { ...tally, added: [...tally.added, one] }
        : { ...tally, duplicates: [...tally.duplicates, one] };
    }
  }
}

/** Returns how many files are done with, whatever came of them. */
export function finished(tally: Tally): number {
  return tally.added.length + tally.duplicates.length + tally.failed.length;
}

/** Returns true once every file that was announced is done with. */
export function isComplete(tally: Tally): boolean {
  return tally.progress !== null && tally.progress.files > 0 && finished(tally) >= tally.progress.files;
}

/** Returns "2 of 14 files were not added" and what is safe; the title alone where all went well. */
export function outcomeWords(tally: Tally): { title: string; text: string } {
  const { added, duplicates, failed } = tally;
  const all = finished(tally);
  const safe = added.length + duplicates.length;
  if (failed.length > 0) {
    const title = all === 1 ? 'The file was not added' : `${failed.length.toLocaleString('en-GB')} of ${count(all, 'file')} ${failed.length === 1 ? 'was' : 'were'} not added`;
    const text = safe === 0 ? 'Nothing was lost: the files are where they were.' : safe === 1 ? 'The other one is saved.' : `The other ${safe.toLocaleString('en-GB')} are saved.`;
    return { title, text };
  }
  if (added.length === 0) {
    return duplicates.length === 1 ? { title: duplicateWords(duplicates[0]!.receipt), text: 'It is not kept twice.' } : { title: `All ${count(all, 'file')} are here already`, text: 'They are not kept twice.' };
  }
  return { title: `${count(added.length, 'file')} added`, text: 'The rest can wait, and can be changed later.' };
}

/** Returns "These bytes are already item 0012". */
export function duplicateWords(receipt: ItemReceipt): string {
  return `These bytes are already item ${itemNumber(receipt.duplicate_of ?? receipt.item)}`;
}
