#!/usr/bin/env node
import { Ending } from './cli/ending.js';
import { requireNode } from './cli/require-node.js';

requireNode();
const ending = new Ending();
// Only now: an old Node could not even read the rest.
const { reportFailure } = await import('./cli/report-failure.js');
await reportFailure(async () => {
  const { serve } = await import('./cli/serve.js');
  await serve(ending);
});
