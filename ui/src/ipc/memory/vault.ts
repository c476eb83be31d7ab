/** The vault in memory, as a thing that is made, unlocked and locked: what every other part of it asks first. */
import content from '../../../../crates/content/guidance.json';
import type { Stop } from '../backend';
import type { Finding, Guidance, GuidanceInUse, InboxView, LockReason, Opening, Problem, Proof, Settings, ShortcutState, Standing, VaultState } from '../types';
import type { StoredCase } from './case';
import { DEFAULTS, type MemoryOptions } from './options';
import { LOCKED, ago, heard, now, problem } from './said';
import { strength } from './strength';
import { FINGERPRINT, FINGERPRINT_WORDS, RECOVERY } from './words';

const WARNED = 30;

export abstract class MemoryVault {
  readonly options: Required<MemoryOptions>;
  cases: StoredCase[] = [];
  inboxView: InboxView = { waiting: [], quarantined: [], missing: [], more: 0 };
  findings: Finding[];
  /** The recovery words that hold now. */
  words: string[] = [...RECOVERY];
  protected state: Standing;
  #settings: Settings;
  #failed: number;
  #firstFailed: string | null = null;
  #lastFailed: string | null = null;
  #waitUntil = 0;
  #opening: { failed: number; first: string | null; last: string | null } = { failed: 0, first: null, last: null };
  #lastUnlocked: string | null = null;
  #why: LockReason | null = null;
  #cancelled = false;
  #idle: ReturnType<typeof setTimeout>[] = [];
  #locked = new Set<(reason: LockReason) => void>();
  #warned = new Set<(seconds: number) => void>();
  #closing = new Set<() => void>();

  constructor(options: MemoryOptions) {
    this.options = { ...DEFAULTS, ...options };
    this.#settings = {
      autoLockMinutes: 5, cover: false, theme: 'system', textSize: 100, letterKeys: true, shortcutOn: true, shortcut: 'Ctrl+Alt+K', shortcutTakes: 'screen',
      captureDelay: 0, ...options.settings,
    };
    this.state = this.options.state;
    this.#failed = this.options.failed;
    if (this.#failed > 0) [this.#firstFailed, this.#lastFailed] = [ago(29), ago(20)];
    this.#waitUntil = Date.now() + this.options.wait * 1000;
    this.findings = this.options.findings;
    this.#lastUnlocked = this.options.state === 'none' ? null : ago(42);
    if (this.state === 'unlocked') this.#opened();
  }

  async guidance(): Promise<GuidanceInUse> {
    return { guidance: content as unknown as Guidance, from_file: false, refused: null, old: false };
  }

