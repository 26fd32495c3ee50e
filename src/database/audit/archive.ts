import { randomBytes } from 'node:crypto';
import { access, type FileHandle, link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from '../errors/startup-error.js';

/**
 * A new file of lines that is there as a whole or not at all: written beside its place under another name, and put
 * there once it is on the disk.
 */
export class Archive {
  private constructor(
    private readonly file: string,
    private readonly passing: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws {StartupError} where the file exists or cannot be written, as all methods do */
  static async create(file: string): Promise<Archive> {
    return guarded(file, async () => {
      if (await exists(file)) {
        throw taken(file);
      }
      const passing = `${file}.${randomBytes(4).toString('hex')}.partial`;
      // It holds the entries of all tenants.
      return new Archive(file, passing, await open(passing, 'wx', 0o600));
    });
  }

  /** @returns how many lines were written */
  async write(batches: AsyncIterable<readonly string[]>): Promise<number> {
    let written = 0;
    for await (const lines of batches) {
      await guarded(this.file, () => this.handle.appendFile(lines.map((line) => `${line}\n`).join('')));
      written += lines.length;
    }
    return written;
  }

  /** Returns once all that was written is on the disk. */
  async sync(): Promise<void> {
    await guarded(this.file, () => this.handle.sync());
  }

  /** Puts the file in its place, where nothing may be by now. */
  async publish(): Promise<void> {
    await guarded(this.file, async () => {
      // Unlike renaming, this never replaces a file.
      await link(this.passing, this.file);
      const folder = await open(dirname(this.file));
      await folder.sync().finally(() => folder.close());
    });
  }

  /** Leaves nothing but the published file. */
  async close(): Promise<void> {
    await this.handle.close();
    await unlink(this.passing);
  }
}

async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StartupError) {
      throw error;
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw code === 'EEXIST'
      ? taken(file)
      : new StartupError(`The archive ${file} cannot be written (${code}); nothing was dropped.`, { cause: error });
  }
}

function taken(file: string): StartupError {
  return new StartupError(`The archive ${file} exists; name a new file.`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
