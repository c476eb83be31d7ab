/** Where the person is. State, never an address: nothing of a case may stand in a URL or a window title. */
import type { EntryKind } from '../ipc/types';
import { onForget } from './forget';

export type SettingsPage = 'locking' | 'screen' | 'capture' | 'keys' | 'backups' | 'checks' | 'seals' | 'vault';

/** What is done on the page of the keys. */
export type KeysAct = 'passphrase' | 'words' | 'rehearse' | 'add' | 'rotate';

export type Place =
  | { at: 'cases' }
  | { at: 'settings'; page?: SettingsPage; act?: KeysAct }
  | { at: 'case'; case: number; page?: string; section?: string; show?: { kind: EntryKind; n: number } | { kind: 'day'; day: number } | 'new' }
  | { at: 'handover'; case: number; days?: { from: string; to: string } };

const FIRST: Place = { at: 'cases' };

class Route {
  place = $state.raw<Place>(FIRST);
  #before: Place[] = [];

  go(place: Place): void {
    this.#before.push(this.place);
    if (this.#before.length > 50) this.#before.shift();
    this.place = place;
  }

  /** Shows another page of the same place; going back leads past both. */
  turn(place: Place): void {
    this.place = place;
  }

  /** Goes to where the person came from; to the cases when there is no such place. */
  back(): void {
    this.place = this.#before.pop() ?? FIRST;
  }

  reset(): void {
    this.#before = [];
    this.place = FIRST;
  }
}

export const route = new Route();
onForget(() => route.reset());

export function go(place: Place): void {
  route.go(place);
}
