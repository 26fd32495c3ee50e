import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program of the built project, running. */
export interface Program {
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string };
  /** Resolves with its exit code when it ends. */
  readonly exited: Promise<number | null>;
  /** Ends it, unless it has ended, and gives its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts a compiled file of the project with these settings and no others.
 *
 * @param file below dist/src, such as cli/main.js
 */
export function startProgram(file: string, args: readonly string[], settings: Record<string, string>): Program {
  const child = spawn(process.execPath, [`dist/src/${file}`, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const end = (signal?: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return { output, exited, end };
}

/** Runs a compiled file of the project to its end. */
export async function runProgram(file: string, args: readonly string[], settings: Record<string, string>) {
  const { output, exited } = startProgram(file, args, settings);
  return { code: await exited, ...output };
}
