/** Writes a line to standard output, where a command's answer goes; all else goes to standard error. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
