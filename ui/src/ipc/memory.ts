/**
 * A vault in memory: the backend of tests, pictures and a plain browser. It behaves like the real one (stores, filters,
 * finds, counts wrong tries, locks when idle) and keeps nothing.
 */
import type { Backend } from './backend';
import { MemoryBackups } from './memory/backups';
import { MemoryCaptures } from './memory/captures';
import { MemoryImports } from './memory/imports';
import { StoredCase, type NewItem } from './memory/case';
import { inboxRow, sampleCases, sampleInbox } from './memory/filling';
import { fillRegisters } from './memory/sampleRegisters';
import { MemoryChecks } from './memory/checks';
import { MemoryKeys } from './memory/keys';
import { MemoryLooking } from './memory/looking';
import { readMoment } from './memory/moments';
import { DAMAGED, NOTES, ROLLED_BACK, SOURCES, type MemoryOptions } from './memory/options';
import { draw, type Drawing } from './memory/pictures';
import { NO_CASE, heard, now, problem } from './memory/said';
import { MemoryHanded } from './memory/handed';
import { heldBy, previewOf } from './memory/handing';
import { MemoryMessages } from './memory/messages';
import { MemoryPlaying } from './memory/playing';
import { MemoryRegisters } from './memory/registers';
import { addChat } from './memory/sampleChat';
import { addMails } from './memory/sampleMail';
import { addMedia } from './memory/sampleMedia';
import { MemorySeals } from './memory/seals';
import { MemoryShredding } from './memory/shredding';
import { MemoryVault } from './memory/vault';
import { FINGERPRINT, FINGERPRINT_WORDS, sixWords } from './memory/words';
import type { AddEvent, AddOutcome, Disclosing, InboxRow, InboxView, ItemFacts, ItemReceipt, KeptDraft, PaperAsked, Progress, RowKey, SetPlace, Standing } from './types';

export type { MemoryOptions } from './memory/options';

const NO_FACTS: ItemFacts = { source: {}, captured: { could_not: [] } };

