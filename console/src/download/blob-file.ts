import type { FileSink } from './file-sink.js';

/** How long a browser may take to begin with a download, in milliseconds. */
const patience = 60_000;

/** A file out of pieces that the browser keeps, on disk where they are many, until it has them all. */
export function blobFile(name: string, mediaType: string): FileSink {
  let pieces: Blob[] = [];
  return {
    write: async (text) => {
      // A blob is the browser's to keep; a string would be the page's.
      pieces.push(new Blob([text]));
    },
    close: async () => {
      const address = URL.createObjectURL(new Blob(pieces, { type: mediaType }));
      pieces = [];
      const link = document.createElement('a');
      link.href = address;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), patience);
    },
    discard: async () => {
      pieces = [];
    },
  };
}
