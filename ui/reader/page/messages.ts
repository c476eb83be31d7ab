/** What the page and its one worker say to each other. */
import type { Report } from '../core/check';
import type { RefusalCode, Secret } from '../core/envelope';
import type { Seen } from '../core/intake';

export type Asked =
  | { ask: 'open'; file: File; secret: Secret }
  /** Checks again with a fingerprint, in one of its two forms. */
  | { ask: 'compare'; fingerprint: string }
  /** Opens one file of the archive again. */
  | { ask: 'take'; path: string };

export type Told =
  | { told: 'progress'; done: number; of: number }
  /** `null` for one that is too large to show. */
  | { told: 'chronology'; page: string | null }
  | { told: 'files'; files: [path: string, seen: Seen][] }
  | { told: 'report'; report: Report }
  | { told: 'taken'; path: string; blob: Blob }
  /** The sealed file is not what it was when it was checked. */
  | { told: 'lost'; path: string }
  | { told: 'refused'; code: RefusalCode }
  | { told: 'no_fingerprint' }
  | { told: 'failed'; what: string };
