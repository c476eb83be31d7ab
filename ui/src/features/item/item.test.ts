import { describe, expect, it } from 'vitest';
import type { ItemView } from '../../ipc/types';
import { aboutChanges, fieldsOf, grouped, isText, itemTitle, kindWords } from './about';
import { areaBetween, firstArea, held as heldArea, keyed } from './crop';
import { boxOf, fitted, held, moved, rescaled, turned, turnedOnce, zoomed } from './zoom';

const picture = { width: 4000, height: 3000 };
const stage = { width: 800, height: 600 };

describe('the view of a picture', () => {
  it('begins with all of it, never larger than it is', () => {
    expect(fitted(picture, stage)).toEqual({ scale: 0.2, x: 0.5, y: 0.5, turn: 0 });
    expect(fitted({ width: 100, height: 50 }, stage).scale).toBe(1);
    expect(boxOf(fitted(picture, stage), picture, stage)).toEqual({ left: 0, top: 0, width: 800, height: 600 });
  });

  it('keeps the place under the pointer when it is enlarged', () => {
    const view = fitted(picture, stage);
    const about = { x: 200, y: -100 };
    const at = (v: typeof view) => [v.x + about.x / (picture.width * v.scale), v.y + about.y / (picture.height * v.scale)];
    const near = zoomed(view, 4, picture, stage, about);
    expect(near.scale).toBeCloseTo(0.8);
    expect(at(near)[0]).toBeCloseTo(at(view)[0]!);
    expect(at(near)[1]).toBeCloseTo(at(view)[1]!);
  });

  it('shows no empty stage where there is picture', () => {
    const near = zoomed(fitted(picture, stage), 2, picture, stage);
    const far = moved(near, 99_999, -99_999, picture, stage);
    const box = boxOf(far, picture, stage);
    expect(box.left).toBeCloseTo(0);
    expect(box.top + box.height).toBeCloseTo(stage.height);
    expect(held({ ...near, scale: 1e9 }, picture, stage).scale).toBe(16);
  });

  it('turns for the eye, and comes back after four', () => {
    let view = fitted(picture, stage);
    view = turnedOnce(view, picture, stage);
    expect(turned(picture, view.turn)).toEqual({ width: 3000, height: 4000 });
    expect(view.scale).toBeCloseTo(0.15);
    for (let i = 0; i < 3; i += 1) view = turnedOnce(view, picture, stage);
    expect(view).toEqual(fitted(picture, stage));
  });

  it('stays where it is when a sharper picture comes', () => {
    const small = { width: 2400, height: 1800 };
    const view = zoomed(fitted(small, stage), 2, small, stage);
    const sharp = rescaled(view, small, picture);
    const [a, b] = [boxOf(view, small, stage), boxOf(sharp, picture, stage)];
    for (const side of ['left', 'top', 'width', 'height'] as const) expect(a[side]).toBeCloseTo(b[side]);
  });
});

describe('an area', () => {
  it('stays inside the picture whatever is typed', () => {
    expect(heldArea({ x: -5, y: 9999, width: 99999, height: 0 }, picture)).toEqual({ x: 0, y: 2992, width: 4000, height: 8 });
    expect(heldArea({ x: NaN, y: 1.4, width: 10, height: Infinity }, picture)).toEqual({ x: 0, y: 1, width: 10, height: 8 });
    expect(firstArea({ width: 3, height: 3 })).toEqual({ x: 0, y: 0, width: 3, height: 3 });
  });

  it('is drawn either way, and moved and sized by keys', () => {
    expect(areaBetween({ x: 300, y: 200 }, { x: 100, y: -50 }, picture)).toEqual({ x: 100, y: 0, width: 200, height: 200 });
    const area = { x: 100, y: 100, width: 200, height: 200 };
    expect(keyed(area, 'ArrowRight', false, picture)).toEqual({ ...area, x: 140 });
    expect(keyed(area, 'ArrowUp', true, picture)).toEqual({ ...area, height: 160 });
    expect(keyed({ ...area, x: 3800 }, 'ArrowRight', true, picture)).toEqual({ ...area, x: 3800 });
    expect(keyed(area, 'a', false, picture)).toBeNull();
  });
});

describe('the facts of an item', () => {
  const item = {
    n: 5, label: '5', name: 'photo\u202egpj.exe', media_type: 'image/jpeg', description: null, kind: null, from: 'Person A', derived: null,
    source: { platform: 'Facebook', handle: 'a.person' }, occurred: null,
  } as unknown as ItemView;

  it('show a name that would mislead with its signs written out', () => {
    expect(itemTitle(item).title).toBe('photo\\u{202E}gpj.exe');
    expect(kindWords(item)).toBe('Item 0005, original');
    expect(grouped('9f2c41d0')).toBe('9f2c 41d0');
  });

  it('know which types are text', () => {
    expect(['text/plain', 'application/json', 'message/rfc822', 'application/xhtml+xml'].map(isText)).toEqual([true, true, true, true]);
    expect(['image/png', 'application/pdf', 'application/octet-stream'].map(isText)).toEqual([false, false, false]);
  });

  it('send only what changed, and the source whole', () => {
    const before = fieldsOf(item);
    expect(aboutChanges(before, before, null)).toEqual({});
    expect(aboutChanges(before, { ...before, from: '', description: 'A card' }, null)).toEqual({ from: '', description: 'A card' });
    expect(aboutChanges(before, { ...before, url: 'x.test' }, null)).toEqual({ source: { platform: 'Facebook', handle: 'a.person', url: 'x.test' } });
  });
});
