import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { expectAccessible, PASSPHRASE, start } from './screens';

async function registers(page: string, closed = false) {
  const started = start({ registers: true });
  if (closed) await started.vault.closeCase(1, 'It ended');
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await started.user.click(await screen.findByRole('button', { name: 'Registers' }));
  if (page !== 'People') await started.user.click(await screen.findByRole('button', { name: page }));
  await screen.findByRole('heading', { level: 1, name: page });
  return started;
}

test('people are shown with what they are known by and how sure that is; one account of two people stays two', async () => {
  const { user } = await registers('People');
  const rows = (await screen.findAllByRole('button', { name: /Person [AB]/ })).map((row) => row.textContent);
  expect(rows).toHaveLength(2);
  expect(rows.join(' ')).toContain('Account name stairs_and_sunday, possible, suspicion only');
  expect(rows.filter((row) => row?.includes('is also attributed to'))).toHaveLength(2);
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /^2 ?Person B/ }));
  expect(await screen.findByRole('heading', { level: 1, name: /Person B\s*possible/ })).toHaveFocus();
  expect(screen.getByText('stairs_and_sunday is also attributed to Person A')).toBeInTheDocument();
  await expectAccessible();
});

test('a gift is written with its value and decision, and the sum of twelve months is worked out', async () => {
  const { user, vault } = await registers('Gifts');
  const entered = vi.spyOn(vault.registers, 'enter');
  await user.click(screen.getByRole('button', { name: 'Add a gift' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'New gift' })).toHaveFocus();
  await expectAccessible();
  await user.click(screen.getByRole('radio', { name: 'A date' }));
  await user.type(screen.getByLabelText('Date'), '20 April 2026');
  await user.type(screen.getByLabelText('Estimated value'), '-5');
  await user.keyboard('{Control>}{Enter}{/Control}');
  const banner = (await screen.findByRole('heading', { name: '2 answers need another look' })).closest<HTMLElement>('[role=alert]')!;
  expect(within(banner).getAllByRole('link').map((link) => link.textContent)).toEqual(['Fill in “What”', 'A value cannot be less than nothing. Write it in pounds, like 12.50']);
  await user.click(within(banner).getByRole('link', { name: /less than nothing/ }));
  expect(screen.getByLabelText('Estimated value')).toHaveFocus();
  await user.clear(screen.getByLabelText('Estimated value'));
  await user.type(screen.getByLabelText('Estimated value'), '1,000,000,000,000');
  await user.type(screen.getByLabelText('What'), 'A watch');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByRole('link', { name: /Count the noughts again/ })).toBeInTheDocument();
  expect(entered).not.toHaveBeenCalled();
  await user.clear(screen.getByLabelText('Estimated value'));
  await user.type(screen.getByLabelText('Estimated value'), '40');
  await user.selectOptions(screen.getByLabelText('From person'), 'Person A');
  await user.selectOptions(screen.getByLabelText('Decision'), 'Refused');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(entered).toHaveBeenCalledTimes(1));
  expect(entered.mock.calls[0]![1]).toMatchObject({ register: 'gift', what: 'A watch', value: 4000, giver: 1, decision: 'refused', when: { local: '2026-04-20' } });
  expect(await screen.findByText('£52.50 from them in the twelve months up to then')).toBeInTheDocument();
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('button', { name: /A watch.*Person A.*£40\.00, refused/ })).toBeInTheDocument();
});

test('an amendment needs a reason and a change, sends only what changed, and the earlier words stay', async () => {
  const { user, vault } = await registers('Physical items');
  const amended = vi.spyOn(vault.registers, 'amend');
  await user.click(await screen.findByRole('button', { name: /B1: / }));
  await user.click(await screen.findByRole('button', { name: 'Amend' }));
  await screen.findByRole('heading', { name: 'Amend physical item 1' });
  await user.type(screen.getByLabelText('Why do you change it?'), 'The officer took it');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByText('Nothing is changed yet.')).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Who has it'), 'With the police');
  await user.clear(screen.getByLabelText('Where it is now'));
  expect(screen.getAllByText('Before:').map((label) => label.closest('p')?.textContent)).toEqual(['Before: Locked drawer, room 4', 'Before: With you']);
  await user.clear(screen.getByLabelText('Why do you change it?'));
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByRole('link', { name: 'Write why you change it' })).toBeInTheDocument();
  expect(amended).not.toHaveBeenCalled();
  await user.type(screen.getByLabelText('Why do you change it?'), 'The officer took it');
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(amended).toHaveBeenCalledWith(1, 'thing', 1, { custody: 'with_police', place_now: null }, 'The officer took it'));
  await user.click(await screen.findByRole('button', { name: 'Show the earlier text' }));
  expect(screen.getByText('The officer took it')).toBeInTheDocument();
  expect(screen.getByText('Where it is now, before:')).toBeInTheDocument();
});

