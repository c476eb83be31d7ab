import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Heard, Playable } from '../src/features/item/playing/playback';
import { Unplayable } from '../src/features/item/playing/kinds';
import type { OpenedMedia } from '../src/ipc';
import { cover } from '../src/shared/cover.svelte';
import { expectAccessible, openItem } from './screens';

const opening = vi.hoisted(() => ({ openPlayable: vi.fn() }));
vi.mock('../src/features/item/playing/opening', () => opening);

let heard: Heard;
const playback = { play: vi.fn(async () => heard.playing(true)), pause: vi.fn(() => heard.playing(false)), seek: vi.fn(), setSpeed: vi.fn(), setVolume: vi.fn(), close: vi.fn() };
const closed = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  opening.openPlayable.mockImplementation(async (_: OpenedMedia, read: unknown, __: unknown, on: Heard): Promise<Playable> => {
    heard = on;
    await (read as (from: number, to: number) => Promise<Uint8Array>)(0, 4);
    return { playback, length: 200, film: true, silent: false, rotation: 90, peaks: async () => [0, 1, 0.5], close: closed };
  });
});

const voice = () => openItem('A voice message', '0029', { media: true });
const place = () => screen.getByRole('slider', { name: 'Place' }) as HTMLInputElement;

test('it is played, stopped and gone through by keys alone, and begins by none of them by itself', async () => {
  const { user } = await voice();
  await screen.findByText('0:00 of 3:20');
  expect(playback.play).not.toHaveBeenCalled();
  await user.keyboard(' ');
  expect(playback.play).toHaveBeenCalledTimes(1);
  expect(await screen.findByRole('button', { name: 'Pause' })).toBeInTheDocument();
  heard.at(65);
  await screen.findByText('1:05 of 3:20');
  expect(place()).toHaveAttribute('aria-valuetext', '1 minute 5 seconds of 3 minutes 20 seconds');
  await user.keyboard('{ArrowRight}');
  expect(playback.seek).toHaveBeenLastCalledWith(70);
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(playback.seek).toHaveBeenLastCalledWith(60);
  await user.keyboard('{End}');
  expect(playback.seek).toHaveBeenLastCalledWith(200);
  await user.keyboard('{Home}');
  expect(playback.seek).toHaveBeenLastCalledWith(0);
  await user.keyboard('m');
  expect(playback.setVolume).toHaveBeenLastCalledWith(0);
  await user.keyboard('m ');
  expect(playback.setVolume).toHaveBeenLastCalledWith(1);
  expect(playback.pause).toHaveBeenCalledTimes(1);
  await expectAccessible();
});

test('it is played by its button once, and by the pointer on its length', async () => {
  const { user } = await voice();
  const button = await screen.findByRole('button', { name: 'Play' });
  await screen.findByText('0:00 of 3:20');
  button.focus();
  await user.keyboard(' ');
  expect(playback.play).toHaveBeenCalledTimes(1);
  await fireEvent.input(place(), { target: { value: '120.5' } });
  expect(playback.seek).toHaveBeenLastCalledWith(120.5);
  await user.selectOptions(screen.getByLabelText('Speed'), '1.5 ×');
  expect(playback.setSpeed).toHaveBeenLastCalledWith(1.5);
  await fireEvent.input(screen.getByRole('slider', { name: 'How loud' }), { target: { value: '0.5' } });
  expect(playback.setVolume).toHaveBeenLastCalledWith(0.5);
  const film = screen.getByLabelText('A voice message, one minute');
  expect(film.style.transform).toContain('rotate(90deg)');
  await user.click(screen.getByRole('button', { name: 'Turn the view' }));
  expect(film.style.transform).toContain('rotate(180deg)');
  expect(document.querySelectorAll('.wave path.played')).toHaveLength(1);
});

test('covered, it is not opened; covered again or left, it can be read no longer', async () => {
  const { user, vault } = await voice();
  await screen.findByText('0:00 of 3:20');
  expect(vault.playing.opened.size).toBe(1);
  await user.keyboard('c');
  await waitFor(() => expect(vault.playing.opened.size).toBe(0));
  expect(closed).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('slider', { name: 'Place' })).toBeNull();
  expect(opening.openPlayable).toHaveBeenCalledTimes(1);
  await user.keyboard('c');
  await screen.findByText('0:00 of 3:20');
  cover.reset(false);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(vault.playing.opened.size).toBe(0));
});

test('what is left before it was opened is closed when it is', async () => {
  let go = () => {};
  opening.openPlayable.mockImplementation(async (_: OpenedMedia, __: unknown, ___: unknown, on: Heard) => {
    heard = on;
    await new Promise<void>((done) => (go = done));
    return { playback, length: 9, film: false, silent: false, rotation: 0, peaks: async () => null, close: closed };
  });
  const { user, vault } = await voice();
  await waitFor(() => expect(opening.openPlayable).toHaveBeenCalled());
  await user.keyboard('{Escape}');
  go();
  await waitFor(() => expect(closed).toHaveBeenCalledTimes(1));
  expect(vault.playing.opened.size).toBe(0);
});

test('where it cannot be played, that is said with what can be done', async () => {
  opening.openPlayable.mockRejectedValue(new Unplayable('kind'));
  const { vault } = await openItem('The camera at the door', '0030', { media: true });
  expect(await screen.findByRole('heading', { name: 'This video cannot be played here' })).toBeInTheDocument();
  expect(screen.getByText(/kept whole, but cannot be played here. This computer has no decoder for it. To play it, save a decrypted copy.$/)).toBeInTheDocument();
  expect(vault.playing.opened.size).toBe(0);
  await expectAccessible();
});

test('a picture that breaks off while it is played is not shown any further', async () => {
  const { vault } = await voice();
  await screen.findByText('0:00 of 3:20');
  heard.failed(null);
  expect(await screen.findByText(/It is damaged, was never finished/)).toBeInTheDocument();
  expect(vault.playing.opened.size).toBe(0);
});

test('a file that cannot be read while it is played is not called whole', async () => {
  await voice();
  await screen.findByText('0:00 of 3:20');
  heard.failed({ code: 'damaged', message: 'It was changed.', hint: '' });
  const told = await screen.findByText(/could not be read/);
  expect(told).toHaveTextContent('Check everything');
  expect(told).not.toHaveTextContent('kept whole');
});

/** Opens the voice message, and stands while it is opened; returns what lets it go on. */
async function standing() {
  let go = () => {};
  opening.openPlayable.mockImplementation(async (_: OpenedMedia, __: unknown, ___: unknown, on: Heard) => {
    heard = on;
    await new Promise<void>((done) => (go = done));
    return { playback, length: 200, film: false, silent: false, rotation: 0, peaks: async () => null, close: closed };
  });
  const opened = await voice();
  await waitFor(() => expect(opening.openPlayable).toHaveBeenCalled());
  return { ...opened, go: () => go() };
}

test('what was set while it was opened holds when it is', async () => {
  const { user, go } = await standing();
  await user.click(screen.getByRole('button', { name: 'Sound off' }));
  await user.selectOptions(screen.getByLabelText('Speed'), '1.5 ×');
  go();
  await screen.findByText('0:00 of 3:20');
  expect(playback.setVolume).toHaveBeenLastCalledWith(0);
  expect(playback.setSpeed).toHaveBeenLastCalledWith(1.5);
});

test('what failed while it was opened is closed, and stays refused', async () => {
  const { go } = await standing();
  heard.failed(null);
  go();
  await waitFor(() => expect(closed).toHaveBeenCalledTimes(1));
  expect(screen.getByText(/It is damaged, was never finished/)).toBeInTheDocument();
});
