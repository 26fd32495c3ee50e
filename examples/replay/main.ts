import { PalimpsestError } from '../../sdk/src/index.js';
import { readOptions, usage, UsageError } from './options.js';
import { RevisionsError } from './read-commits.js';
import { CommitRefused, run } from './run.js';

/** Failures that one sentence explains; all others are faults of the program and keep their stack. */
const explained = [UsageError, RevisionsError, CommitRefused, PalimpsestError];

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else process.exitCode = (await run(options, (line) => console.log(line))) === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Error) || !explained.some((kind) => error instanceof kind)) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exitCode = 2;
}
