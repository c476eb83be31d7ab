/** Asking the shell: a command by its name, a channel for what it tells meanwhile. */
import { Channel, invoke } from '@tauri-apps/api/core';
import type { CommandName } from '../commandNames';

export function call<T>(command: CommandName, args: Record<string, unknown> = {}): Promise<T> {
  return invoke<T>(command, args);
}

export function channel<T>(on: (message: T) => void): Channel<T> {
  const made = new Channel<T>();
  made.onmessage = on;
  return made;
}
