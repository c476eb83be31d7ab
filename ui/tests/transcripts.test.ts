import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { expectAccessible, openItem } from './screens';

const words = () => within(screen.getByRole('region', { name: 'In words' }));

test('what an item says is written beside it, corrected with a reason, and found by its words', async () => {
  const { user, vault } = await openItem('One page, by hand', '0005');
  expect(words().getByText(/Nobody has written down what it says/)).toBeInTheDocument();
  await user.click(words().getByRole('button', { name: 'Write what it says' }));
  await screen.findByRole('heading', { name: 'What item 0005 says' });
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: /Save to the log/ }));
  expect(await screen.findByRole('link', { name: 'Fill in “In words”' })).toBeInTheDocument();
  await user.type(screen.getByLabelText('In words'), 'Meet me by the weirdstone');
  await user.click(screen.getByRole('button', { name: /Save to the log/ }));
  await words().findByText('Written by a person');
  expect(words().getByText('Meet me by the weirdstone')).toBeInTheDocument();

  await user.click(words().getByRole('button', { name: 'Correct transcript 1' }));
  await user.clear(await screen.findByLabelText('In words'));
  await user.type(screen.getByLabelText('In words'), 'Meet me by the weir');
  await user.type(screen.getByLabelText('Why do you change it?'), 'Heard it again');
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  await words().findByText('Meet me by the weir');
  await user.click(words().getByRole('button', { name: 'Show the earlier text' }));
  expect(words().getByText('Meet me by the weirdstone')).toBeInTheDocument();
  await expectAccessible();

  // What it says, and what it said, is found at the item.
  const places = async (text: string) => (await vault.findInTimeline(1, text)).byteLength;
  expect(await places('weirdstone')).toBe((await places('nowhere at all')) + 4);
});

test('what a machine read says so until a person compared it, and after that too', async () => {
  const { user, vault } = await openItem('One page, by hand', '0005');
  await vault.registers.enter(1, { register: 'transcript', item: 5, text: 'Meet rne', made_by: 'machine', program: 'tesseract 5.3.0' });
  await user.keyboard('k');
  await user.keyboard('j');
  await words().findByText('Read by machine, check against the image');
  await user.click(words().getByRole('button', { name: 'Compare and correct transcript 1' }));
  await user.clear(await screen.findByLabelText('In words'));
  await user.type(screen.getByLabelText('In words'), 'Meet me');
  await user.click(screen.getByRole('radio', { name: 'Yes' }));
  await user.type(screen.getByLabelText('Why do you change it?'), 'Compared');
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  await words().findByText('Read by machine, compared with the item by a person');
});

test('what is covered is covered in words too', async () => {
  const { user, vault } = await openItem('One page, by hand', '0005');
  await vault.registers.enter(1, { register: 'transcript', item: 5, text: 'A canary of words', made_by: 'person' });
  await user.keyboard('k');
  await user.keyboard('j');
  await words().findByText('A canary of words');
  await user.keyboard('c');
  expect(document.body).not.toHaveTextContent('A canary of words');
});

test('a picture is read by machine where that is installed, and the offer is plain where it is not', async () => {
  const { user } = await openItem('One page, by hand', '0005', { tesseract: true });
  await user.selectOptions(await words().findByLabelText('Language to read'), 'Welsh');
  await user.click(words().getByRole('button', { name: 'Read the words by machine' }));
  const made = await words().findByRole('article', { name: 'Transcript 1' });
  expect(made).toHaveTextContent('Read by machine, check against the image');
  expect(made).toHaveTextContent('tesseract 5.3.0. Welsh.');
  await expectAccessible();
});

test('without the program nothing is required, and one press says how it is installed', async () => {
  const { user } = await openItem('One page, by hand', '0005');
  await user.click(await words().findByRole('button', { name: 'Reading by machine' }));
  expect(words().getByText(/Nothing leaves this computer for it.*apt install tesseract-ocr/)).toBeVisible();
  expect(words().queryByRole('button', { name: 'Read the words by machine' })).toBeNull();
  await expectAccessible();
});
