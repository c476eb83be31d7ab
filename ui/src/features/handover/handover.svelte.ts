/** One hand-over while it is being put together; nothing is made before the last step. */
import {
  asProblem, backend, PROFILES, type BundlePreview, type BundleTo, type Disclosing, type DisclosureReceipt, type DisclosureView, type Problem, type Profile,
  type Progress, type Register, type Selection, type Tally, type TimelineRow,
} from '../../ipc';
import { announce } from '../../shared/live.svelte';
import { Bodies } from '../../shared/bodies.svelte';
import { isoDay } from '../../shared/calendar';
import { word } from '../../shared/fields/said';
import { draftOfSaid, type FieldDraft } from '../../shared/fields/values';
import { safeText } from '../../shared/names';
import { Packed, type Row } from '../../shared/packed';
import { Books } from './books.svelte';
import { REASONS } from './reasons';
import { BOOKS } from './listed';

export const STEPS = ['For whom', 'What goes', 'Look it over', 'Done'] as const;

/** So many rows are asked for at once. */
const AT_ONCE = 500;

export class Handover {
  step = $state(0);

  profile = $state<Profile | ''>('');
  name = $state('');
  purpose = $state('');
  /** What else is said of why, as it stands in the fields. */
  reasons = $state<FieldDraft>(draftOfSaid(REASONS, null, new Date()));
  /** Only what is new or changed since what this recipient has. */
  onlyNew = $state(false);
  /** Every bundle that was begun of this case. */
  handed = $state.raw<readonly DisclosureView[]>([]);
  way = $state<'passphrase' | 'recipients'>('passphrase');
  words = $state.raw<string[]>([]);
  keys = $state('');
  /** The page that opens the bundle in a browser goes beside it. */
  reader = $state(true);
  /** The papers are in it. */
  papers = $state(true);
  /** For the exhibit references that the papers propose. */
  initials = $state('');

  readonly bodies: Bodies;
  rows = $state.raw<readonly Row[] | null>(null);
  /** Items that go while a contact that names them stays; `null` while they are looked for. */
  loose = $state.raw<readonly TimelineRow[] | null>(null);
  span = $state<'all' | 'range'>('all');
  from = $state('');
  to = $state('');
  withoutContacts = $state.raw<ReadonlySet<number>>(new Set());
  withoutItems = $state.raw<ReadonlySet<number>>(new Set());
  readonly books = new Books();
  /** What the bundle would hold and leave, counted by what makes it; `null` while it is counted. */
  preview = $state.raw<BundlePreview | null>(null);

  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  problem = $state.raw<Problem | null>(null);
  receipt = $state.raw<DisclosureReceipt | null>(null);

  constructor(readonly inCase: number) {
    this.bodies = new Bodies(inCase);
  }

  /** Returns whether a day, or what is known of it, lies in the span of days. */
  readonly holds = (at: string): boolean => {
    if (this.span === 'all') return true;
    const [from, to] = [typed(this.from), typed(this.to)];
    if (from && at.slice(0, 10) < from.slice(0, at.length)) return false;
    return !to || at.slice(0, to.length) <= to;
  };

