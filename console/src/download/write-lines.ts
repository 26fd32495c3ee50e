import type { FileSink } from './file-sink.js';

/** In characters: what is gathered before it is written. */
const chunk = 256 * 1024;

/**
 * Writes lines into a file as they come, so that no more of them is held than a chunk. What fails, or is ended by the
 * source, leaves no file.
 *
 * @param told is told after each item how many have come
 */
export async function writeLines<T>(
  file: FileSink,
  head: string,
  items: AsyncIterable<T>,
  line: (item: T) => string,
  told: (count: number) => void,
): Promise<void> {
  try {
    let gathered = head;
    let count = 0;
    for await (const item of items) {
      gathered += line(item);
      told(++count);
      if (gathered.length < chunk) continue;
      await file.write(gathered);
      gathered = '';
    }
    if (gathered !== '') await file.write(gathered);
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.close();
}
