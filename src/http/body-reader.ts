import type { Readable } from 'node:stream';
import { UnreadableRequest } from './unreadable-request.js';

/**
 * Reads a request's body up to a limit. What is beyond it is left in the stream.
 *
 * @param most in bytes
 * @param refusal what to say of a larger one
 * @throws UnreadableRequest 413 for one that is larger, 400 for one that breaks off
 */
export async function readBody(stream: Readable, most: number, refusal: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new UnreadableRequest(400, 'The request body broke off.', { cause: error });
  }
  if (size > most) throw new UnreadableRequest(413, refusal);
  return Buffer.concat(chunks, size);
}

/** A number of bytes in words. */
export function inWords(bytes: number): string {
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${Math.floor(size * 10) / 10} ${unit}`;
}
