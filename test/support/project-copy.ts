import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** All but the tests, the examples and the documentation, with what has been built of it: only what changes is built anew. */
const copied = [
  'dist',
  'src',
  'migrations',
  'sdk',
  'console',
  'bench',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'codegen.ts',
  'copy-sql.mjs',
  'vitest.config.ts',
  'schema.graphql',
];

/** A copy of the project's sources, to be changed as a developer changes them. */
export class ProjectCopy {
  private constructor(readonly folder: string) {}

  static async make(): Promise<ProjectCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'palimpsest-project-'));
    for (const path of copied) await cp(path, join(folder, path), { recursive: true });
    await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    return new ProjectCopy(folder);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Writes a file, and the folders it stands in. */
  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), text);
  }

  /** Removes a file or folder that is there, and what was built of it. */
  async remove(path: string): Promise<void> {
    await rm(join(this.folder, path), { recursive: true });
    await rm(join(this.folder, 'dist', path), { recursive: true, force: true });
  }

  /**
   * Writes the migration that the entities need.
   *
   * @returns its path
   */
  async makeMigration(name: string, ...options: string[]): Promise<string> {
    const printed = await this.npm('run', 'migration', '--', '--name', name, ...options);
    const [path] = /migrations\/Migration\d+_\w+\.ts/.exec(printed) ?? [];
    if (path === undefined) throw new Error(`No migration was written:\n${printed}`);
    return path;
  }

  /**
   * Runs npm in it.
   *
   * @returns what was printed
   * @throws Error with all that was printed where it fails
   */
  npm(...args: string[]): Promise<string> {
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, HOME, NODE_COMPILE_CACHE, DATA_DIR: join(this.folder, '.data') };
    return promisify(execFile)('npm', args, { cwd: this.folder, env }).then(
      ({ stdout }) => stdout,
      ({ message, stdout }: Error & { stdout: string }) => Promise.reject(new Error(`${message}\n${stdout}`)),
    );
  }

  /** Deletes all of it. */
  async delete(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
