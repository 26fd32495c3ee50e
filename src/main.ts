#!/usr/bin/env node
import { Shutdown } from './cli/shutdown.js';
import { requireNode } from './cli/require-node.js';

requireNode();
const shutdown = new Shutdown();
// Only now: an old Node could not even read the rest.
const { reportFailure } = await import('./cli/report-failure.js');
await reportFailure(async () => {
  const { runServe } = await import('./cli/run-serve.js');
  await runServe(shutdown);
});
