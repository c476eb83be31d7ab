/** What a letter that is open still has to keep before the vault is locked. */
import { onForget } from '../../shared/forget';
import { onLock } from '../../shared/lockNow';

let waiting: (() => Promise<void>) | null = null;

onLock(async () => waiting?.());
onForget(() => (waiting = null));

/** Names what is to be kept before locking; nothing when the letter is closed. */
export function keepBeforeLock(act: (() => Promise<void>) | null): void {
  waiting = act;
}
