import type { Readable } from 'node:stream';
import { UnreadableRequest } from './unreadable-request.js';

/**
 * Reads a request's body up to a limit. What is beyond it is left in the stream.
 *
 * @param most in bytes
 * @param refusal what to say of a larger one
 * @throws UnreadableRequest 413 for one that is larger, 400 for one that breaks off
 */
export function readBody(stream: Readable, most: number, refusal: string): Promise<Buffer> {
  // Of what is over already nothing is heard any more.
  if (stream.destroyed) return Promise.reject(brokenOff());
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) return void chunks.push(chunk);
    leave();
    stream.pause();
    reject(new UnreadableRequest(413, refusal));
  };
  const end = () => {
    leave();
    resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
  };
  const breakOff = (cause?: Error) => {
    leave();
    reject(brokenOff(cause));
  };
  const leave = () => stream.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
  stream.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff);
  return promise;
}

function brokenOff(cause?: Error): UnreadableRequest {
  return new UnreadableRequest(400, 'The request body broke off.', { cause });
}

/** A number of bytes in words. */
export function inWords(bytes: number): string {
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${Math.floor(size * 10) / 10} ${unit}`;
}
