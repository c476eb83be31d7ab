import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { cover } from '../src/shared/cover.svelte';
import { expectAccessible, PASSPHRASE, start } from './screens';

async function write() {
  const started = start();
  cover.reset(false);
  await started.user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await started.user.keyboard('n');
  await screen.findByRole('heading', { name: 'New contact' });
  return started;
}

async function when(user: Awaited<ReturnType<typeof write>>['user'], date: string, time: string) {
  await user.click(screen.getByRole('radio', { name: 'A date' }));
  await user.clear(screen.getByLabelText('Date'));
  await user.type(screen.getByLabelText('Date'), date);
  await user.clear(screen.getByLabelText('Time'));
  await user.type(screen.getByLabelText('Time'), time);
}

test('a contact is written, saved and shown on the timeline', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await expectAccessible();
  await user.click(screen.getByRole('radio', { name: 'Message' }));
  await user.type(screen.getByLabelText('Which app or site'), 'Instagram');
  await when(user, '22 April 2026', '9.06pm');
  expect(await screen.findByText(/Wednesday 22 April 2026, 21:06\./)).toBeInTheDocument();
  await user.type(screen.getByLabelText('What happened'), 'A message came.');
  await user.type(screen.getByLabelText('Exact words'), 'hello');
  await user.click(await screen.findByRole('button', { name: 'Other items' }));
  await user.click(await screen.findByRole('checkbox', { name: /Item 0028/ }));
  await user.click(screen.getByRole('button', { name: 'Take 1 item' }));
  await user.click(screen.getByRole('button', { name: /Asked to stop, a warning letter/ }));
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1]).toMatchObject({
    channel: 'message', platform: 'Instagram', direction: 'from_them', what: 'A message came.', words: 'hello', items: [28], turn: null, place: null,
    occurred: { local: '2026-04-22T21:06', precision: 'minute', offset: 60 },
  });
  expect(await screen.findByRole('heading', { level: 2, name: 'A message came' })).toBeInTheDocument();
});

test('a form that is opened while the case is still loading stays open', async () => {
  const { user, vault } = start();
  const load = vault.timelinePacked.bind(vault);
  let arrive = () => undefined as void;
  const asked = new Promise<void>((resolve) => { arrive = resolve; });
  vi.spyOn(vault, 'timelinePacked').mockImplementation(async (...of) => { await asked; return load(...of); });
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await user.click(await screen.findByRole('button', { name: 'New contact' }));
  await user.type(await screen.findByLabelText('What happened'), 'A message came.');
  arrive();
  await waitFor(() => expect(vault.timelinePacked).toHaveResolved());
  await user.type(screen.getByLabelText('What happened'), ' Then another.');
  expect(screen.getByLabelText('What happened')).toHaveValue('A message came. Then another.');
});

test('what is missing is listed, leads to its field, and nothing is saved', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await user.click(screen.getByRole('radio', { name: 'A date' }));
  await user.click(screen.getByRole('button', { name: /Save to the log/ }));
  const banner = (await screen.findByRole('heading', { name: 'Three answers need another look' })).closest<HTMLElement>('[role=alert]')!;
  expect(within(banner).getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Choose how it came', 'Write the date, like 21 April 2026.', 'Write in a few words what happened',
  ]);
  await expectAccessible();
  await user.click(within(banner).getByRole('link', { name: 'Write in a few words what happened' }));
  expect(screen.getByLabelText('What happened')).toHaveFocus();
  expect(logged).not.toHaveBeenCalled();
});

test('the hour that came twice is asked for, and each answer is its own instant', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await user.click(screen.getByRole('radio', { name: 'Phone call' }));
  await user.type(screen.getByLabelText('What happened'), 'A silent call');
  await when(user, '26 October 2025', '01:30');
  await screen.findByText('The clocks went back that night. Which 01:30 was it?');
  await user.click(screen.getByRole('button', { name: /Save to the log/ }));
  expect(await screen.findByRole('link', { name: /Say which 01:30 it was/ })).toBeInTheDocument();
  expect(logged).not.toHaveBeenCalled();
  await user.click(screen.getByRole('radio', { name: /The second 01:30/ }));
  await user.click(screen.getByRole('button', { name: /Save to the log/ }));
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1].occurred).toMatchObject({ local: '2025-10-26T01:30', offset: 0, fold: 'second', from: '2025-10-26T01:30:00.000Z' });
});

