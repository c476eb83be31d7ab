import { expect, test } from 'vitest';
import { at, broken } from './arrows.mjs';

test.each([
  ['shared/a.ts', "import { invoke } from '@tauri-apps/api/core';"],
  ['shared/a.ts', "import Row from '../features/cases/Row.svelte';"],
  ['features/cases/a.ts', "import x from '../handover/x';"],
  ['features/cases/a.ts', "import x from '../../screens/x.svelte';"],
  ['features/cases/a.ts', "import { tauri } from '../../ipc/tauri';"],
  ['features/cases/a.svelte', '<p style="color:red">x</p>'],
  ['features/cases/a.svelte', '{@html text}'],
  ['screens/a.svelte', "<script>localStorage.setItem('a', 'b')</script>"],
  ['App.svelte', '<script>document.title = name;</script>'],
])('%s may not hold %s', (path, text) => {
  expect(broken(at(path), text)).toHaveLength(1);
});

test('what is allowed is not reported', () => {
  expect(broken(at('features/cases/a.ts'), "import { backend } from '../../ipc';\nimport x from './x';\nimport y from '../../shared/y';")).toEqual([]);
  expect(broken(at('ipc/tauri.ts'), "import { invoke } from '@tauri-apps/api/core';")).toEqual([]);
});
