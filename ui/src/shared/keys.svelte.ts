/**
 * The keyboard map. A screen says which keys act while it is shown; the list of keys is made from the same list.
 *
 * Single letters act only outside fields, and can be switched off in the settings.
 */
import { untrack } from 'svelte';
import { preferences } from './settings.svelte';

export interface KeyAct {
  /** `n`, `?`, `/`, `escape`, `ctrl+l`, `shift+c`, `ctrl+enter`; on a Mac, `ctrl` is also the command key. */
  keys: string | string[];
  /** What it does, for the list of keys. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Acts while the person writes in a field, too. Keys with `ctrl` always do. */
  inFields?: boolean;
  /** Works under an open dialog, too. */
  inDialogs?: boolean;
  /** Acts only where this holds; elsewhere the key does what it always does. */
  when?: (event: KeyboardEvent) => boolean;
  /** Left out of the list of keys. */
  hidden?: boolean;
}

class KeyMap {
  groups = $state.raw<{ name: string; acts: KeyAct[] }[]>([]);

  add(name: string, acts: KeyAct[]): () => void {
    const group = { name, acts };
    this.groups = [...this.groups, group];
    return () => {
      this.groups = this.groups.filter((other) => other !== group);
    };
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = named(event);
    const letter = pressed.length === 1 || /^shift\+.$/.test(pressed);
    if (letter && !preferences.now.letterKeys) return;
    const writing = inField(event.target);
    const dialog = document.querySelector('dialog[open]') !== null;
    for (const { acts } of this.groups.toReversed()) {
      const act = acts.find((a) => [a.keys].flat().includes(pressed));
      if (!act || (dialog && !act.inDialogs) || act.when?.(event) === false) continue;
      if (writing && !act.inFields && !pressed.startsWith('ctrl+')) continue;
      event.preventDefault();
      act.run(event);
      return;
    }
  }
}

export function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
}

function named(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const sign = key.length === 1 && key.toUpperCase() === key;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey && !sign) parts.push('shift');
  return [...parts, key].join('+');
}

export const keyMap = new KeyMap();

/** Makes these keys act for as long as the component is shown. */
export function useKeys(name: string, acts: KeyAct[]): void {
  $effect(() => untrack(() => keyMap.add(name, acts)));
}

/** Returns the keys as they are written for people: `Ctrl L`. */
export function written(keys: string): string {
  const names: Record<string, string> = {
    escape: 'Esc', enter: 'Enter', arrowup: 'Up', arrowdown: 'Down', arrowleft: 'Left', arrowright: 'Right', ' ': 'Space',
  };
  const plus = keys.endsWith('+');
  return [...keys.slice(0, plus ? -2 : undefined).split('+'), ...(plus ? ['+'] : [])]
    .filter(Boolean)
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key[0]?.toUpperCase() + key.slice(1)))
    .join(' ');
}
