import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { consumerProgram } from './consumer-program.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the package @palimpsest/sdk', () => {
  let server: TestServer;
  let folder: string;
  let project: string;

  beforeAll(async () => {
    server = await startTestServer();
    folder = await mkdtemp(join(tmpdir(), 'palimpsest-sdk-'));
    project = join(folder, 'project');
    await mkdir(project);
    await run('npm', ['pack', '--pack-destination', folder], { cwd: join(root, 'sdk') });
    const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball!)], { cwd: project });
    await writeFile(join(project, 'main.ts'), consumerProgram);
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('brings its types and its code, and nothing else', async () => {
    expect(await readdir(join(project, 'node_modules', '@palimpsest'))).toEqual(['sdk']);
    const packages = (await readdir(join(project, 'node_modules'))).filter((name) => !name.startsWith('.'));
    expect(packages).toEqual(['@palimpsest']);
    const files = await readdir(join(project, 'node_modules', '@palimpsest', 'sdk'));
    expect(files.toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('type-checks a program in an empty project and runs it against a live server', async () => {
    const options = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck', 'false', 'main.ts'];
    await run(join(root, 'node_modules', '.bin', 'tsc'), options, { cwd: project });
    const { tokens } = server.organization;
    const { stdout } = await run(process.execPath, ['main.js', `${server.url}/graphql`, tokens.EDITOR], {
      cwd: project,
    });
    expect(JSON.parse(stdout)).toEqual({
      name: 'packed',
      status: 'PUBLISHED',
      bodies: ['DRAFT', 'PUBLISHED'],
      titles: ['Packed'],
      yours: 'ARCHIVED',
      kept: ['No slug', 'object'],
    });
  });

  /** What a bundler makes of a program: its text and its size on the wire, in bytes. */
  async function bundled(code: string): Promise<{ text: string; size: number }> {
    const input = join(project, 'bundled.mjs');
    await writeFile(input, code);
    const bundle = await rolldown({ input });
    const { output } = await bundle.generate({ format: 'esm', minify: true });
    const text = output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('');
    return { text, size: gzipSync(text).length };
  }

  it('brings into a bundle only what a program uses', async () => {
    const guard = await bundled("export { isConflict, PalimpsestError } from '@palimpsest/sdk';");
    expect(guard.size).toBeLessThan(600);
    const one = await bundled("export { createDocumentClient, PostDocument } from '@palimpsest/sdk';");
    expect(one.text.match(/\b(?:query|mutation) \w+/g)).toEqual(['query Post']);
    expect(one.size).toBeLessThan(3200);
    const all = await bundled("export { createClient } from '@palimpsest/sdk';");
    expect(all.text).toContain('mutation RestoreComment');
    expect(all.size).toBeLessThan(9000);
  });
});
