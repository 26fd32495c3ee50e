/** One message of a client to PostgreSQL. */
export interface FrontendMessage {
  /** `Q` a simple query, `P` parse, `B` bind, `E` execute, `S` sync, ...; undefined for what opens a connection. */
  readonly type: string | undefined;
  readonly bytes: Buffer;
  /** The SQL of a statement that was prepared by an earlier message than the one before, and is to be run now. */
  readonly prepared?: string;
}

const typeLength = 1;
const lengthLength = 4;
const sslRequest = 80_877_103;

/**
 * Cuts the bytes of a client into messages: https://www.postgresql.org/docs/current/protocol-message-formats.html.
 * What opens a connection has no type, everything after it has.
 */
export class FrontendMessages {
  #rest: Buffer = Buffer.alloc(0);
  #opened = false;
  readonly #prepared = new Map<string, string>();
  #parsed: string | undefined;

  /** The messages that are complete with these bytes. */
  push(bytes: Buffer): FrontendMessage[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const messages: FrontendMessage[] = [];
    for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): FrontendMessage | undefined {
    const offset = this.#opened ? typeLength : 0;
    if (this.#rest.length < offset + lengthLength) return undefined;
    const length = offset + this.#rest.readUInt32BE(offset);
    if (this.#rest.length < length) return undefined;
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    if (this.#opened) return this.#read({ type: String.fromCharCode(bytes[0]!), bytes });
    this.#opened = bytes.readUInt32BE(lengthLength) !== sslRequest;
    return { type: undefined, bytes };
  }

  /** A parse message begins with the name of the statement, a bind message with that of the portal. */
  #read(message: FrontendMessage): FrontendMessage {
    const [first, second] = message.bytes.toString('utf8', typeLength + lengthLength).split('\0', 2) as [
      string,
      string,
    ];
    const parsed = this.#parsed;
    this.#parsed = message.type === 'P' ? first : undefined;
    if (message.type === 'P') this.#prepared.set(first, second);
    const prepared = message.type === 'B' && second !== parsed ? this.#prepared.get(second) : undefined;
    return prepared === undefined ? message : { ...message, prepared };
  }
}

/** The SQL of a message that has some. */
export function sqlOf({ type, bytes }: FrontendMessage): string | undefined {
  if (type !== 'Q' && type !== 'P') return undefined;
  // A parse message begins with the name of the statement.
  const start = type === 'P' ? bytes.indexOf(0, typeLength + lengthLength) + 1 : typeLength + lengthLength;
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}
