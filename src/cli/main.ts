#!/usr/bin/env node
import { requireNode } from './require-node.js';

requireNode();
// Only now: an old Node could not even read the rest.
const { reportFailure } = await import('./report-failure.js');
await reportFailure(async () => {
  const { program } = await import('./program.js');
  await program.parseAsync();
});
