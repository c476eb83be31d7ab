/** Thousands at once: planned, added, paused, gone on with, reported. */
import type { ImportFrom, ImportLeft, ImportPlan, ImportProgress, ImportReport, Progress, SourcesRemoved } from './types';

export interface ImportsBackend {
  /** Asks for a folder, or for files and archives, and says what adding them would do; `null` when they closed the dialog. */
  plan(inCase: number, from: ImportFrom, on: (progress: Progress) => void): Promise<ImportPlan | null>;
  /** Adds what was planned; `null` when it was paused by `cancel`. */
  start(inCase: number, on: (progress: ImportProgress) => void): Promise<ImportReport | null>;
  resume(on: (progress: ImportProgress) => void): Promise<ImportReport | null>;
  /** Ends the import that was paused; what is added stays. */
  end(): Promise<ImportReport>;
  left(): Promise<ImportLeft | null>;
  reports(inCase: number): Promise<ImportReport[]>;
  /** Deletes those of the chosen files whose bytes are in the case; archives stay. */
  removeSources(inCase: number): Promise<SourcesRemoved>;
}
