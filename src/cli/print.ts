/** Nobody reads standard output any more, as after `| head -1`: whatever is said further is for nobody. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

let isClosed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') isClosed = true;
  // What is written after that is refused in other words.
  if (!isClosed) throw error;
});

/**
 * Writes a line to standard output, where a command's answer goes; all else goes to standard error.
 *
 * @throws OutputClosed where nobody reads it any more
 */
export function print(line: string): void {
  if (isClosed) throw new OutputClosed('Standard output is closed.');
  process.stdout.write(`${line}\n`);
}
