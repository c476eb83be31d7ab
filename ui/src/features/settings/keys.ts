/** Which keys were pressed, in the words that the shell reads. */

/** Returns keys such as "Ctrl+Alt+K"; `null` while only Ctrl, Alt or Shift are held, and for keys that would be taken from every other program. */
export function keysOf(event: Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'code'>): string | null {
  const key = /^Key([A-Z])$/.exec(event.code)?.[1] ?? /^Digit(\d)$/.exec(event.code)?.[1] ?? /^(F\d{1,2})$/.exec(event.code)?.[1];
  if (!key || event.shiftKey || !(event.ctrlKey || event.altKey || event.metaKey)) return null;
  const held = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.metaKey && 'Super'].filter(Boolean);
  return [...held, key].join('+');
}
