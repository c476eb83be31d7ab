import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { Redacting } from '../src/features/item/redacting.svelte';
import { againstWords } from '../src/features/item/alike';
import { clockWords, notShown, placeWords, sizeWords, timeWords } from '../src/features/item/inside';
import { expectAccessible, openItem } from './screens';

const letter = () => openItem('The warning letter', '0018');
const photo = () => openItem('box of chocolates', '0001');

test('a document is turned page by page with keys, and its words are there to be read', async () => {
  const { user, vault } = await letter();
  const asked = vi.spyOn(vault.looking, 'pageUrl');
  const pages = await screen.findByLabelText('Page');
  expect(pages).toHaveValue('1');
  expect(await screen.findByRole('region', { name: 'The words of the page', hidden: true })).toHaveTextContent('14 Larch Road');
  await user.keyboard('{PageDown}');
  expect(pages).toHaveValue('2');
  await waitFor(() => expect(screen.getByRole('region', { name: 'The words of the page', hidden: true })).toHaveTextContent('What we ask of you'));
  expect(asked.mock.calls.at(-1)).toEqual([1, 18, 2, 2400]);
  await user.keyboard('{PageDown}{PageDown}{PageDown}');
  expect(pages).toHaveValue('3');
  await user.clear(pages);
  await user.type(pages, '1{Enter}');
  expect(pages).toHaveValue('1');
  await expectAccessible();
});

