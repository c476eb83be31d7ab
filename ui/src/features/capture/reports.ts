/** Reports of imports, in a line each. */
import type { ImportReport } from '../../ipc/types';
import { count } from '../../shared/names';

/** Returns how many were kept, there already and not taken: "24 files added, 1 not taken". */
export function summaryOf({ messages, tally, whole }: ImportReport): string {
  const parts = messages
    ? [
        count(messages.contacts, 'contact'),
        messages.there > 0 ? `${messages.there.toLocaleString('en-GB')} there already` : '',
        tally.added > 0 ? `${count(tally.added, 'file')} kept` : '',
        tally.refused > 0 ? `${count(tally.refused, 'file')} not here` : '',
        messages.unread > 0 ? `${messages.unread.toLocaleString('en-GB')} not read, or not wholly` : '',
      ]
    : [
        `${count(tally.added, 'file')} added`,
        tally.duplicates > 0 ? `${tally.duplicates.toLocaleString('en-GB')} there already` : '',
        tally.refused > 0 ? `${tally.refused.toLocaleString('en-GB')} not taken` : '',
      ];
  return [...parts, whole ? '' : 'stopped before its end'].filter(Boolean).join(', ');
}
