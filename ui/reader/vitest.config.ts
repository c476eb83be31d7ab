import { defineConfig } from 'vitest/config';

// The reader's tests open archives, not pages: they need no window.
export default defineConfig({ test: { environment: 'node', include: ['reader/tests/**/*.test.ts'], testTimeout: 180_000 } });