test('the hour that never came is asked for, and the answer is what is saved', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await user.click(screen.getByRole('radio', { name: 'Phone call' }));
  await user.type(screen.getByLabelText('What happened'), 'A silent call');
  await when(user, '29 March 2026', '01:30');
  await screen.findByText('The clocks went forward that night, and 01:30 never came. What was it?');
  await expectAccessible();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByRole('link', { name: /a 01:30 that never came/ })).toBeInTheDocument();
  expect(logged).not.toHaveBeenCalled();
  await user.click(screen.getByRole('radio', { name: /^02:30: the clock was not put forward yet/ }));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1].occurred).toMatchObject({ local: '2026-03-29T02:30', from: '2026-03-29T01:30:00.000Z' });
});

test('a date still to come is saved only once the person says that it is right', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await user.keyboard('m');
  await user.type(screen.getByLabelText('What happened'), 'The phone showed the wrong year');
  await user.click(screen.getByRole('radio', { name: 'A date' }));
  await user.type(screen.getByLabelText('Date'), '3 May 2100');
  const right = await screen.findByRole('checkbox', { name: /still to come/ });
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByRole('link', { name: /still to come/ })).toBeInTheDocument();
  await user.click(right);
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1].occurred).toMatchObject({ local: '2100-05-03', precision: 'day' });
});

test('a contact of the year 1900 is saved as it is', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await user.keyboard('l');
  await user.type(screen.getByLabelText('What happened'), 'A letter');
  await when(user, '3 May 1900', '09:15');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1]).toMatchObject({ channel: 'letter', occurred: { local: '1900-05-03T09:15' } });
});

test('what is typed is kept sealed, is there again after a lock, and is gone once it is saved', async () => {
  const { user, vault } = await write();
  await user.click(screen.getByRole('radio', { name: 'Message' }));
  await user.type(screen.getByLabelText('What happened'), 'A letter at work.');
  await waitFor(() => expect(vault.kept).toHaveLength(1));
  await user.type(screen.getByLabelText('Exact words'), 'see you soon');
  await user.keyboard('{Control>}l{/Control}');
  await user.type(await screen.findByLabelText('Passphrase'), PASSPHRASE);
  expect(document.documentElement.innerHTML).not.toContain('A letter at work');
  expect(vault.kept[0]!.text).toContain('see you soon');
  await user.click(screen.getByRole('button', { name: 'Unlock' }));
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  expect(await screen.findByText(/A new contact is not saved yet; kept/)).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Go on writing' }));
  expect(screen.getByLabelText('What happened')).toHaveValue('A letter at work.');
  expect(screen.getByLabelText('Exact words')).toHaveValue('see you soon');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(vault.kept).toHaveLength(0));
  expect(screen.queryByText(/not saved yet/)).not.toBeInTheDocument();
});

test('what was typed last is kept when the window is closed at once', async () => {
  const { user, vault } = await write();
  await user.type(screen.getByLabelText('What happened'), 'A call.');
  vault.closeWindow();
  await waitFor(() => expect(vault.kept[0]?.text).toContain('A call.'));
  expect(await screen.findByLabelText('Passphrase')).toBeInTheDocument();
});

test('a draft that is emptied, or thrown away, is not kept', async () => {
  const { user, vault } = await write();
  await user.type(screen.getByLabelText('What happened'), 'x');
  await waitFor(() => expect(vault.kept).toHaveLength(1));
  await user.clear(screen.getByLabelText('What happened'));
  await waitFor(() => expect(vault.kept).toHaveLength(0));
  await user.type(screen.getByLabelText('What happened'), 'y');
  await waitFor(() => expect(vault.kept).toHaveLength(1));
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: 'Throw it away' }));
  await waitFor(() => expect(vault.kept).toHaveLength(0));
});

