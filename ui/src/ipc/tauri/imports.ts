/** Thousands at once, asked of the shell. */
import type { ImportsBackend } from '../imports';
import type { ImportLeft, ImportPlan, ImportProgress, ImportReport, Progress, SourcesRemoved } from '../types';
import { call, channel } from './call';

export const imports: ImportsBackend = {
  plan: (inCase, from, on) => call<ImportPlan | null>('plan_import', { case: inCase, from, onEvent: channel<Progress>(on) }),
  start: (inCase, on) => call<ImportReport | null>('start_import', { case: inCase, onEvent: channel<ImportProgress>(on) }),
  resume: (on) => call<ImportReport | null>('resume_import', { onEvent: channel<ImportProgress>(on) }),
  end: () => call<ImportReport>('end_import'),
  left: () => call<ImportLeft | null>('import_left'),
  reports: (inCase) => call<ImportReport[]>('imports', { case: inCase }),
  removeSources: (inCase) => call<SourcesRemoved>('remove_sources', { case: inCase }),
};
