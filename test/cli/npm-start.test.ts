import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { locateRunning } from '../../src/database/embedded-postgres.js';
import { eventually } from '../support/eventually.js';
import { temporaryFolder } from '../support/temporary-folder.js';

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
  'schema.graphql',
];

/** The project as it is right after `git clean`, in a folder of its own: others are using what is built here. */
async function cleanCheckout(): Promise<string> {
  const folder = join(await temporaryFolder(), 'project');
  await mkdir(folder);
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  '`npm start` builds what the sources say and runs that; %s to npm alone ends it all',
  async (signal) => {
    const project = await cleanCheckout();
    const greeting = join(project, 'src', 'cli', 'greeting.ts');
    await writeFile(greeting, (await readFile(greeting, 'utf8')).replace('Ctrl-C stops it.', 'Built just now.'));
    const npm = spawn('npm', ['start'], {
      cwd: project,
      env: { ...process.env, DATA_DIR: join(project, '.data'), PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void npm.kill('SIGKILL'));
    const exited = once(npm, 'exit');
    let output = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    await eventually(() => expect(output).toContain('Built just now.'));
    npm.kill(signal);
    expect(await exited).toEqual([0, null]);
    expect(await locateRunning(join(project, '.data'))).toBeUndefined();
  },
);
