/**
 * Contacts being written. What is typed is kept sealed on this computer and comes back after a lock, a crash or a closed
 * window; this page forgets it when the vault is locked.
 */
import { SvelteMap } from 'svelte/reactivity';
import { backend } from '../../ipc';
import { onForget } from '../../shared/forget';
import { onLock } from '../../shared/lockNow';
import { unsaved } from '../../shared/unsaved.svelte';
import { isDirty, newDraft, type Draft } from './draft';

/** How long nothing is typed until it is kept, in milliseconds. */
const PAUSE = 300;

export class OpenDraft {
  draft = $state<Draft>() as Draft;
  readonly from: Draft;
  /** When it was last kept; nothing while it is only on this page. */
  kept = $state<string | null>(null);
  /** What was kept then. */
  text: string | null;

  constructor(from: Draft, draft: Draft = from, kept: string | null = null) {
    this.from = from;
    this.draft = structuredClone(draft);
    this.kept = kept;
    this.text = kept === null ? null : this.written();
  }

  /** Returns the draft as it is kept. */
  written(): string {
    return JSON.stringify({ from: this.from, draft: $state.snapshot(this.draft) });
  }

  get dirty(): boolean {
    return isDirty($state.snapshot(this.draft), this.from);
  }
}

/** A draft that waits to be gone on with. */
export interface Left {
  /** The contact that it amends; nothing for a new one. */
  n: number | null;
  draft: OpenDraft;
}

const open = new SvelteMap<string, OpenDraft>();
const loaded = new Set<number>();
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
let asked: Promise<unknown> = Promise.resolve();

onForget(() => {
  waiting.forEach(clearTimeout);
  waiting.clear();
  loaded.clear();
  open.clear();
});
onLock(async () => {
  for (const key of [...waiting.keys()]) keepNow(key);
  await asked;
});

const name = (inCase: number, n: number | null) => `${inCase}:${n ?? 'new'}`;

function parts(key: string): [inCase: number, form: string] {
  const [inCase, form = 'new'] = key.split(':');
  return [Number(inCase), form];
}

/** One after another: of two drafts the later one must stay. */
function ask(work: () => Promise<unknown>): void {
  asked = asked.then(work).catch(() => undefined);
}

function keepNow(key: string): void {
  clearTimeout(waiting.get(key));
  waiting.delete(key);
  const one = open.get(key);
  if (!one) return;
  const [inCase, form] = parts(key);
  const text = one.dirty ? one.written() : null;
  if (text === one.text) return;
  one.text = text;
  ask(async () => {
    if (text === null) await backend.dropDraft(inCase, form);
    else await backend.keepDraft(inCase, form, text);
    one.kept = text === null ? null : new Date().toISOString();
  });
}

/** Reads the drafts of a case that were kept before; once is enough. */
export async function loadDrafts(inCase: number): Promise<void> {
  if (loaded.has(inCase)) return;
  const kept = await backend.drafts(inCase);
  loaded.add(inCase);
  for (const { form, kept: at, text } of kept) {
    if (!/^(new|\d+)$/.test(form)) continue;
    const key = `${inCase}:${form}`;
    const read = readDraft(text);
    if (read && !open.has(key)) open.set(key, new OpenDraft(read.from, read.draft, at));
  }
}

/** Reads what an earlier page wrote; fields that it did not know are empty. */
function readDraft(text: string): { from: Draft; draft: Draft } | null {
  try {
    const { from, draft } = JSON.parse(text) as { from: Partial<Draft>; draft: Partial<Draft> };
    const empty = newDraft(new Date());
    const whole = (read: Partial<Draft>): Draft => ({ ...empty, ...read, when: { ...empty.when, ...read.when }, more: { ...empty.more, ...read.more } });
    return { from: whole(from), draft: whole(draft) };
  } catch {
    return null;
  }
}

/** Returns the draft that was left, if there is one. */
export function leftDraft(inCase: number, n: number | null): OpenDraft | null {
  return open.get(name(inCase, n)) ?? null;
}

/** Returns the drafts of a case that have something in them, the new contact first. */
export function leftDrafts(inCase: number): Left[] {
  const own = [...open].filter(([key, draft]) => parts(key)[0] === inCase && draft.dirty);
  return own
    .map(([key, draft]) => ({ n: parts(key)[1] === 'new' ? null : Number(parts(key)[1]), draft }))
    .toSorted((a, b) => (a.n ?? 0) - (b.n ?? 0));
}

/** Keeps a draft under the contact that it amends, or as the case's new contact. */
export function keepDraft(inCase: number, n: number | null, draft: OpenDraft): OpenDraft {
  open.set(name(inCase, n), draft);
  return draft;
}

/** Says that something was typed: it is kept as soon as nothing more is. */
export function typed(inCase: number, n: number | null): void {
  const key = name(inCase, n);
  clearTimeout(waiting.get(key));
  waiting.set(key, setTimeout(() => keepNow(key), PAUSE));
}

/** Drops a draft: it was saved, or thrown away. */
export function dropDraft(inCase: number, n: number | null): void {
  const key = name(inCase, n);
  clearTimeout(waiting.get(key));
  waiting.delete(key);
  const draft = open.get(key);
  if (draft) unsaved.mark(draft, false);
  open.delete(key);
  // What was kept while the last words were typed goes too, so it is asked for whatever this page knows.
  if (draft) ask(() => backend.dropDraft(inCase, parts(key)[1]));
}