  async vaultState(): Promise<VaultState> {
    const locked = this.state === 'locked';
    return {
      state: this.state, folder: this.state === 'none' ? null : this.options.folder, display: { wayland: this.options.wayland, shortcut: this.#shortcut() },
      opening: this.state === 'unlocked' ? this.#said() : null,
      why: locked ? this.#why : null,
      locked: locked
        ? {
            folder: this.options.folder, last_unlocked: this.#lastUnlocked, failed: this.#failed, first_failed: this.#firstFailed,
            last_failed: this.#lastFailed, wait_seconds: this.#wait(), waiting: this.inboxView.waiting.length, opened_here: !this.options.firstTimeHere,
            rotating: this.options.rotating,
          }
        : null,
    };
  }

  async checkPassphrase(passphrase: string) {
    return strength(passphrase);
  }

  async chooseFolder(): Promise<string | null> {
    return this.options.chosen;
  }

  async createVault(folder: string, passphrase: string) {
    this.strongEnough(passphrase);
    if (folder === this.options.folder && this.state !== 'none') {
      throw problem('folder_not_empty', 'There is something in this folder already.', 'Choose an empty folder, or open the vault that is there.');
    }
    this.cases = [];
    this.inboxView = { waiting: [], quarantined: [], missing: [], more: 0 };
    Object.assign(this.options, { folder, passphrase });
    this.words = [...RECOVERY];
    return { words: [...this.words], opening: this.#open() };
  }

  async confirmWords(answers: [number, string][]): Promise<boolean> {
    return answers.length === 3 && answers.every(([position, word]) => this.words[position - 1] === word.trim().toLowerCase());
  }

  async openFolder(folder: string): Promise<VaultState> {
    if (!/casekeep/i.test(folder)) {
      throw problem('not_a_vault', 'There is no vault in this folder.', 'Choose the folder that holds vault.json, or make a new vault.');
    }
    this.options.folder = folder;
    this.state = 'locked';
    return this.vaultState();
  }

  async unlock(passphrase: string): Promise<Opening> {
    return this.#tryWith({ kind: 'passphrase', passphrase });
  }

  async unlockWithWords(words: string): Promise<Opening> {
    return this.#tryWith({ kind: 'words', words });
  }

  async lock(): Promise<void> {
    this.shut('asked');
  }

  async stillHere(): Promise<void> {
    if (this.state === 'unlocked') this.#watch();
  }

  async confirmKey(): Promise<void> {
    this.needed();
    this.options.firstTimeHere = false;
  }

  async acknowledgeRestored(reason: string): Promise<void> {
    this.needed();
    if (!reason.trim()) throw problem('bad_input', 'There is no reason yet.', 'Say in a few words why the copy was put back.');
    this.findings = this.findings.filter((finding) => finding.class !== 'ROLLED_BACK');
  }

  async cancel(): Promise<void> {
    this.#cancelled = true;
  }

  async settings(): Promise<Settings> {
    return { ...this.#settings };
  }

  #shortcut(): ShortcutState {
    return this.options.wayland ? 'unavailable' : this.#settings.shortcutOn ? 'on' : 'off';
  }

  async setSettings(settings: Settings): Promise<void> {
    if (settings.shortcutOn && !/^(?=.*\b(Ctrl|Alt|Super)\+)(?!.*Shift)([A-Z][a-z]+\+)+([A-Z0-9]|F\d{1,2})$/.test(settings.shortcut)) {
      throw problem('bad_input', 'Those keys cannot be used: another program has them, or this computer does not know them.', 'The keys are as they were. Choose others, with Ctrl, Alt or Shift and one letter, digit or F key.');
    }
    this.#settings = { ...settings };
    if (this.state === 'unlocked') this.#watch();
  }

  onLocked = (then: (reason: LockReason) => void): Promise<Stop> => heard(this.#locked, then);
  onAboutToLock = (then: (seconds: number) => void): Promise<Stop> => heard(this.#warned, then);
  onClosing = (then: () => void): Promise<Stop> => heard(this.#closing, then);

  /** Closes the window, as its frame's button does. */
  closeWindow(): void {
    this.#closing.forEach((then) => then());
  }

  /** Throws unless the vault is unlocked. */
  needed(): void {
    if (this.state !== 'unlocked') throw LOCKED;
  }

  /** Throws unless the passphrase or the words are the ones that hold now. */
  prove(proof: Proof): void {
    const right = proof.kind === 'words' ? clean(proof.words) === this.words.join(' ') : proof.passphrase === this.options.passphrase;
    if (!right) throw wrong(proof.kind);
  }

  strongEnough(passphrase: string): void {
    if (!strength(passphrase).enough) {
      throw problem('weak_passphrase', 'This passphrase is too easy to guess.', 'Add another word or two that have nothing to do with each other.');
    }
  }

  /** Goes through long work one by one, until it is stopped or the vault is locked. */
  async *steps<T>(all: T[], open = true): AsyncGenerator<[number, T]> {
    this.#cancelled = false;
    for (const [i, one] of all.entries()) {
      await new Promise((done) => setTimeout(done, this.options.pace));
      if (this.#cancelled) throw problem('cancelled', 'Stopped.', 'What was finished before stays.');
      if (open) this.needed();
      yield [i, one];
    }
  }

  protected shut(reason: LockReason): void {
    if (this.state !== 'unlocked') return;
    this.state = 'locked';
    this.#why = reason;
    this.#idle.forEach(clearTimeout);
    this.emptied();
    this.#locked.forEach((then) => then(reason));
  }

  /** Drops what may not outlive the open vault. */
  protected abstract emptied(): void;

  #tryWith(proof: Proof): Opening {
    const wait = this.#wait();
    if (wait > 0) throw problem('try_later', `The next try is taken in ${wait} seconds.`, 'Wait, then try again.');
    try {
      this.prove(proof);
    } catch (caught) {
      this.#failed += 1;
      this.#lastFailed = now();
      this.#firstFailed ??= this.#lastFailed;
      if (this.#failed >= 5) this.#waitUntil = Date.now() + 30_000;
      throw caught;
    }
    return this.#open();
  }

  #wait(): number {
    return Math.max(0, Math.ceil((this.#waitUntil - Date.now()) / 1000));
  }

  #open(): Opening {
    this.state = 'unlocked';
    this.#opened();
    return this.#said();
  }

  #opened(): void {
    this.#opening = { failed: this.#failed, first: this.#firstFailed, last: this.#lastUnlocked };
    this.#failed = 0;
    this.#firstFailed = this.#lastFailed = null;
    this.#lastUnlocked = now();
    this.#watch();
  }

  #said(): Opening {
    const { failed, first, last } = this.#opening;
    return {
      fingerprint: FINGERPRINT, fingerprint_words: [...FINGERPRINT_WORDS], first_time_here: this.options.firstTimeHere,
      findings: [...this.findings], adopted: 0, last_unlocked: last, failed, first_failed: first, remarks: [...this.options.remarks],
    };
  }

  #watch(): void {
    this.#idle.forEach(clearTimeout);
    const until = this.#settings.autoLockMinutes * 60_000;
    this.#idle = [
      setTimeout(() => this.#warned.forEach((then) => then(WARNED)), until - WARNED * 1000),
      setTimeout(() => this.shut('idle'), until),
    ];
  }
}

function clean(words: string): string {
  return words.trim().toLowerCase().split(/\s+/).join(' ');
}

function wrong(what: Proof['kind']): Problem {
  return what === 'words'
    ? problem('wrong_secret', 'Those are not the words of this vault.', 'Check the spelling and the order, then try again.')
    : problem('wrong_secret', 'That is not the passphrase.', 'Check Caps Lock, then try again.');
}
