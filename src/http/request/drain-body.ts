import type { IncomingMessage } from 'node:http';

/** As much is read and thrown away of a body that is too large; past that, the connection is cut. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads the rest of a request that is refused. A client that is still sending when the connection closes sees a broken
 * connection instead of the answer.
 */
export async function drainBody(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  await new Promise<void>((resolve) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) resolve();
    });
    request
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    request.resume();
  });
}
