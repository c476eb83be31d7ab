/** What a screen reader is told: one polite line and one urgent line. */
import { onForget } from './forget';

class Live {
  polite = $state('');
  urgent = $state('');
}

export const live = new Live();
onForget(() => {
  live.polite = '';
  live.urgent = '';
});

/** Says something. The same text twice in a row is said twice. */
export function announce(text: string, urgent = false): void {
  const line = urgent ? 'urgent' : 'polite';
  live[line] = live[line] === text ? `${text}\u00a0` : text;
}
