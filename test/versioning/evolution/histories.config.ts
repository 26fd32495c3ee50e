import { defineConfig } from 'vitest/config';
import { project } from '../../../vitest.config.js';

/** For `npm run histories`: what takes too long for the suite. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    disableConsoleIntercept: true,
    projects: [project('histories', ['test/versioning/evolution/*.long.ts'], true)],
  },
});
