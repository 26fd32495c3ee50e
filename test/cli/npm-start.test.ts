import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { locateRunning } from '../../src/database/embedded/embedded-postgres.js';
import { eventually } from '../support/eventually.js';

const root = join(import.meta.dirname, '..', '..');
const parts = [
  'src',
  'migrations',
  'sdk',
  'console',
  'bench',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'copy-sql.mjs',
  'schema.graphql',
];

let project: string;

/** The project as it is right after `git clean`, in a folder of its own: others are using what is built here. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'palimpsest-start-'));
  for (const part of parts) await cp(join(root, part), join(project, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
});
afterAll(() => rm(project, { recursive: true }));

// The second begins with what the first has built and stored.
it.each(['SIGINT', 'SIGTERM'] as const)(
  '`npm start` builds what the sources say and runs that; %s to npm alone ends it all',
  async (signal) => {
    const greeting = join(project, 'src', 'cli', 'greeting.ts');
    const said = `Built just now, for ${signal}.`;
    const changed = (await readFile(greeting, 'utf8')).replace(/Ctrl-C stops it\.|Built just now, for SIGINT\./, said);
    await writeFile(greeting, changed);
    const npm = spawn('npm', ['start'], {
      cwd: project,
      env: { ...process.env, DATA_DIR: join(project, '.data'), PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void npm.kill('SIGKILL'));
    const exited = once(npm, 'exit');
    let output = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    await eventually(() => expect(output).toContain(said));
    npm.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(await locateRunning(join(project, '.data'))).toBeUndefined();
  },
);
