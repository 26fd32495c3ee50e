import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The environment of a program: its settings, and none of whoever runs the tests. */
export function environment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE, ...settings };
}

/** A compiled program of the project, running as users run it. */
export class Program {
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  #output = '';
  #log = '';

  /**
   * Starts it.
   *
   * @param file below the folder: `dist/src/main.js`
   * @param folder of the project or a copy of it
   */
  constructor(
    file: string,
    args: readonly string[],
    settings: Readonly<Record<string, string>>,
    folder: string = root,
  ) {
    if (!existsSync(`${folder}/${file}`)) throw new Error(`${file} is not there; run npm run build first.`);
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    this.#process = spawn(process.execPath, [file, ...args], {
      cwd: folder,
      env: environment(settings),
      stdio: [...stdio],
    });
    this.#closed = once(this.#process, 'close');
    this.#process.stdout!.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#log += text));
  }

  /** What it has printed on standard output. */
  get output(): string {
    return this.#output;
  }

  /** What it has written on standard error. */
  get log(): string {
    return this.#log;
  }

  /** Waits until it has written something that matches, on either output; fails when it ends without. */
  async written(pattern: RegExp): Promise<void> {
    const { stdout, stderr } = this.#process;
    const isWritten = () => pattern.test(this.#output) || pattern.test(this.#log);
    for (let closed = false; !isWritten();) {
      if (closed) throw new Error(`It ended without writing ${String(pattern)}:\n${this.#output}${this.#log}`);
      const more = Promise.race([once(stdout!, 'data'), once(stderr!, 'data')]);
      closed = await Promise.race([more.then(() => false), this.#closed.then(() => true)]);
    }
  }

  /** Ends it as an operating system does, and gives its exit code. */
  async end(): Promise<number | null> {
    this.#process.kill('SIGTERM');
    await this.#closed;
    return this.#process.exitCode;
  }
}
