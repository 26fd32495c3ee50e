import { blobFile } from './blob-file.js';
import type { FileSink } from './file-sink.js';

/** The part of the File System Access API that is used, where a browser has it: https://wicg.github.io/file-system-access/. */
interface FilePicker {
  readonly showSaveFilePicker?: (options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }) => Promise<FileSystemFileHandle>;
}

/**
 * Opens a file for writing: one that the person chooses, written as it comes, where the browser can; else one that is
 * gathered by the browser, and goes where downloads go.
 *
 * @returns null where the person has chosen none
 */
export async function openFile(name: string, mediaType: string): Promise<FileSink | null> {
  const { showSaveFilePicker } = globalThis as FilePicker;
  if (!showSaveFilePicker) return blobFile(name, mediaType);
  const types = [{ accept: { [mediaType]: [name.slice(name.lastIndexOf('.'))] } }];
  try {
    const handle = await showSaveFilePicker({ suggestedName: name, types });
    const file = await handle.createWritable();
    return { write: (text) => file.write(text), close: () => file.close(), discard: () => file.abort() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