test('a review is answered in words, and nothing adds it up', async () => {
  const { user, vault } = await registers('Reviews');
  const entered = vi.spyOn(vault.registers, 'enter');
  await user.click(await screen.findByRole('button', { name: 'Add a review' }));
  const prompt = await screen.findByRole('radiogroup', { name: 'Fixated' });
  await user.click(within(prompt).getByRole('radio', { name: 'Not sure' }));
  await user.type(screen.getByLabelText('Fixated: in your words'), 'Only since March');
  await user.type(screen.getByLabelText('There were threats: in your words'), 'No');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByRole('link', { name: 'There were threats: choose an answer for your note' })).toBeInTheDocument();
  await user.click(within(screen.getByRole('radiogroup', { name: 'There were threats' })).getByRole('radio', { name: 'No' }));
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(entered).toHaveBeenCalledTimes(1));
  expect(entered.mock.calls[0]![1]).toMatchObject({
    register: 'review', fixated: { answer: 'unsure', note: 'Only since March' }, points: [{ key: 'threats', answer: 'no', note: 'No' }],
  });
  expect(document.body.textContent).not.toMatch(/\b(score|total|risk level|high|medium|low)\b/i);
});

test('the case details are filled in once without a reason, and changed with one', async () => {
  const { user, vault } = await registers('Case details');
  const amended = vi.spyOn(vault.registers, 'amendDetails');
  await user.click(await screen.findByRole('button', { name: 'Fill in the details' }));
  await user.selectOptions(await screen.findByLabelText('Jurisdiction'), 'Scotland');
  await user.type(screen.getByLabelText('Police incident number'), 'NSP-1');
  await user.type(screen.getByLabelText('Crime number'), 'CR/2');
  await user.click(screen.getByRole('button', { name: 'Add an order' }));
  await user.selectOptions(screen.getByLabelText('Kind'), 'Injunction');
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(amended).toHaveBeenCalledWith(1, { jurisdiction: 'scotland', police_incident: 'NSP-1', police_crime: 'CR/2', orders: [{ kind: 'injunction' }] }, ''));
  await user.click(await screen.findByRole('button', { name: 'Amend' }));
  await user.clear(await screen.findByLabelText('Crime number'));
  await user.type(screen.getByLabelText('Why do you change it?'), 'Wrong number');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(amended).toHaveBeenLastCalledWith(1, { police_crime: null }, 'Wrong number'));
});

test('a private note stays private, and says so', async () => {
  const { user, vault } = await registers('Private notes');
  expect(screen.getByText(/They never go into a bundle/)).toBeInTheDocument();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByText('Write something first')).toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: 'Advice' }));
  await user.type(screen.getByLabelText('Who gave the advice'), 'MDU');
  await user.type(screen.getByLabelText('What was advised'), 'Do not answer.');
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByText(/Advice, from MDU\. Written today/)).toBeInTheDocument();
  expect(await vault.registers.privateNotes(1)).toMatchObject([{ kind: 'advice', from: 'MDU', text: 'Do not answer.' }]);
  expect(screen.getByLabelText('Your note')).toHaveValue('');
});

test('what is half written in a register is kept sealed and is there again after a lock', async () => {
  const { user, vault } = await registers('Gifts');
  await user.click(await screen.findByRole('button', { name: 'Add a gift' }));
  await user.type(await screen.findByLabelText('What'), 'Half a gift');
  await user.keyboard('{Control>}l{/Control}');
  await user.type(await screen.findByLabelText('Passphrase'), PASSPHRASE);
  expect(document.documentElement.innerHTML).not.toContain('Half a gift');
  expect(vault.kept.find((one) => one.form === 'gift:new')?.text).toContain('Half a gift');
  await user.click(screen.getByRole('button', { name: 'Unlock' }));
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await user.click(await screen.findByRole('button', { name: 'Registers' }));
  await user.click(await screen.findByRole('button', { name: 'Gifts' }));
  await user.click(await screen.findByRole('button', { name: 'Add a gift' }));
  expect(await screen.findByLabelText('What')).toHaveValue('Half a gift');
  await user.click(screen.getByRole('button', { name: 'Throw the draft away' }));
  await waitFor(() => expect(vault.kept).toHaveLength(0));
});

test('an entry stands on the timeline beside an item of the same number', async () => {
  const { user } = await registers('Gifts');
  await user.click(screen.getByRole('button', { name: 'Gifts' }));
  expect(await screen.findByRole('button', { name: /Chocolates/ })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Timeline' }));
  expect(await screen.findByRole('slider', { name: 'Days shown' })).toBeInTheDocument();
});

test('a closed case is read and not written', async () => {
  const { user } = await registers('Gifts', true);
  expect(screen.queryByRole('button', { name: 'Add a gift' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: /Chocolates/ }));
  await screen.findByRole('heading', { level: 1, name: /Chocolates/ });
  expect(screen.queryByRole('button', { name: 'Amend' })).not.toBeInTheDocument();
});
