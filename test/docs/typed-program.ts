import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environment, root } from './program.js';

const run = promisify(execFile);
const compiler = join(root, 'node_modules', '.bin', 'tsc');

/**
 * Compiles a program against the SDK, in a project where the package is installed, and runs it.
 *
 * @param settings its environment
 * @returns what it printed
 * @throws Error with what the compiler said, or the program, when it fails
 */
export async function runTypedProgram(program: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'palimpsest-docs-'));
  try {
    const sdk = join(project, 'node_modules', '@palimpsest', 'sdk');
    await mkdir(sdk, { recursive: true });
    await cp(join(root, 'sdk', 'package.json'), join(sdk, 'package.json'));
    await compile(join(root, 'sdk'), ['-p', 'tsconfig.json', '--outDir', join(sdk, 'dist')]);
    await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
    await writeFile(join(project, 'main.ts'), program);
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    await compile(project, ['--strict', '--target', 'es2023', '--module', 'nodenext', ...types, 'main.ts']);
    const { stdout } = await run(process.execPath, ['main.js'], { cwd: project, env: environment(settings) });
    return stdout;
  } finally {
    await rm(project, { recursive: true });
  }
}

async function compile(cwd: string, options: string[]): Promise<void> {
  await run(compiler, options, { cwd }).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`The compiler says:\n${stdout}`);
  });
}