export class MemoryBackend extends MemoryVault implements Backend {
  readonly backups = new MemoryBackups(this);
  readonly captures = new MemoryCaptures(this);
  readonly handing = new MemoryHanded(this);
  readonly imports = new MemoryImports(this);
  readonly checks = new MemoryChecks(this);
  readonly keys = new MemoryKeys(this);
  readonly messages = new MemoryMessages(this, this.imports, (number) => this.#case(number));
  readonly looking = new MemoryLooking(
    (inCase, n) => this.#case(inCase).item(n), (inCase) => this.#openCase(inCase), (things) => this.steps(things),
  );
  readonly playing = new MemoryPlaying((inCase, n) => this.#case(inCase).item(n));
  readonly registers = new MemoryRegisters(this);
  readonly seals = new MemorySeals(this);
  readonly shredding = new MemoryShredding(this, this.backups);
  kept: (KeptDraft & { inCase: number })[] = [];
  /** The papers that were saved, as the log would say it. */
  papers: { inCase: number; paper: PaperAsked; reason: string }[] = [];
  #current: number | null = null;
  #drawn = new Map<string, string>();
  #dropped = new Set<(event: AddEvent) => void>();
  #inboxChanged = new Set<() => void>();

  constructor(options: MemoryOptions = {}) {
    super(options);
    if (this.options.sample) {
      this.cases = sampleCases(this.options.many);
      this.inboxView = sampleInbox();
      if (this.options.registers) fillRegisters(this.cases[0]!);
      if (this.options.chat) addChat(this.cases[0]!);
      if (this.options.mails) addMails(this.cases[0]!);
      if (this.options.media) addMedia(this.cases[0]!);
      if (this.options.held) this.cases[0]!.hold = 'the inquiry of the practice is open';
    }
    this.checks.begin();
    this.seals.begin();
  }

  /** Reads what a plain browser's address asks for; only tests and pictures use it. */
  static fromAddress(search: string): MemoryBackend {
    const asked = new URLSearchParams(search);
    const theme = asked.get('theme');
    return new MemoryBackend({
      state: (asked.get('state') as Standing | null) ?? 'unlocked',
      sample: !asked.has('empty'),
      firstTimeHere: asked.has('first'),
      findings: asked.has('older') ? [ROLLED_BACK] : asked.has('damaged') ? DAMAGED : [],
      notes: asked.has('damaged') ? NOTES : [],
      failed: Number(asked.get('failed') ?? 0),
      wait: Number(asked.get('wait') ?? 0),
      wordsDue: asked.has('words-due'),
      rotating: asked.has('rotating'),
      held: asked.has('held'),
      registers: asked.has('registers'),
      tesseract: asked.has('tesseract'),
      chat: asked.has('chat'),
      mails: asked.has('mails'),
      media: asked.has('media'),
      backups: (asked.get('backups') as MemoryOptions['backups'] | null) ?? 'fine',
      checked: asked.has('checked') || asked.has('damaged'),
      pace: Number(asked.get('pace') ?? 0),
      many: Number(asked.get('many') ?? 0),
      settings: theme === 'dark' || theme === 'light' ? { theme } : {},
    });
  }

  // Cases

  async listCases() {
    this.needed();
    return this.cases.map((one) => one.row(new Date()));
  }

  async addCase(name: string): Promise<number> {
    this.needed();
    const number = Math.max(this.shredding.highest, ...this.cases.map((one) => one.number)) + 1;
    this.cases.push(new StoredCase(number, this.#caseName(name), now()));
    return number;
  }

  async renameCase(inCase: number, name: string): Promise<void> {
    this.needed();
    this.#case(inCase).name = this.#caseName(name);
  }

  async closeCase(inCase: number, reason: string): Promise<void> {
    this.needed();
    if (!reason.trim()) throw problem('bad_input', 'There is no reason yet.', 'Say in a few words why the case is closed.');
    this.#case(inCase).closed = true;
  }

  async reopenCase(inCase: number, reason: string): Promise<void> {
    this.needed();
    if (!reason.trim()) throw problem('bad_input', 'There is no reason yet.', 'Say in a few words why the case is open again.');
    this.#case(inCase).closed = false;
  }

  async setCurrentCase(inCase: number | null): Promise<void> {
    this.#current = inCase;
  }

  // Entries

  async timeline(inCase: number, filter: Parameters<Backend['timeline']>[1]) {
    return this.#case(inCase).timeline(filter);
  }

  async timelinePacked(inCase: number, newest: number | null) {
    return this.#case(inCase).timelinePacked(newest);
  }

  async timelineRows(inCase: number, keys: RowKey[]) {
    if (keys.length > 1_000) throw problem('bad_input', 'That is more than 1000 rows at once.', 'Ask for fewer.');
    return this.#case(inCase).timelineRows(keys);
  }

  async findInTimeline(inCase: number, text: string) {
    return this.#case(inCase).findInTimeline(text);
  }

  async pattern(inCase: number) {
    return this.#case(inCase).pattern();
  }

  async search(text: string, inCase: number | null, most: number) {
    this.needed();
    return (inCase === null ? this.cases : [this.#case(inCase)]).flatMap((one) => one.search(text, most));
  }

  async contact(inCase: number, n: number) {
    return this.#case(inCase).contactView(n);
  }

  async item(inCase: number, n: number) {
    return this.#case(inCase).itemView(n);
  }

  async drafts(inCase: number) {
    this.#case(inCase);
    return this.kept.filter((draft) => draft.inCase === inCase).map(({ form, kept, text }) => ({ form, kept, text }));
  }

  async keepDraft(inCase: number, form: string, text: string): Promise<void> {
    await this.dropDraft(inCase, form);
    this.kept.push({ inCase, form, kept: now(), text });
  }

  async dropDraft(inCase: number, form: string): Promise<void> {
    this.#case(inCase);
    this.kept = this.kept.filter((draft) => draft.inCase !== inCase || draft.form !== form);
  }

  async logContact(inCase: number, contact: Parameters<Backend['logContact']>[1]) {
    const one = this.#openCase(inCase);
    if (!contact.what.trim()) throw problem('bad_input', 'What happened is empty.', 'Write a few words about what happened.');
    const recorded = now();
    return { contact: one.addContact(contact, recorded), recorded };
  }

  async amendContact(inCase: number, n: number, changes: Parameters<Backend['amendContact']>[2], reason: string): Promise<void> {
    const one = this.#openCase(inCase);
    if (!reason.trim()) throw problem('bad_input', 'There is no reason yet.', 'Say in a few words why it is amended.');
    one.amendContact(n, changes, reason, now());
  }

  async amendItem(inCase: number, n: number, changes: Parameters<Backend['amendItem']>[2], reason: string): Promise<void> {
    this.#openCase(inCase).amendItem(n, changes, reason, now());
  }

  async readMoment(text: string, zone: string) {
    return readMoment(text, zone);
  }

  // Items

  async captureSources() {
    this.needed();
    return SOURCES;
  }

  async capture(inCase: number, sourceId: string, _delay: number): Promise<ItemReceipt> {
    const source = (await this.captureSources()).find((one) => one.id === sourceId);
    if (!source) throw problem('capture_failed', 'That window is not there any more.', 'Choose another, or capture the whole screen.');
    this.#openCase(inCase);
    return this.keepShot(inCase, source.title, this.captures.next());
  }

  /** Keeps one shot of a set, whatever else is the same to the byte. */
  keepShot(inCase: number, title: string, set: SetPlace): ItemReceipt {
    const name = `Screen ${now().slice(0, 19).replaceAll(':', '.')} ${set.n}.png`;
    return this.#keep(inCase, name, 'screen_capture', { of: 'screen', title }, { facts: { ...NO_FACTS, set }, keepDuplicate: true });
  }

  sealShot(): InboxRow {
    const row = inboxRow(this.inboxView.waiting.length + 60, 'Screen.png', 'screen_capture', now(), 402_118);
    this.inboxView.waiting.push(row);
    this.#inboxChanged.forEach((then) => then());
    return row;
  }

  get isOpen(): boolean {
    return this.state === 'unlocked';
  }

  current(): number | null {
    return this.#current;
  }

  itemSet(inCase: number, item: number) {
    return this.#case(inCase).itemView(item).set;
  }

  async paste(inCase: number): Promise<ItemReceipt> {
    return this.#keep(inCase, `Pasted ${now().slice(0, 19).replaceAll(':', '.')}.png`, 'clipboard', { of: 'screen', title: 'Pasted picture' });
  }

  addFilesDialog(inCase: number, on: (event: AddEvent) => void): Promise<AddOutcome> {
    return this.addPaths(inCase, ['/home/em/Pictures/IMG_2040.png', '/home/em/Pictures/IMG_2041.png', '/home/em/Pictures/empty.amr'], on);
  }

  async addPaths(inCase: number, paths: string[], on: (event: AddEvent) => void, set?: () => SetPlace): Promise<AddOutcome> {
    this.#openCase(inCase);
    const outcome: AddOutcome = { added: 0, failed: 0, duplicates: 0 };
    for await (const [i, path] of this.steps(paths)) {
      const name = path.split('/').pop() ?? path;
      on({ kind: 'progress', progress: { files_done: i, files: paths.length, bytes_done: 0, bytes: 0, current: name } });
      if (name.startsWith('empty')) {
        outcome.failed += 1;
        on({ kind: 'failed', name, problem: problem('bad_file', `${name} is empty, 0 bytes.`, 'Save it from the phone once more. Keep the voicemail itself.') });
        continue;
      }
      const facts = { ...NO_FACTS, set: set?.() };
      const receipt = this.#keep(inCase, name, 'file', name.endsWith('.png') ? { of: 'screen', title: name } : undefined, { facts });
      if (receipt.duplicate_of === null) outcome.added += 1;
      else outcome.duplicates += 1;
      on({ kind: 'added', name, receipt });
    }
    return outcome;
  }

  async textPreview(inCase: number, item: number) {
    const { text } = this.#case(inCase).item(item);
    if (text === undefined) throw problem('no_preview', 'There is no text to show for this item.', 'Save a decrypted copy to open it in another program.');
    return { text, truncated: false };
  }

  async saveCopy(inCase: number, item: number, reason: string): Promise<string | null> {
    const stored = this.#case(inCase).item(item);
    if (!reason.trim()) throw problem('bad_input', 'There is no reason yet.', 'Say in a few words what the copy is for.');
    if (this.options.chosen === null) return null;
    stored.saved.push({ at: now(), reason });
    return `${this.options.chosen}/${stored.name}`;
  }

  async savePaper(inCase: number, paper: PaperAsked, reason: string): Promise<string | null> {
    this.#case(inCase);
    if (!reason.trim()) throw problem('bad_input', 'The reason is empty.', 'Change it and try again. Nothing was saved.');
    if (this.options.chosen === null) return null;
    this.papers.push({ inCase, paper: structuredClone(paper), reason });
    const name = paper.paper === 'letter' ? paper.title : paper.paper === 'labels' ? 'Labels' : paper.register;
    return `${this.options.chosen}/${name}.${paper.paper === 'labels' ? 'pdf' : paper.form}`;
  }

  // The inbox

  async inbox(): Promise<InboxView> {
    this.needed();
    return structuredClone(this.inboxView);
  }

  async adoptInbox(file: string, inCase: number, originUnknownOk: boolean): Promise<ItemReceipt> {
    const own = this.inboxView.waiting.find((row) => row.file === file);
    const strange = this.inboxView.quarantined.find((row) => row.file === file);
    const row = own ?? strange;
    if (!row) throw problem('no_such_entry', 'That file is not in the inbox any more.', 'Look at the list again.');
    if (strange && !originUnknownOk) throw problem('bad_input', 'This computer did not put that file there.', 'Say that its origin may stay unknown, then put it in a case.');
    this.#openCase(inCase);
    this.inboxView.waiting = this.inboxView.waiting.filter((other) => other !== row);
    this.inboxView.quarantined = this.inboxView.quarantined.filter((other) => other !== row);
    const name = row.name || 'unnamed';
    return this.#keep(inCase, name, row.how, name.endsWith('.png') ? { of: 'screen', title: name } : undefined, { at: row.at ?? now(), via: own ? 'inbox' : 'inbox_unknown' });
  }

  async inboxAddDialog() {
    if (this.options.firstTimeHere) throw problem('never_opened_here', 'This computer has not opened this vault yet, so it cannot add to it.', 'Unlock it once, then things can be added while it is locked.');
    const row = inboxRow(this.inboxView.waiting.length + 40, 'IMG_2060.png', 'file', now(), 220_113);
    this.inboxView.waiting.push(row);
    return { added: [row], failed: [] };
  }

  // Handing over

  async sixWords(): Promise<string[]> {
    return sixWords();
  }

  async previewBundle(inCase: number, selection: Parameters<Backend['previewBundle']>[1], why: Disclosing) {
    const one = this.#case(inCase);
    if (!selection.only_new) return previewOf(one, selection);
    const follows = this.handing.followed(inCase, why);
    return previewOf(one, selection, (kind, n, amended) => follows.some(({ held }) => held.get(`${kind} ${n}`) === amended), follows.map(({ view }) => view.n));
  }

  async exportBundle(
    inCase: number, selection: Parameters<Backend['exportBundle']>[1], to: Parameters<Backend['exportBundle']>[2], why: Disclosing, reader: boolean,
    papers: Parameters<Backend['exportBundle']>[5], on: (progress: Progress) => void,
  ) {
    this.#complete();
    const one = this.#case(inCase);
    const wrong = to.kind === 'recipients' ? to.recipients.find((line) => !/^(age1[02-9ac-hj-np-z]{20,}|ssh-(ed25519|rsa) \S+)/.test(line.trim())) : undefined;
    if (wrong !== undefined || (to.kind === 'recipients' && to.recipients.length === 0)) {
      throw problem('bad_recipient', `“${wrong ?? ''}” is not a key that Casekeep can seal to.`, 'A key begins with age1 or with ssh-ed25519. Ask the person to send it again.');
    }
    if (papers && !/^(\p{L}{1,6})?$/u.test(papers.initials.replaceAll(/[. -]/g, ''))) {
      throw problem('bad_input', 'These initials cannot stand on the papers.', 'Write one to six letters, such as AB, or leave the field empty.');
    }
    if (this.options.chosen === null) return null;
    const counted = await this.previewBundle(inCase, selection, why);
    const [contacts, items] = [counted.contacts.goes, counted.items.goes];
    const withheld = [counted.contacts, counted.items, ...counted.registers.map(({ entries }) => entries)].reduce((sum, { stays }) => sum + stays, 0);
    for await (const [i, item] of this.steps(one.items.slice(0, items))) {
      on({ files_done: i, files: items, bytes_done: item.bytes, bytes: item.bytes, current: item.name });
    }
    if (contacts + items + counted.registers.reduce((sum, { entries }) => sum + entries.goes, 0) === 0) {
      throw problem('bad_input', 'Nothing is new or changed since the last bundle for this recipient, so nothing was made.', 'They have everything. To give it again, make a whole bundle.');
    }
    const sealed = '5f0c'.repeat(16);
    const disclosure = this.handing.made(inCase, why, selection, heldBy(one, selection), [contacts, items], sealed);
    const bytes = one.items.slice(0, items).reduce((sum, item) => sum + item.bytes, 60_000);
    const file = `${this.options.chosen}/${one.name.toLowerCase().replaceAll(' ', '-')}-${disclosure}`;
    return {
      disclosure, file: `${file}.tar.age`, reader: reader ? `${file}.reader.html` : null, reader_failed: false, bytes,
      sha256: sealed, fingerprint: FINGERPRINT, fingerprint_words: [...FINGERPRINT_WORDS], contacts, items, withheld,
    };
  }

  thumbnailUrl(inCase: number, item: number): string {
    return this.#picture(inCase, item);
  }

  previewUrl(inCase: number, item: number, _side: number): string {
    return this.#picture(inCase, item);
  }

  onDropped = (then: (event: AddEvent) => void) => heard(this.#dropped, then);
  onInboxChanged = (then: () => void) => heard(this.#inboxChanged, then);

  /** What the operating system does when files are dropped on the window; for tests. */
  async drop(paths: string[]): Promise<void> {
    if (this.state === 'locked') {
      await this.inboxAddDialog();
      return this.#inboxChanged.forEach((then) => then());
    }
    if (this.#current === null) return this.#dropped.forEach((then) => then({ kind: 'failed', name: '', problem: NO_CASE }));
    await this.addPaths(this.#current, paths, (event) => this.#dropped.forEach((then) => then(event)));
  }

  protected emptied(): void {
    for (const url of this.#drawn.values()) URL.revokeObjectURL(url);
    this.#drawn.clear();
    this.#current = null;
  }

  #picture(inCase: number, item: number): string {
    if (this.state !== 'unlocked') return '';
    const key = `${inCase}/${item}`;
    const known = this.#drawn.get(key);
    const { drawing } = this.#case(inCase).item(item);
    if (known !== undefined || !drawing || !('createObjectURL' in URL)) return known ?? '';
    const url = URL.createObjectURL(new Blob([draw(drawing)], { type: 'image/svg+xml' }));
    this.#drawn.set(key, url);
    return url;
  }

  #keep(inCase: number, name: string, how: NewItem['how'], drawing?: Drawing, said: { at?: string; via?: NewItem['via']; facts?: ItemFacts; keepDuplicate?: boolean } = {}): ItemReceipt {
    const { at = now(), via = 'unlocked', facts = NO_FACTS, keepDuplicate = false } = said;
    const type = name.endsWith('.png') ? 'image/png' : name.endsWith('.mhtml') ? 'message/rfc822' : 'application/octet-stream';
    return this.#openCase(inCase).addItem({ name, type, bytes: 120_000 + name.length * 97, recorded: now(), how, at, via, facts, drawing }, keepDuplicate);
  }

  #complete(): void {
    this.needed();
    if (this.findings.some((finding) => finding.class === 'ROLLED_BACK')) {
      throw problem('rolled_back', 'This is an older copy of the vault, so a bundle would leave out what is missing.', 'Say why the older copy is here first, or put the newer copy back.');
    }
  }

  #case(inCase: number): StoredCase {
    this.needed();
    const one = this.cases.find((other) => other.number === inCase);
    if (!one) throw problem('no_such_case', `There is no case ${inCase}.`, 'Look at the list of cases.');
    return one;
  }

  #openCase(inCase: number): StoredCase {
    this.needed();
    const one = this.#case(inCase);
    if (one.closed) throw problem('case_closed', `${one.name} is closed.`, 'Open it again on the list of cases, then try again.');
    return one;
  }

  #caseName(name: string): string {
    const clean = name.trim();
    if (!clean) throw problem('bad_input', 'The case has no name yet.', 'Give it a code name, such as Matter 2.');
    if ([...clean].length > 120) throw problem('bad_input', 'The name is too long.', 'Use at most 120 characters.');
    return clean;
  }
}
