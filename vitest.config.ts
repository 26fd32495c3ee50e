import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql is published twice (CommonJS and ESM); without one answer for all, "from another module or realm".
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: ['test/support/setup.ts'],
    // Bounds for what hangs, wide enough for a machine several times slower than the one the suite is made on.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
  },
});