test('a draft is there again after looking at something else', async () => {
  const { user } = await write();
  await user.type(screen.getByLabelText('What happened'), 'Half a sentence');
  await user.keyboard('{Escape}');
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.keyboard('n');
  expect(await screen.findByLabelText('What happened')).toHaveValue('Half a sentence');
  await user.click(screen.getByRole('button', { name: 'Throw the draft away' }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.keyboard('n');
  expect(await screen.findByLabelText('What happened')).toHaveValue('');
});

test('an amendment needs a reason and a change, sends only that, and keeps the earlier text', async () => {
  const { user, vault } = start();
  cover.reset(false);
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await user.click(await screen.findByText('Waiting by your car'));
  await user.click(await screen.findByRole('button', { name: 'Amend' }));
  await screen.findByRole('heading', { name: /^Amend contact/ });
  const amended = vi.spyOn(vault, 'amendContact');
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  expect(await screen.findByRole('link', { name: 'Write why you change it' })).toBeInTheDocument();
  await user.type(screen.getByLabelText('Why do you change it?'), 'It rained');
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  expect(await screen.findByRole('heading', { name: 'Nothing is changed yet.' })).toBeInTheDocument();
  expect(amended).not.toHaveBeenCalled();
  await user.type(screen.getByLabelText('What happened'), ', in the rain');
  expect(screen.getByText('What happened, before:')).toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  await waitFor(() => expect(amended).toHaveBeenCalledWith(1, expect.any(Number), { what: 'Waiting by your car, in the rain' }, 'It rained'));
  await user.click(await screen.findByRole('button', { name: 'Show the earlier text' }));
  expect(screen.getByText('It rained')).toBeInTheDocument();
});

test('a turning point is changed and taken away with a reason, and what it was stays one click away', async () => {
  const { user, vault } = start();
  cover.reset(false);
  const turned = (await vault.timeline(1, { turns: true })).find((row) => row.turn === 'police')!;
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  // The newest line is selected when a case is opened.
  expect(await screen.findByRole('heading', { level: 2, name: /^Police told, on 101/ })).toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: 'Amend' }));
  await screen.findByRole('heading', { name: /^Amend contact/ });
  await user.click(screen.getByRole('button', { name: /^Asked to stop, a warning letter, the police/ }));
  expect(screen.getByRole('radio', { name: 'This was when the police were told' })).toBeChecked();
  await user.click(screen.getByRole('radio', { name: 'It is none of these' }));
  expect(screen.getByText(/Contact after this no longer counts as after it/)).toHaveTextContent('Before: Police.');
  await expectAccessible();
  const amended = vi.spyOn(vault, 'amendContact');
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  expect(await screen.findByRole('link', { name: 'Write why you change it' })).toBeInTheDocument();
  expect(amended).not.toHaveBeenCalled();
  await user.type(screen.getByLabelText('Why do you change it?'), 'I never said it to them');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(amended).toHaveBeenCalledWith(1, turned.n, { turn: null }, 'I never said it to them'));
  expect((await vault.contact(1, turned.n)).contact.turn).toBeNull();
  await user.click(await screen.findByRole('button', { name: 'Show the earlier text' }));
  expect(screen.getByText('Turning point, before:').nextElementSibling).toHaveTextContent('Police');
});

