import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { expectAccessible, start } from './screens';

async function open(options = {}) {
  const started = start(options);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await started.user.click(within(await screen.findByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name: 'Letters' }));
  await screen.findByRole('heading', { name: 'Outlines' });
  return started;
}

async function begin(name: string) {
  const started = await open({ chosen: '/home/dr' });
  await started.user.click(screen.getByRole('button', { name: `Begin ${name}` }));
  await screen.findByRole('heading', { level: 1, name });
  const text = await screen.findByLabelText<HTMLTextAreaElement>('Text');
  return { ...started, text };
}

test('a letter waits for the two questions, and stops when the police asked not to write', async () => {
  const { user, vault, text } = await begin('Boundary letter');
  expect(text.value).toContain('- 5 February 2026, gift or delivery');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Save as PDF…' }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await user.click(within(screen.getByRole('radiogroup', { name: 'Has your defence organisation seen it?' })).getByRole('radio', { name: 'Yes' }));
  const police = within(screen.getByRole('radiogroup', { name: 'Have the police asked you not to write?' }));
  await user.click(police.getByRole('radio', { name: 'Yes' }));
  expect(screen.getByText('Do not send it.')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Write it into the log as sent' }));
  expect(screen.getAllByRole('alert').some((one) => one.textContent.includes('The police asked you not to write'))).toBe(true);
  expect(await vault.registers.entries(1, 'letter')).toHaveLength(0);
  expect(vault.papers).toHaveLength(0);
});

async function passGate(user: Awaited<ReturnType<typeof begin>>['user']) {
  await user.click(within(screen.getByRole('radiogroup', { name: 'Has your defence organisation seen it?' })).getByRole('radio', { name: 'Yes' }));
  await user.click(within(screen.getByRole('radiogroup', { name: 'Have the police asked you not to write?' })).getByRole('radio', { name: 'No' }));
}

test('a letter is saved as a file by an act with a reason', async () => {
  const { user, vault, text } = await begin('Boundary letter');
  await passGate(user);
  await user.clear(text);
  await user.type(text, 'Dear Person A');
  await user.click(screen.getByRole('button', { name: 'Save as Word file…' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Save the unprotected file' }));
  expect(dialog.getByText('Say in a few words what it is for.')).toBeInTheDocument();
  await user.type(dialog.getByLabelText('What it is for'), 'to print it');
  await user.click(dialog.getByRole('button', { name: 'Save the unprotected file' }));
  await waitFor(() => expect(vault.papers).toEqual([{ inCase: 1, paper: { paper: 'letter', title: 'Boundary letter', text: 'Dear Person A', form: 'docx' }, reason: 'to print it' }]));
});

test('a letter that was sent is in the log with its text, proof and answers, and counts as a step of the plan', async () => {
  const { user, vault, text } = await begin('Manager’s warning');
  await passGate(user);
  await user.click(screen.getByRole('button', { name: 'Write it into the log as sent' }));
  expect(screen.getByText(/^Still to be written: \[/)).toBeInTheDocument();
  await user.clear(text);
  await user.type(text, 'Dear Person A');
  await user.clear(screen.getByLabelText(/^Sent on/));
  await user.type(screen.getByLabelText(/^Sent on/), '2026-04-01');
  await user.type(screen.getByLabelText(/^Proof of posting/), '1');
  await user.click(screen.getByRole('button', { name: 'Write it into the log as sent' }));
  await screen.findByRole('heading', { name: 'Outlines' });
  const [letter] = await vault.registers.entries(1, 'letter');
  expect(letter?.entry).toMatchObject({ register: 'letter', purpose: 'warning', template: 'L4', text: 'Dear Person A', sent: { local: '2026-04-01' }, method: 'post_recorded', proof_of_posting: 1, mdo_seen: true, police_asked_not: 'no' });
  expect(screen.getByText(/Sent Wednesday 1 April 2026/)).toBeInTheDocument();
  expect((await vault.drafts(1)).some((one) => one.form.startsWith('letter-'))).toBe(false);
  await user.click(within(screen.getByRole('navigation', { name: 'Matter 1' })).getByRole('button', { name: 'Plan' }));
  expect(await screen.findByRole('button', { name: /^Warning letter from the manager Wednesday 1 April 2026/ })).toBeInTheDocument();
});

test('what is written stays while it is not sent, and is filled anew on request', async () => {
  const { user, vault, text } = await begin('Report to the manager or security');
  expect(screen.queryByText('Before anything goes')).not.toBeInTheDocument();
  const filled = text.value;
  await user.type(text, ' More words.');
  await waitFor(async () => expect((await vault.drafts(1)).find((one) => one.form === 'letter-L6')?.text).toContain('More words.'));
  await user.click(screen.getByRole('button', { name: 'Back to the letters' }));
  await user.click(await screen.findByRole('button', { name: 'Go on with Report to the manager or security' }));
  expect((await screen.findByLabelText<HTMLTextAreaElement>('Text')).value).toBe(`${filled} More words.`);
  await user.click(screen.getByRole('button', { name: 'Fill it from the case again' }));
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Text').value).toBe(filled));
});

test('registers and labels are saved the same way', async () => {
  const { user, vault } = await open({ chosen: '/home/dr' });
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Save labels for bags and envelopes…' }));
  await user.type(screen.getByLabelText('What it is for'), 'for the bags');
  await user.click(screen.getByRole('button', { name: 'Save the unprotected file' }));
  await waitFor(() => expect(vault.papers).toEqual([{ inCase: 1, paper: { paper: 'labels' }, reason: 'for the bags' }]));
});
