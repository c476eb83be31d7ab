/** Starts the whole window on a vault in memory, and judges what is on the page. */
import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, expect } from 'vitest';
import App from '../src/App.svelte';
import { useBackend } from '../src/ipc';
import { MemoryBackend, type MemoryOptions } from '../src/ipc/memory';
import { cover } from '../src/shared/cover.svelte';
import { forgetAll } from '../src/shared/forget';

export const PASSPHRASE = 'gravel opera tomato lantern quiet';

afterEach(() => {
  cleanup();
  forgetAll();
});

interface Started {
  vault: MemoryBackend;
  user: ReturnType<typeof userEvent.setup>;
}

export function start(options: MemoryOptions = {}): Started {
  const vault = new MemoryBackend(options);
  useBackend(vault);
  render(App);
  return { vault, user: userEvent.setup() };
}

/** Goes to the timeline of the first case, with nothing covered; something may be changed in the vault before. */
export async function openCase(options: MemoryOptions = {}, change?: (vault: MemoryBackend) => void): Promise<Started> {
  const started = start(options);
  change?.(started.vault);
  cover.reset(false);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  return started;
}

/** Opens the item of this number, found by words of its description. */
export async function openItem(words: string, number: string, options: MemoryOptions = {}, change?: (vault: MemoryBackend) => void): Promise<Started> {
  const started = await openCase(options, change);
  await started.user.type(screen.getByLabelText('Find words, names, items'), `${words}{Enter}`);
  const row = await waitFor(() => {
    const found = [...document.querySelectorAll<HTMLElement>('.ledger button.entry')].find((button) => button.textContent?.includes(`Item ${number}`));
    expect(found).toBeDefined();
    return found!;
  });
  await started.user.dblClick(row);
  await screen.findByText(new RegExp(`^Item ${number}`));
  return started;
}

/** Contrast and sizes are judged in a real browser; the rest here. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}