test('what does not belong in the log goes to private notes, and the contact waits as it was left', async () => {
  const { user } = await write();
  await user.type(screen.getByLabelText('What happened'), 'A message came.');
  await user.click(screen.getByRole('button', { name: 'Write a private note instead' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Private notes' })).toHaveFocus();
  expect(await screen.findByLabelText('Your note')).toHaveValue('');
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Go on writing' }));
  expect(await screen.findByLabelText('What happened')).toHaveValue('A message came.');
});

test('a message with one picture takes fewer than twelve keys beside its text', async () => {
  const { user, vault } = start();
  cover.reset(false);
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  const logged = vi.spyOn(vault, 'logContact');
  let pressed = 0;
  const press = async (...keys: string[]) => {
    for (const key of keys) await user.keyboard(key);
    pressed += keys.length;
  };
  await press('n', 'm', '{Tab}');
  await user.keyboard('Instagram');
  await press('{Tab}', '{Tab}');
  await user.keyboard('A message came. I did not answer.');
  await press('{Tab}');
  await user.keyboard('I liked the green coat');
  await screen.findByRole('button', { name: /^Add item/ });
  await press('{Tab}', ' ', '{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1]).toMatchObject({
    channel: 'message', platform: 'Instagram', what: 'A message came. I did not answer.', words: 'I liked the green coat', items: [28],
  });
  expect(pressed).toBeLessThan(12);
});

test('a letter chooses among the ways it can come; the same letter again goes to the next', async () => {
  const { user } = await write();
  expect(screen.getByRole('radio', { name: 'Message' })).toHaveFocus();
  await user.keyboard('p');
  expect(screen.getByRole('radio', { name: 'Phone call' })).toBeChecked();
  await user.keyboard('p');
  expect(screen.getByRole('radio', { name: 'Post or review' })).toBeChecked();
  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('radio', { name: 'Through someone' })).toHaveFocus();
  await user.keyboard('z');
  expect(screen.getByRole('radio', { name: 'Through someone' })).toBeChecked();
});

test('a copied picture is pasted into the contact, a copied text into its field', async () => {
  const { user, vault } = await write();
  const what = screen.getByLabelText('What happened');
  await user.click(what);
  await user.paste('as text');
  expect(what).toHaveValue('as text');
  const paste = vi.spyOn(vault, 'paste');
  const picture = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: { types: ['Files'] } });
  what.dispatchEvent(picture);
  expect(await screen.findByText('Item 0029')).toBeInTheDocument();
  expect(paste).toHaveBeenCalledTimes(1);
  expect(what).toHaveValue('as text');
});

test('an item gives a new contact the time that it shows, and that goes once the time is changed', async () => {
  const { user, vault } = start();
  cover.reset(false);
  await vault.amendItem(1, 28, { occurred: await vault.readMoment('2026-04-21T21:06', 'Europe/London'), source: { platform: 'Instagram' } }, 'First description');
  await user.click(await screen.findByRole('button', { name: /^Matter 1/ }));
  await screen.findByRole('slider', { name: 'Days shown' });
  await user.keyboard('n');
  await user.click(await screen.findByRole('button', { name: /^Add item 0028/ }));
  expect(await screen.findByText(/As item 0028 shows it\.\s+Tuesday 21 April 2026, 21:06\./)).toBeInTheDocument();
  await user.keyboard('{Shift>}{Tab}{/Shift}');
  await user.type(screen.getByLabelText('Time'), '{Backspace}7');
  expect(await screen.findByText(/Tuesday 21 April 2026, 21:07\./)).toBeInTheDocument();
  expect(screen.queryByText(/As item 0028/)).not.toBeInTheDocument();
});

test('a new contact is begun from anywhere; which case is asked where there are more', async () => {
  const { user, vault } = start();
  await screen.findByRole('button', { name: /^Matter 1/ });
  for (const name of ['Matter 2', 'Matter 3']) await vault.addCase(name);
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await user.keyboard('{Control>}n{/Control}');
  const asked = await screen.findByRole('dialog', { name: 'New contact in which case?' });
  await expectAccessible();
  await user.click(await within(asked).findByRole('button', { name: 'Matter 3' }));
  expect(await screen.findByRole('heading', { name: 'New contact' })).toBeInTheDocument();
  await user.keyboard('m');
  await user.type(screen.getByLabelText('What happened'), 'Half a sentence');
  await user.keyboard('{Control>}n{/Control}');
  expect(screen.getByLabelText('What happened')).toHaveValue('Half a sentence');
});

