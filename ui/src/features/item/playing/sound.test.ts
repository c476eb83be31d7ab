import { expect, it, vi } from 'vitest';
import { Sound, type Clips } from './sound';

function sounding(clips: Clips) {
  let wake = () => {};
  const context = {
    currentTime: 5, destination: {}, createGain: () => ({ connect: vi.fn(), gain: { value: 1 } }), close: vi.fn(async () => undefined),
    resume: () => new Promise<void>((done) => (wake = done)),
  };
  const heard = { at: vi.fn(), playing: vi.fn(), waiting: vi.fn(), failed: vi.fn() };
  return { sound: new Sound(context as unknown as AudioContext, clips, 60, heard), heard, wake: () => wake() };
}

it('what is paused before it could begin does not begin', async () => {
  const clips = vi.fn(async function* () {});
  const { sound, heard, wake } = sounding(clips);
  const begun = sound.play();
  sound.pause();
  wake();
  await begun;
  expect(clips).not.toHaveBeenCalled();
  expect(heard.playing.mock.calls).toEqual([[true], [false]]);
  expect(heard.at).toHaveBeenLastCalledWith(0);
});

it('what cannot be read is told with its cause', async () => {
  const unread = { code: 'damaged', message: '', hint: '' };
  const { sound, heard, wake } = sounding(async function* () { throw unread; });
  const begun = sound.play();
  wake();
  await begun;
  await vi.waitFor(() => expect(heard.failed).toHaveBeenCalledWith(unread));
});
