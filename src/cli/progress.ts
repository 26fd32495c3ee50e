const width = 30;

/**
 * Draws a progress bar over the last one, on a terminal only.
 *
 * @param share done, from 0 to 1
 */
export function showProgress(share: number, label: string): void {
  if (!process.stderr.isTTY) return;
  const filled = Math.round(share * width);
  const bar = '#'.repeat(filled) + '.'.repeat(width - filled);
  process.stderr.write(
    `\r[${bar}] ${Math.floor(share * 100)}% ${label.slice(0, 40).padEnd(40)}${share === 1 ? '\n' : ''}`,
  );
}