test('everything else folds out in the order police ask, is saved, and is amended like the rest', async () => {
  const { user, vault } = await write();
  const folds = screen.getAllByRole('button', { expanded: false }).filter((button) => button.classList.contains('sum'));
  expect(folds.map((fold) => fold.querySelector('span')?.textContent)).toEqual([
    'When it ended, where, and who else was there', 'What you did', 'Whom you told', 'Asked to stop, a warning letter, the police',
    'How it affected you, and anything you now do differently', 'What they looked like, what they knew; a vehicle', 'How you know it', 'What they did',
    'Is anyone at risk now?',
  ]);
  const logged = vi.spyOn(vault, 'logContact');
  await user.keyboard('i');
  await user.type(screen.getByLabelText('What happened'), 'By the car');
  await when(user, '22 April 2026', '18:00');
  for (const fold of folds) await user.click(fold);
  await expectAccessible();
  await user.type(screen.getByLabelText('When it ended'), '17:40');
  await user.selectOptions(screen.getByLabelText('Kind of place'), 'At your work');
  await user.type(screen.getByLabelText('Witnesses'), 'Reception');
  await user.selectOptions(screen.getByLabelText('What you did'), 'Left');
  await user.click(screen.getByRole('button', { name: 'Add a person or office' }));
  await user.type(screen.getByLabelText('Who was told'), 'PC 4471');
  await user.type(screen.getByLabelText('Reference they gave'), 'NSP-2026');
  await user.selectOptions(screen.getByLabelText('Fear'), 'Quite');
  await user.click(screen.getByRole('checkbox', { name: 'Loitering' }));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await user.click(await screen.findByRole('link', { name: /It ends before it begins/ }));
  expect(logged).not.toHaveBeenCalled();
  expect(screen.getByLabelText('When it ended')).toHaveFocus();
  await user.clear(screen.getByLabelText('When it ended'));
  await user.type(screen.getByLabelText('When it ended'), '18:20');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
  expect(logged.mock.calls[0]![1]).toMatchObject({
    ended: { local: '2026-04-22T18:20' }, place_kind: 'your_work', witnesses: 'Reception', response_kind: 'left', fear: 'quite', behaviours: ['loitering'],
    reported_to: [{ who: 'PC 4471', reference: 'NSP-2026' }],
  });
  await user.click(await screen.findByRole('button', { name: 'Amend' }));
  const amended = vi.spyOn(vault, 'amendContact');
  await user.click(await screen.findByRole('button', { name: /^What they did/ }));
  await user.click(screen.getByRole('checkbox', { name: 'Watching' }));
  expect(screen.getByText('Before:').closest('p')).toHaveTextContent('Before: Loitering');
  await user.type(screen.getByLabelText('Why do you change it?'), 'I remembered');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(amended).toHaveBeenCalledWith(1, expect.any(Number), { behaviours: ['loitering', 'watching'] }, 'I remembered'));
});

test('whoever may be at risk is asked about calmly, with numbers to ring, and saving goes on', async () => {
  const { user, vault } = await write();
  const logged = vi.spyOn(vault, 'logContact');
  await user.keyboard('m');
  await user.type(screen.getByLabelText('What happened'), 'A threat');
  expect(screen.queryByText('0808 802 0300')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /^What they did/ }));
  await user.click(screen.getByRole('checkbox', { name: 'Following' }));
  expect(screen.getByRole('button', { name: /^Is anyone at risk now/ })).toHaveAttribute('aria-expanded', 'false');
  await user.click(screen.getByRole('checkbox', { name: 'A threat' }));
  expect(screen.getByText('0808 802 0300')).toBeInTheDocument();
  expect(screen.queryByText('116 123')).not.toBeInTheDocument();
  await expectAccessible();
  await user.click(screen.getByRole('checkbox', { name: 'Speaking of harming themselves' }));
  expect(screen.getByText('116 123')).toBeInTheDocument();
  expect(screen.getByText(/Tell the team that looks after them today/)).toBeInTheDocument();
  await user.click(screen.getByRole('link', { name: 'Numbers to ring' }));
  expect(screen.getByRole('button', { name: /^Is anyone at risk now/ })).toHaveFocus();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(logged).toHaveBeenCalledTimes(1));
});
