/**
 * The pages of a case beside its timeline, in the order of their tabs.
 *
 * A page is a component and one line here; `go({ at: 'case', case: row.case, page: 'plan' })` leads to it.
 */
import type { Component } from 'svelte';
import HoldsPage from '../features/handover/HoldsPage.svelte';
import LettersPage from '../features/letters/LettersPage.svelte';
import OverviewPage from '../features/overview/OverviewPage.svelte';
import PlanPage from '../features/plan/PlanPage.svelte';
import RegistersPage from '../features/registers/RegistersPage.svelte';
import type { CaseRow } from '../ipc/types';

/** What a page of a case is given. It shows its own `main` with an `h1`; the bar above it is there already. */
export interface CasePageProps {
  row: CaseRow;
  /** Asks the timeline anew; to be called when the page has written something that stands on it. */
  onchanged: () => void;
}

export interface CasePage {
  /** The word that stands in a place. */
  id: string;
  /** The word on the tab. */
  name: string;
  shown: Component<CasePageProps>;
}

export const CASE_PAGES: readonly CasePage[] = [
  { id: 'overview', name: 'Overview', shown: OverviewPage },
  { id: 'plan', name: 'Plan', shown: PlanPage },
  { id: 'letters', name: 'Letters', shown: LettersPage },
  { id: 'registers', name: 'Registers', shown: RegistersPage },
  { id: 'holds', name: 'Given out', shown: HoldsPage },
];

/** Returns the page of a place's word; where there is none, the timeline is shown. */
export function casePage(id: string | undefined): CasePage | undefined {
  return CASE_PAGES.find((page) => page.id === id);
}
