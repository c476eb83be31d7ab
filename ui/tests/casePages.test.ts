import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { go } from '../src/shared/route.svelte';
import { start } from './screens';

vi.mock('../src/screens/casePages', async () => {
  const { default: shown } = await import('./PageOfACase.svelte');
  const page = { id: 'sample', name: 'Sample', shown };
  return { CASE_PAGES: [page], casePage: (id?: string) => (id === page.id ? page : undefined) };
});

const tab = (name: string) => within(screen.getByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name });

async function open() {
  const started = start();
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  return started;
}

test('a page of a case has its tab on every screen of the case, and Escape leads back', async () => {
  const { user } = await open();
  await user.click(tab('Sample'));
  expect(await screen.findByRole('heading', { name: 'Sample of Matter 1' })).toBeInTheDocument();
  expect(tab('Sample')).toHaveAttribute('aria-current', 'page');
  expect(tab('Timeline')).not.toHaveAttribute('aria-current');
  await user.click(tab('Hand over'));
  await user.click(tab('Sample'));
  expect(await screen.findByRole('heading', { name: 'Sample of Matter 1' })).toBeInTheDocument();
  await user.click(tab('Timeline'));
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.click(tab('Sample'));
  await screen.findByRole('heading', { name: 'Sample of Matter 1' });
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('slider', { name: 'Days shown' })).toBeInTheDocument();
});

test('a new contact is written from any page, and a tab leads away from it', async () => {
  const { user } = await open();
  await user.click(tab('Sample'));
  await user.keyboard('n');
  expect(await screen.findByRole('heading', { name: 'New contact' })).toBeInTheDocument();
  await user.click(tab('Timeline'));
  expect(await screen.findByRole('slider', { name: 'Days shown' })).toBeInTheDocument();
  go({ at: 'case', case: 1, show: { kind: 'item', n: 1 } });
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('A box of chocolates'));
  await user.click(tab('Timeline'));
  expect(await screen.findByRole('slider', { name: 'Days shown' })).toBeInTheDocument();
});
