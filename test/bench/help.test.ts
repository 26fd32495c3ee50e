import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const measurements = Object.entries(scripts).flatMap(([name, script]): [string, string][] => {
  const [, file] = /(dist\/bench\/[\w-]+\.js)$/.exec(script) ?? [];
  return file === undefined ? [] : [[name, file]];
});
// Longer than help takes, and shorter than a measurement.
const options = { timeout: 120_000 };

describe('What is run by hand', () => {
  it.each(measurements)('explains itself: npm run %s', { tags: ['slow'] }, async (name, file) => {
    const { stdout } = await promisify(execFile)(process.execPath, [file, '--help'], options);
    expect(stdout).toMatch(new RegExp(`^npm run ${name}\\b`));
  });

  it.each([
    ['stops', 'often', 'times must be a whole number from 1 to 999999999.'],
    ['interleave', '0', 'schedules must be a whole number from 1 to 999999999.'],
    ['past', '--versions=1e6', '--versions must be a whole number from 1 to 999999999.'],
  ])('says what does not fit: npm run %s -- %s', { tags: ['slow'] }, async (name, argument, sentence) => {
    const run = promisify(execFile)(process.execPath, [`dist/bench/${name}.js`, argument], options);
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${sentence}\n\nnpm run ${name}`),
    });
  });
});
