import { expect, it } from 'vitest';
import { runProgram } from '../support/run-program.js';

const pretend = (version: string) =>
  `--import data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;

it.each(['main.js', 'cli/main.js'])(
  '%s says in one sentence that Node is too old, before it reads anything else',
  async (file) => {
    // What is imported first fails on an old Node, or on a setting.
    const settings = { NODE_OPTIONS: pretend('20.20.2'), DATABASE_URL: 'foo' };
    expect(await runProgram(file, ['serve'], settings)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'This is Node 20.20.2; Palimpsest needs 22.17 or later. In the repository npm scripts bring it: npm start.\n',
    });
  },
);

it.each(['22.17.0', '24.0.0'])('Node %s is new enough', async (version) => {
  const { stderr } = await runProgram('main.js', [], { NODE_OPTIONS: pretend(version), DATABASE_URL: 'foo' });
  expect(stderr).toBe('DATABASE_URL must look like postgresql://user:password@host:5432/database.\n');
});
