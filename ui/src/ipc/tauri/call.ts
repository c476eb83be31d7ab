/** Asking the shell: a command by its name, a channel for what it tells meanwhile, an event that it sends by itself. */
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Stop } from '../backend';
import type { CommandName } from '../commandNames';

export function call<T>(command: CommandName, args: Record<string, unknown> = {}): Promise<T> {
  return invoke<T>(command, args);
}

/** Asks for bytes; where the shell cannot send them as they are, they come as a list of numbers. */
export async function callForBytes(command: CommandName, args: Record<string, unknown>): Promise<ArrayBuffer> {
  const answer = await invoke<ArrayBuffer | number[]>(command, args);
  return answer instanceof ArrayBuffer ? answer : new Uint8Array(answer).buffer;
}

export function channel<T>(on: (message: T) => void): Channel<T> {
  const made = new Channel<T>();
  made.onmessage = on;
  return made;
}

export function heard<T>(event: string, then: (payload: T) => void): Promise<Stop> {
  return listen<T>(event, (message) => then(message.payload));
}
