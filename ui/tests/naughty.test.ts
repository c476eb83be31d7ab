import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import list from '../../tests/naughty/blns.json';
import { FOLDS } from '../src/features/contact/folds';
import { DETAIL_SPECS, FORMS } from '../src/features/registers/registers';
import { useBackend } from '../src/ipc';
import { MemoryBackend } from '../src/ipc/memory';
import { cover } from '../src/shared/cover.svelte';
import FieldRows from '../src/shared/fields/FieldRows.svelte';
import Said from '../src/shared/fields/Said.svelte';
import type { FieldSpec } from '../src/shared/fields/spec';
import { draftOfSaid, readFields } from '../src/shared/fields/values';
import { safeText } from '../src/shared/names';
import { start } from './screens';

const STRINGS = list.filter((text) => text.trim() !== '');
const NOW = new Date('2026-04-22T11:02:00Z');

const texts = (specs: readonly FieldSpec[]) => specs.filter(({ control }) => control.is === 'text' || control.is === 'lines');
const FIELDS: readonly [string, readonly FieldSpec[]][] = [
  ['a contact', texts(FOLDS.flatMap((fold) => fold.specs))], ...FORMS.map((form) => [form.title, texts(form.specs)] as [string, FieldSpec[]]), ['the case details', texts(DETAIL_SPECS)],
];

/** What would only be there if a text had become markup. */
const MADE = 'script, img, iframe, a, marquee, video, audio, object, embed, style, link, meta, base, body body, [onerror], [onload]';

test.each(FIELDS)('every string of the list typed in every field of %s stays what it is', async (_, specs) => {
  useBackend(new MemoryBackend());
  vi.stubGlobal('alert', () => expect.unreachable('a text was run'));
  expect(specs.length).toBeGreaterThan(0);
  const said = (text: string) => Object.fromEntries(specs.map((spec) => [spec.field, text]));
  const form = render(FieldRows, { specs, draft: draftOfSaid(specs, null, NOW), prefix: 'x', inCase: 1 });
  const shown = render(Said, { specs, said: {} });
  for (const text of STRINGS) {
    const draft = draftOfSaid(specs, said(text), NOW);
    await form.rerender({ specs, draft, prefix: 'x', inCase: 1 });
    for (const field of form.container.querySelectorAll<HTMLInputElement>('input, textarea')) {
      const typed = text.replace(/\r\n?/g, '\n');
      expect(field.value).toBe(field.tagName === 'INPUT' ? typed.replace(/\n/g, '') : typed);
    }
    const read = await readFields(specs, draft, { now: NOW });
    expect(read).toEqual({ said: said(text.trim()), faults: [] });
    await shown.rerender({ specs, said: read.said });
    for (const line of shown.container.querySelectorAll('dd')) expect(line.textContent).toBe(safeText(text.trim()));
    expect(shown.container.querySelectorAll('dd')).toHaveLength(specs.length);
    expect(document.body.querySelectorAll(MADE)).toHaveLength(0);
  }
  vi.unstubAllGlobals();
});

test('the whole list, and a megabyte, are written, saved and shown as text in the window', async () => {
  const { user, vault } = start();
  cover.reset(false);
  const logged = vi.spyOn(vault, 'logContact');
  vi.stubGlobal('alert', () => expect.unreachable('a text was run'));
  const all = STRINGS.join('\n').replace(/\r\n?/g, '\n');
  const megabyte = 'I waited on the stairs. '.repeat(Math.ceil((1 << 20) / 24)).slice(0, 1 << 20).trim();
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.keyboard('n');
  await user.keyboard('m');
  await fireEvent.input(screen.getByLabelText('Which app or site'), { target: { value: '<img src=x onerror=alert(1)>' } });
  await fireEvent.input(screen.getByLabelText('What happened'), { target: { value: megabyte } });
  await fireEvent.input(screen.getByLabelText('Exact words'), { target: { value: all } });
  await user.click(screen.getByRole('button', { name: /^How it affected/ }));
  await fireEvent.input(screen.getByLabelText('How it affected you'), { target: { value: '<script>alert(0)</script>' } });
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1]).toMatchObject({ what: megabyte, words: all.trim(), effect: '<script>alert(0)</script>', platform: '<img src=x onerror=alert(1)>' });
  await waitFor(() => expect(document.body.textContent).toContain('<img src=x onerror=alert(1)>'));
  expect(document.querySelectorAll('main script, main iframe, main [onerror], main [onload], main marquee')).toHaveLength(0);
  expect(vault.kept).toEqual([]);
  vi.unstubAllGlobals();
});