test('a locked document says so, and shows nothing', async () => {
  await openItem('The warning letter', '0018', {}, (vault) => { vault.cases[0]!.item(18).locked = true; });
  expect(await screen.findByText(/locked with a password/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Make a redacted copy' })).toBeNull();
});

test('what a photograph says about itself is told with its meaning, and not while it is covered', async () => {
  const { user } = await photo();
  const about = screen.getByRole('complementary', { name: 'About this item' });
  await within(about).findByRole('heading', { name: 'What the file says about itself' });
  expect(within(about).getByText('Fairphone FP5')).toBeInTheDocument();
  expect(within(about).getByText(/^19:12 on Tuesday 10 March 2026/)).toBeInTheDocument();
  expect(within(about).getByText('by the camera’s or phone’s clock, no time zone')).toBeInTheDocument();
  expect(within(about).getByText(/If that is your home or your work/)).toBeInTheDocument();
  await expectAccessible();
  await user.keyboard('c');
  expect(within(about).queryByText(/53\.9591/)).toBeNull();
});

test('an item that looks the same as another says so with both sizes, and leads there', async () => {
  const { user, vault } = await openItem('box of chocolates', '0001', {}, (memory) => {
    const [one, two] = [memory.cases[0]!.item(1), memory.cases[0]!.item(2)];
    [two.drawing, two.pixels] = [one.drawing!, { width: 1440, height: 2560 }];
  });
  const about = within(await screen.findByRole('region', { name: 'Pictures that look the same' }));
  expect(about.getByRole('listitem')).toHaveTextContent(/^Looks the same as item 0002, smaller \(\d+ × \d+ against 1440 × 2560\)\.$/);
  expect(about.getByText(/^Both are kept\./)).toBeInTheDocument();
  await expectAccessible();
  await user.click(about.getByRole('button', { name: 'item 0002' }));
  expect(await screen.findByText(/^Looks the same as/)).toHaveTextContent('item 0001, larger');
  expect(vault.cases[0]!.items.length).toBeGreaterThan(1);
});

test('pictures that wait are looked at a few at a time, and asking ends where none can be', async () => {
  const answer = (waiting: number) => ({ width: 4, height: 3, items: [], waiting });
  const { vault } = await openItem('The envelope', '0004', {}, (memory) => {
    let left = [9, 5, 1, 1];
    vi.spyOn(memory.looking, 'alike').mockImplementation(async () => answer(left.shift() ?? 0));
  });
  const asked = vi.mocked(vault.looking.alike);
  await waitFor(() => expect(asked).toHaveBeenCalledTimes(4));
  await waitFor(() => expect(screen.queryByText(/Being compared/)).toBeNull());
  expect(screen.queryByText('Pictures that look the same')).toBeNull();
  expect(asked).toHaveBeenCalledTimes(4);
});

test('how two sizes stand to each other is said from the one that is looked at', () => {
  const [small, large] = [{ width: 640, height: 480 }, { width: 1920, height: 1080 }];
  expect(againstWords(small, large)).toBe('smaller (640 × 480 against 1920 × 1080)');
  expect(againstWords(large, small)).toBe('larger (1920 × 1080 against 640 × 480)');
  expect(againstWords(small, small)).toBe('of the same size (640 × 480)');
  expect(againstWords({ width: 480, height: 640 }, small)).toBe('of another shape (480 × 640 against 640 × 480)');
});

test('a redacted copy is made by keyboard alone', async () => {
  const { user, vault } = await photo();
  const made = vi.spyOn(vault.looking, 'redact');
  await user.click(await screen.findByRole('button', { name: 'Make a redacted copy' }));
  await screen.findByRole('heading', { name: 'Redacted copy' });
  await user.keyboard('a');
  const first = await screen.findByRole('application', { name: /^Area 1, Your home/ });
  await waitFor(() => expect(first).toHaveFocus());
  const before = { left: Number((screen.getByLabelText('Left') as HTMLInputElement).value), wide: Number((screen.getByLabelText('Wide') as HTMLInputElement).value) };
  await user.keyboard('{ArrowRight}{Shift>}{ArrowLeft}{/Shift}');
  expect(Number((screen.getByLabelText('Left') as HTMLInputElement).value)).toBeGreaterThan(before.left);
  expect(Number((screen.getByLabelText('Wide') as HTMLInputElement).value)).toBeLessThan(before.wide);
  await user.selectOptions(screen.getByLabelText('Reason for area 1'), 'In your own words');
  await user.click(screen.getByRole('button', { name: 'Make the copy' }));
  expect(made).not.toHaveBeenCalled();
  const why = screen.getByLabelText('Why area 1 is covered, without what it covers');
  expect(why).toHaveFocus();
  await user.type(why, 'A neighbour{Tab}');
  await fireEvent.change(screen.getByLabelText('Top'), { target: { value: '12' } });
  await expectAccessible();
  await user.click(screen.getByRole('button', { name: 'Make the copy' }));
  await waitFor(() => expect(made).toHaveBeenCalledTimes(1));
  expect(made.mock.calls[0]![2]).toMatchObject([{ page: 1, y: 12, reason: 'A neighbour' }]);
  expect(await screen.findByText('Covered: A neighbour')).toBeInTheDocument();
});

test('words are found on every page and covered, and the last step is taken back', async () => {
  const { user, vault } = await letter();
  await user.click(await screen.findByRole('button', { name: 'Make a redacted copy' }));
  await user.type(await screen.findByLabelText('Find words and cover them'), 'larch road{Enter}');
  expect((await screen.findAllByText(/^2 places covered/)).length).toBeGreaterThan(0);
  const list = screen.getByRole('list', { name: 'Areas that are covered' });
  expect(within(list).getByRole('button', { name: 'Show area 2, on page 2' })).toBeInTheDocument();
  await user.type(screen.getByLabelText('Find words and cover them'), '{Enter}');
  expect((await screen.findAllByText('Every place was covered already.')).length).toBeGreaterThan(0);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(screen.queryByRole('list', { name: 'Areas that are covered' })).toBeNull();
  await user.type(screen.getByLabelText('Find words and cover them'), '{Enter}');
  await waitFor(() => expect(screen.getByRole('list', { name: 'Areas that are covered' })).toBeInTheDocument());
  await user.click(screen.getByRole('button', { name: 'Make the copy' }));
  expect(await screen.findByText('Covered: Your home')).toBeInTheDocument();
  expect(vault.cases[0]!.items.at(-1)).toMatchObject({ name: 'redacted-copy-of-item-18.pdf', derived: { item: 18, areas: [{ page: 1 }, { page: 2 }] } });
});

test('a part that is kept can be turned', async () => {
  const { user, vault } = await photo();
  const made = vi.spyOn(vault.looking, 'crop');
  await user.click(await screen.findByRole('button', { name: 'Copy a part' }));
  await user.click(screen.getByRole('radio', { name: 'Left' }));
  await user.type(screen.getByLabelText('Why is a part needed?'), 'Only the card');
  await user.click(screen.getByRole('button', { name: 'Make the copy' }));
  await waitFor(() => expect(made).toHaveBeenCalledWith(1, 1, { x: 144, y: 112, width: 432, height: 336 }, 3, 'Only the card'));
});

test('areas are added, changed and taken back step by step', () => {
  const areas = new Redacting();
  const picture = { width: 100, height: 100 };
  const first = areas.add(1, { x: 90, y: 0, width: 30, height: 10 }, picture);
  expect(first).toMatchObject({ x: 70, width: 30, reason: 'Your home' });
  areas.change(first.id, { reason: 'Your car' });
  const second = areas.add(2, { x: 0, y: 0, width: 10, height: 10 }, picture);
  expect([areas.number(second.id), second.reason, areas.on(2).length]).toEqual([2, 'Your car', 1]);
  areas.remove(first.id);
  expect(areas.told()).toEqual([{ page: 2, x: 0, y: 0, width: 10, height: 10, reason: 'Your car' }]);
  for (let n = 0; n < 4; n += 1) areas.undo();
  expect([areas.areas.length, areas.undoable, areas.chosen]).toEqual([0, false, null]);
});

test('what a file says is put in words', () => {
  const time = (offset: number | null) => ({ what: 'taken' as const, local: '2026-03-04T19:12:30', offset });
  expect(timeWords(time(null))).toBe('19:12 on Wednesday 4 March 2026');
  expect(timeWords({ ...time(null), local: 'yesterday' })).toBe('yesterday');
  expect([null, 0, 60, -330].map((offset) => clockWords(time(offset), true).replace('by the camera’s or phone’s clock, ', ''))).toEqual([
    'no time zone', 'set to UTC', '1:00 ahead of UTC', '5:30 behind UTC',
  ]);
  expect(placeWords({ latitude: -53.95914, longitude: 1.08151, height: -3.2 })).toBe('53.9591 south, 1.0815 east, 3 m below the sea');
  const inside = { pages: [{ width: 1240, height: 1754 }, { width: 10, height: 10 }], more_pages: false, worded: true, said: [], times: [], place: null, text: '', more_text: false };
  expect(sizeWords(inside)).toBe('2 pages, 21.0 × 29.7 cm and other sizes');
  expect(sizeWords({ ...inside, worded: false, pages: [{ width: 40, height: 30 }] })).toBe('40 × 30 pixels');
  expect(notShown('image/avif', '2 MB')).toMatch(/^An AVIF picture, 2 MB\. Casekeep has no decoder/);
});

/** A document of an office program in place of item 18. */
function asOffice(vault: Parameters<NonNullable<Parameters<typeof openItem>[3]>>[0], locked = false): void {
  const item = vault.cases[0]!.item(18);
  Object.assign(item, { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', text: 'Dear doctor\nI know where you park.', pages: undefined, drawing: undefined, locked });
}

test('a document of an office program tells its words and who wrote it, and is not drawn', async () => {
  await openItem('The warning letter', '0018', {}, asOffice);
  expect(await screen.findByRole('region', { name: 'The words of the document' })).toHaveTextContent('I know where you park.');
  const about = screen.getByRole('complementary', { name: 'About this item' });
  expect(within(about).getByText('Last changed by')).toBeInTheDocument();
  expect(within(about).getByText(/They were not run here/)).toBeInTheDocument();
  expect(within(about).queryByText('Size')).toBeNull();
  expect(screen.getByText(/its pages are not drawn, and nothing in it is run or fetched/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Make a redacted copy' })).toBeNull();
  await expectAccessible();
});

test('a document that cannot be read says why', async () => {
  await openItem('The warning letter', '0018', {}, (vault) => asOffice(vault, true));
  expect(await screen.findByText(/the file is damaged or not what it says/)).toBeInTheDocument();
});
