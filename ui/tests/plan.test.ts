import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { BUILT_IN, content, useGuidance } from '../src/shared/guidance';
import { expectAccessible, start } from './screens';

async function open(options = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await started.user.click(within(await screen.findByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name: 'Plan' }));
  await screen.findByRole('heading', { name: 'The plan' });
  return started;
}

const next = () => within(screen.getByRole('complementary', { name: /Next step/ }));

test('one step is suggested, with why, who says so and as at when', async () => {
  await open();
  expect(next().getByRole('heading', { name: 'Tell your defence organisation' })).toBeInTheDocument();
  expect(next().getByText(/^Shown because \d+ contacts are written down/)).toBeInTheDocument();
  expect(next().getByText(/MDU Journal, spring 2023.*as at November 2026/)).toBeInTheDocument();
  expect(screen.getAllByRole('button', { expanded: false }).filter((one) => one.id.startsWith('step-'))).toHaveLength(content().plan.length);
  await expectAccessible();
});

test('a step that is done is in the log with its day, reference and proof, and the next one is suggested', async () => {
  const { vault, user } = await open();
  await user.click(next().getByRole('button', { name: 'Open this step' }));
  const form = within(await screen.findByRole('form', { name: /Tell your defence organisation/ }));
  await user.clear(form.getByLabelText(/^Done on/));
  await user.type(form.getByLabelText(/^Done on/), '2026-03-20');
  await user.type(form.getByLabelText(/^Reference/), 'MDU-77');
  await user.type(form.getByLabelText(/^Proof/), '1');
  await expectAccessible();
  await user.click(form.getByRole('button', { name: 'Save the step' }));
  await waitFor(() => expect(next().getByRole('heading', { name: 'Tell your manager' })).toBeInTheDocument());
  const [entry] = await vault.registers.entries(1, 'step');
  expect(entry?.entry).toMatchObject({ register: 'step', kind: 'mdo_call', plan: 'mdo', reference: 'MDU-77', done: true, items: [1], when: { local: '2026-03-20' } });
  expect(screen.getByText('Friday 20 March 2026')).toBeInTheDocument();
});

test('a step is set aside with a reason, and taken up again as an amendment', async () => {
  const { vault, user } = await open();
  await user.click(next().getByRole('button', { name: 'Open this step' }));
  await user.click(screen.getByRole('radio', { name: 'Set aside' }));
  await user.click(screen.getByRole('button', { name: 'Save the step' }));
  expect(screen.getByText('Write why, in a few words.')).toBeInTheDocument();
  await user.type(screen.getByLabelText('Why it is not taken'), 'The partner does it');
  await user.click(screen.getByRole('button', { name: 'Save the step' }));
  await waitFor(() => expect(screen.getByText('set aside')).toBeInTheDocument());
  await user.click(screen.getByRole('button', { name: /^Tell your defence organisation/ }));
  await user.click(screen.getByRole('radio', { name: 'Going on' }));
  await user.click(screen.getByRole('button', { name: 'Save the change' }));
  await waitFor(() => expect(screen.getByText('going on')).toBeInTheDocument());
  const all = await vault.registers.entries(1, 'step');
  expect(all).toHaveLength(1);
  expect(all[0]?.entry).not.toHaveProperty('not_taken');
  expect(all[0]?.amendments).toHaveLength(1);
});

test('ticks are kept as they are made, and stand in the log when they are written there', async () => {
  const { vault, user } = await open();
  await user.click(screen.getByRole('button', { name: /^First hour/ }));
  await user.click(screen.getByRole('checkbox', { name: 'Do not reply.' }));
  await user.type(screen.getByRole('textbox', { name: 'Note on: Do not reply.' }), 'told my wife too');
  await user.tab();
  await waitFor(async () => expect((await vault.drafts(1)).find((one) => one.form === 'checklist-first_hour')?.text).toContain('told my wife too'));
  expect(await vault.registers.entries(1, 'step')).toHaveLength(0);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Write it into the log' }));
  await waitFor(async () => expect(await vault.registers.entries(1, 'step')).toHaveLength(1));
  const [entry] = await vault.registers.entries(1, 'step');
  expect(entry?.entry).toMatchObject({ plan: 'checklist:first_hour', done: false });
  expect((entry?.entry as { outcome: string }).outcome).toContain('Done: Do not reply. Note: told my wife too');
  expect((await vault.drafts(1)).some((one) => one.form === 'checklist-first_hour')).toBe(false);
});

test('authorities that differ are shown side by side, and whom to ask', async () => {
  const { user } = await open();
  await user.click(screen.getByText('Recording calls'));
  expect(screen.getByText('Police advice: record calls if you can.')).toBeVisible();
  expect(screen.getByText('GMC: no secret recordings of calls from patients.')).toBeVisible();
  expect(screen.getAllByText(/Ask your defence organisation or the officer\./).length).toBeGreaterThan(0);
});

test('old guidance says so, and so does a refused file', async () => {
  useGuidance({ ...BUILT_IN, old: true, refused: 'The newer guidance in Casekeep’s folder is not used. There is no signature with it.' });
  await open();
  expect(screen.getByText(/more than 12 months old/)).toBeInTheDocument();
  expect(screen.getByText(/There is no signature with it/)).toBeInTheDocument();
  useGuidance(BUILT_IN);
});