  /** What lies in the span of days, oldest first. */
  readonly inSpan = $derived.by(() => (this.rows ?? []).filter((row) => this.#within(row)));
  /** The end that is typed is before the start. */
  readonly turned = $derived.by(() => {
    const [from, to] = [typed(this.from), typed(this.to)];
    return this.span === 'range' && from !== '' && to !== '' && to < from.slice(0, to.length);
  });
  readonly goes = $derived.by(() => this.inSpan.filter((row) => !this.stays(row)));
  readonly contacts = $derived(this.goes.filter((row) => row.kind === 'contact').length);
  readonly items = $derived(this.goes.filter((row) => row.kind === 'item').length);
  readonly bytes = $derived(this.goes.reduce((sum, row) => sum + row.bytes, 0));
  readonly allContacts = $derived((this.rows ?? []).filter((row) => row.kind === 'contact').length);
  readonly allItems = $derived((this.rows ?? []).filter((row) => row.kind === 'item').length);
  /** How many entries of each register go, as far as it is chosen; people go when something that goes names them. */
  readonly inBooks = $derived.by((): [Register, Tally][] =>
    BOOKS.filter(([register]) => register !== 'person').flatMap(([register]) => {
      const all = this.books.views.get(register)?.length ?? 0;
      const goes = this.books.within(register, this.holds).filter((view) => !this.books.stays(view)).length;
      return all > 0 ? [[register, { goes, stays: all - goes }]] : [];
    }),
  );
  /** True when nothing is ticked that makes a bundle. */
  readonly nothing = $derived(this.contacts + this.items === 0 && !this.books.anyEvent(this.holds));
  /** True when a supplement would hold nothing. */
  readonly nothingNew = $derived.by(() => {
    const { preview } = this;
    return preview !== null && !preview.details && preview.contacts.goes + preview.items.goes + preview.registers.reduce((sum, { entries }) => sum + entries.goes, 0) === 0;
  });
  readonly recipients = $derived(this.keys.split('\n').map((line) => line.trim()).filter(Boolean));

  /** The bundles that the recipient has and that one of what is new can follow, oldest first. */
  readonly theirs = $derived.by(() => {
    const key = (profile: string, name: string) => `${profile} ${name.trim().replace(/\s+/g, ' ').toLowerCase()}`;
    const mine = key(this.profile, this.name);
    return this.handed.filter((one) => one.can_follow && one.why.profile && key(one.why.profile, one.why.name ?? '') === mine);
  });
  /** True when the bundle is a supplement. */
  readonly supplement = $derived(this.onlyNew && this.theirs.length > 0);
  /** For whom, in a few words. */
  readonly whom = $derived(safeText(this.name.trim()) || word(PROFILES, this.profile));

  async load(): Promise<void> {
    try {
      const [packed, words, handed] = await Promise.all([
        backend.timelinePacked(this.inCase, null), backend.sixWords(), backend.handing.disclosures(this.inCase), this.books.load(this.inCase),
      ]);
      this.handed = handed;
      // Contacts and items are what can stay behind one by one.
      this.rows = new Packed(packed).rows.filter((row) => row.kind === 'contact' || row.kind === 'item');
      this.words = words;
    } catch (caught) {
      this.#fail(caught);
    }
  }

  /** Narrows it to some days, as the person selected them on the timeline. */
  only(days: { from: string; to: string }): void {
    Object.assign(this, { span: 'range', ...days });
  }

  async otherWords(): Promise<void> {
    this.words = await backend.sixWords();
    announce('Six other words');
  }

  stays(row: Row): boolean {
    return (row.kind === 'contact' ? this.withoutContacts : this.withoutItems).has(row.n);
  }

  /** Lets rows go, or leaves them behind. */
  set(rows: readonly Row[], go: boolean): void {
    const contacts = new Set(this.withoutContacts);
    const items = new Set(this.withoutItems);
    for (const row of rows) {
      const set = row.kind === 'contact' ? contacts : items;
      if (go) set.delete(row.n);
      else set.add(row.n);
    }
    this.withoutContacts = contacts;
    this.withoutItems = items;
  }

  goTo(step: number): void {
    this.problem = null;
    this.step = step;
    if (step === 2) {
      void this.#count();
      void this.#findLoose();
    }
    announce(`Step ${step + 1} of ${STEPS.length}: ${STEPS[step] ?? ''}`);
  }

  async make(): Promise<void> {
    Object.assign(this, { busy: true, problem: null, progress: null });
    try {
      const to: BundleTo =
        this.way === 'passphrase' ? { kind: 'passphrase', passphrase: this.words.join(' ') } : { kind: 'recipients', recipients: this.recipients };
      const papers = this.papers ? { initials: this.initials.trim() } : null;
      const receipt = await backend.exportBundle(this.inCase, this.#selection(), to, this.#why(), this.reader, papers, (progress) => (this.progress = progress));
      if (receipt) {
        this.receipt = receipt;
        this.goTo(3);
      }
    } catch (caught) {
      this.#fail(caught);
    } finally {
      this.busy = false;
      this.progress = null;
    }
  }

  async stop(): Promise<void> {
    await backend.cancel();
  }

  #why(): Disclosing {
    const said = Object.entries($state.snapshot(this.reasons)).flatMap(([field, value]) => {
      const text = typeof value === 'string' ? value.trim() : '';
      return text ? [[field, text]] : [];
    });
    const [name, purpose] = [this.name.trim(), this.purpose.trim()];
    return { ...(this.profile && { profile: this.profile }), ...(name && { name }), ...(purpose && { purpose }), ...Object.fromEntries(said) };
  }

  #selection(): Selection {
    const range = this.span === 'range' ? { from: this.from.trim() || undefined, to: this.to.trim() || undefined } : {};
    return { ...range, without_contacts: [...this.withoutContacts], without_items: [...this.withoutItems], ...this.books.selection(), ...(this.supplement && { only_new: true }) };
  }

  async #count(): Promise<void> {
    this.preview = null;
    try {
      this.preview = await backend.previewBundle(this.inCase, this.#selection(), this.#why());
    } catch (caught) {
      this.#fail(caught);
    }
  }

  /** Looks for items that go while a contact that names them stays. */
  async #findLoose(): Promise<void> {
    this.loose = null;
    const going = new Set(this.goes.filter((row) => row.kind === 'contact').map((row) => row.n));
    const items = this.goes.filter((row) => row.kind === 'item' && row.belongs);
    const loose: TimelineRow[] = [];
    try {
      for (let from = 0; going.size < this.allContacts && from < items.length; from += AT_ONCE) {
        const keys = items.slice(from, from + AT_ONCE).map(({ kind, n, twin }) => ({ kind, n, twin }));
        const rows = await backend.timelineRows(this.inCase, keys);
        loose.push(...rows.filter((row) => row.contacts.some((n) => !going.has(n))));
      }
      this.loose = loose;
    } catch (caught) {
      this.#fail(caught);
    }
  }

  #within(row: Row): boolean {
    return this.holds(row.dayText || isoDay(Math.floor(row.at / 86_400_000)));
  }

  #fail(caught: unknown): void {
    const problem = asProblem(caught);
    if (problem.code !== 'locked') this.problem = problem;
  }
}

/** Returns a day or month that is typed to its end; empty while it is not, so that half a date hides nothing. */
function typed(text: string): string {
  return /^\d{4}-\d{2}(-\d{2})?$/.test(text.trim()) ? text.trim() : '';
}
