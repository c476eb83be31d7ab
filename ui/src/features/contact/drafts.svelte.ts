/** Contacts being written, kept while the person looks at other screens; gone when the vault is locked. */
import { onForget } from '../../shared/forget';
import { unsaved } from '../../shared/unsaved.svelte';
import { isDirty, type Draft } from './draft';

export class OpenDraft {
  draft = $state<Draft>() as Draft;
  readonly from: Draft;

  constructor(from: Draft) {
    this.from = from;
    this.draft = structuredClone(from);
  }

  get dirty(): boolean {
    return isDirty($state.snapshot(this.draft), this.from);
  }
}

const open = new Map<string, OpenDraft>();
onForget(() => open.clear());

const name = (inCase: number, n: number | null) => `${inCase}:${n ?? 'new'}`;

/** Returns the draft that was left, if there is one. */
export function leftDraft(inCase: number, n: number | null): OpenDraft | null {
  return open.get(name(inCase, n)) ?? null;
}

/** Keeps a draft under the contact that it amends, or as the case's new contact. */
export function keepDraft(inCase: number, n: number | null, draft: OpenDraft): OpenDraft {
  open.set(name(inCase, n), draft);
  return draft;
}

/** Drops a draft: it was saved, or thrown away. */
export function dropDraft(inCase: number, n: number | null): void {
  const draft = open.get(name(inCase, n));
  if (draft) unsaved.mark(draft, false);
  open.delete(name(inCase, n));
}
