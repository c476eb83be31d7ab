/** Starts the whole window on a vault in memory, and judges what is on the page. */
import { cleanup, render } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect } from 'vitest';
import App from '../src/App.svelte';
import { useBackend } from '../src/ipc';
import { MemoryBackend, type MemoryOptions } from '../src/ipc/memory';
import { forgetAll } from '../src/shared/forget';

export const PASSPHRASE = 'gravel opera tomato lantern quiet';

afterEach(() => {
  cleanup();
  forgetAll();
});

export function start(options: MemoryOptions = {}): { vault: MemoryBackend; user: ReturnType<typeof userEvent.setup> } {
  const vault = new MemoryBackend(options);
  useBackend(vault);
  render(App);
  return { vault, user: userEvent.setup() };
}

/** Contrast and sizes are judged in a real browser; the rest here. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
