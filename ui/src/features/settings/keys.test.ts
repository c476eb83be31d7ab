import { expect, test } from 'vitest';
import { keysOf } from './keys';

const pressed = (code: string, ...held: string[]) =>
  keysOf({ code, ctrlKey: held.includes('c'), altKey: held.includes('a'), shiftKey: held.includes('s'), metaKey: held.includes('m') });

test('keys are named as the shell reads them', () => {
  expect(pressed('KeyK', 'c', 'a')).toBe('Ctrl+Alt+K');
  expect(pressed('Digit2', 'm')).toBe('Super+2');
  expect(pressed('F9', 'a')).toBe('Alt+F9');
});

test('no plain letter is taken, nor the Shift that ends a set, nor a key alone', () => {
  expect(pressed('KeyK')).toBeNull();
  expect(pressed('KeyK', 'c', 's')).toBeNull();
  expect(pressed('ControlLeft', 'c')).toBeNull();
  expect(pressed('ArrowUp', 'c', 'a')).toBeNull();
});
