import { describe, expect, it } from 'vitest';
import type { AddEvent, ItemReceipt, ItemView } from '../../ipc/types';
import { cardChanges, cardLooked, EMPTY_CARD, momentIn, setChanges } from './facts';
import { duplicateWords, isComplete, NO_TALLY, outcomeWords, tallied } from './tally';

const receipt = (item: number, duplicate_of: number | null = null): ItemReceipt => ({
  item, sha256: 'ab'.repeat(32), bytes: 10, media_type: 'image/png', recorded: '2026-04-22T11:02:31.000Z', duplicate_of, noted: false,
});
const added = (item: number, of: number | null = null): AddEvent => ({ kind: 'added', name: `${item}.png`, receipt: receipt(item, of) });
const failed: AddEvent = { kind: 'failed', name: 'voicemail.amr', problem: { code: 'bad_file', message: 'It is empty.', hint: 'Save it again.' } };
const tally = (...events: AddEvent[]) => events.reduce(tallied, NO_TALLY);

describe('what came of adding', () => {
  it('is said with what is safe', () => {
    const twelve = Array.from({ length: 12 }, (_, n) => added(n + 1));
    expect(outcomeWords(tally(...twelve, failed, failed))).toEqual({ title: '2 of 14 files were not added', text: 'The other 12 are saved.' });
    expect(outcomeWords(tally(added(1), failed))).toEqual({ title: '1 of 2 files was not added', text: 'The other one is saved.' });
    expect(outcomeWords(tally(failed)).title).toBe('The file was not added');
    expect(outcomeWords(tally(added(12, 12)))).toEqual({ title: 'These bytes are already item 0012', text: 'It is not kept twice.' });
    expect(outcomeWords(tally(added(1, 1), added(2, 2))).title).toBe('All 2 files are here already');
    expect(outcomeWords(tally(added(1), added(2))).title).toBe('2 files added');
    expect(duplicateWords(receipt(3, 7))).toBe('These bytes are already item 0007');
  });

  it('is complete when every announced file is done with', () => {
    const progress: AddEvent = { kind: 'progress', progress: { files_done: 0, files: 2, bytes_done: 0, bytes: 0, current: '' } };
    expect(isComplete(tally(progress, added(1)))).toBe(false);
    expect(isComplete(tally(progress, added(1), failed))).toBe(true);
    expect(isComplete(tally(added(1)))).toBe(false);
  });
});

describe('the card', () => {
  const captured = { could_not: [] };
  const item = { description: null, from: null, source: { platform: 'Instagram' }, captured } as unknown as ItemView;
  const card = { ...EMPTY_CARD, platform: 'Instagram' };

  it('adds nothing where nothing is written', () => {
    expect(cardChanges(card, item, null)).toBeNull();
    expect(cardChanges({ ...card, what: '  ', couldNot: { thread: ' ' } }, item, null)).toBeNull();
  });

  it('keeps what the source says already', () => {
    const written = { ...card, what: 'Six messages', handle: 'stairs_and_sunday', shown: 'Tue 21 April 2026, 21:06' };
    expect(cardChanges(written, item, null)).toEqual({
      description: 'Six messages', source: { platform: 'Instagram', handle: 'stairs_and_sunday', shown: 'Tue 21 April 2026, 21:06' },
    });
  });

  it('keeps how much was captured, and why not more', () => {
    const written = { ...card, thread: 'partly' as const, replies: 'none' as const, couldNot: { address: 'The app shows none' } };
    expect(cardChanges(written, item, null)).toEqual({
      captured: { thread: 'partly', replies: 'none', could_not: [{ what: 'address', why: 'The app shows none' }] },
    });
  });

  it('gives the other shots of a set what holds for the thread, and not what one shot shows', () => {
    const other = { ...item, description: 'The second shot', source: { shown: 'Sunday' } } as unknown as ItemView;
    const written = { ...card, what: 'The first shot', shown: 'Saturday', handle: 'someone', thread: 'yes' as const };
    expect(setChanges(written, other)).toEqual({
      source: { platform: 'Instagram', shown: 'Sunday', handle: 'someone' }, captured: { thread: 'yes', could_not: [] },
    });
  });

  it('finds a moment in what the thing shows', () => {
    expect(momentIn('Tue 21 April 2026, 21:06', '2026-04-22')).toBe('2026-04-21T21:06');
    expect(momentIn('21 April at 9pm', '2026-04-22')).toBe('2026-04-21T21:00');
    expect(momentIn('21/4/2026', '2026-04-22')).toBe('2026-04-21');
    expect(momentIn('three hours ago', '2026-04-22')).toBeNull();
  });

  it('counts what others will look for', () => {
    const states = (fields: Partial<typeof EMPTY_CARD>) => cardLooked({ ...EMPTY_CARD, ...fields }).map((one) => one.there);
    expect(states({})).toEqual(['no', 'no', 'no', 'no', 'no', 'no']);
    expect(states({ handle: 'a', address: 'b', thread: 'partly', replies: 'no', stillThere: 'removed' })).toEqual(['yes', 'yes', 'no', 'partly', 'no', 'yes']);
    expect(states({ couldNot: { thread: 'It is too long', handle: 'x' }, handle: 'a' })).toEqual(['no', 'yes', 'no', 'could_not', 'no', 'no']);
  });
});
