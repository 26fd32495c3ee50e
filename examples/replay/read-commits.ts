import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Commit, parseCommit } from './commit.js';

/** A revisions file that cannot be read. The message is one sentence. */
export class RevisionsError extends Error {
  override readonly name = 'RevisionsError';
}

/**
 * Reads a revisions file: a commit a line, oldest first; compressed with Brotli where its name ends in `.br`.
 *
 * @throws RevisionsError for a file that cannot be read, and for the first line that is no commit
 */
export async function* readCommits(path: string): AsyncGenerator<Commit, void, undefined> {
  let line = 0;
  try {
    for await (const text of linesOf(openText(path))) {
      line += 1;
      if (text !== '') yield parseCommit(text);
    }
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new RevisionsError(`Line ${line} of ${path} is no commit: ${error.message}.`);
    if (error instanceof Error && 'code' in error)
      throw new RevisionsError(`${path} cannot be read: ${error.message}.`);
    throw error;
  }
}

function openText(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.br')) return file;
  const text = createBrotliDecompress();
  // The failure of either destroys the other, and so reaches whoever reads.
  pipeline(file, text).catch((error: unknown) => text.destroy(error as Error));
  return text;
}

/** Splits at line feeds alone: readline also does at U+2028 and U+2029, which JSON may hold as they are. */
async function* linesOf(text: Readable): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of text.setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}
