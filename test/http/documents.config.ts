import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';
import { project } from '../../vitest.config.js';

const include = ['test/http/planned-query.test.ts', 'test/http/execution/prepared-query.test.ts'];
const { test, ...documents } = project('documents', include, true);

/** For `npm run documents`: twenty times as many documents as in the suite, others each time, and what is in them. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    disableConsoleIntercept: true,
    testNamePattern: 'whatever',
    tags: [{ name: 'slow' }],
    projects: [
      {
        ...documents,
        test: { ...test, testTimeout: 60 * 60_000, provide: { documents: { count: 20_000, seed: randomInt(1e9) } } },
      },
    ],
  },
});
