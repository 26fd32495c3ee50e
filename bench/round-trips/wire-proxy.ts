import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type FrontendMessage, FrontendMessages } from './frontend-messages.js';

/** One connection through the proxy. */
export interface Link {
  /** Towards the client; destroyed, the client sees its connection break. */
  readonly client: Socket;
  /** Towards PostgreSQL. */
  readonly server: Socket;
}

/** Sees each message of a client before PostgreSQL does. Returns true where it takes care of the message itself. */
export type Watch = (message: FrontendMessage, link: Link) => boolean | void;

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Stands between a client and PostgreSQL, unencrypted: hands on everything, and shows what goes over the wire. */
export class WireProxy {
  readonly #links = new Set<Link>();

  private constructor(
    private readonly listener: Server,
    /** Like the URL it was made with, but through the proxy. */
    readonly url: string,
  ) {}

  /** @param url of PostgreSQL, by TCP */
  static async start(url: string, watch: Watch, onReady: (link: Link) => void = () => undefined): Promise<WireProxy> {
    const target = new URL(url);
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const through = new URL(url);
    through.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
    const proxy = new WireProxy(listener, through.href);
    listener.on('connection', (client) => {
      const server = connect(Number(target.port || 5432), target.hostname);
      proxy.#connect({ client, server }, watch, onReady);
    });
    return proxy;
  }

  /** Takes no more connections; those there are go on. */
  refuseMore(): void {
    this.listener.close();
  }

  /** Breaks all connections and takes no more. */
  async stop(): Promise<void> {
    this.listener.close();
    for (const { client, server } of this.#links) {
      client.destroy();
      server.destroy();
    }
    await once(this.listener, 'close');
  }

  #connect(link: Link, watch: Watch, onReady: (link: Link) => void): void {
    const { client, server } = link;
    const messages = new FrontendMessages();
    this.#links.add(link);
    // As it is between server and PostgreSQL: else what is sent in parts waits for acknowledgements.
    client.setNoDelay();
    server.setNoDelay();
    client.on('data', (bytes: Buffer) => {
      for (const message of messages.push(bytes)) {
        // What a connection that was broken has sent does not come through.
        if (watch(message, link) !== true && !client.destroyed) server.write(message.bytes);
      }
    });
    server.on('data', (bytes: Buffer) => {
      if (client.writable) client.write(bytes);
      // PostgreSQL sends what it has when it waits, so this ends what it sends.
      if (bytes.subarray(-6, -1).equals(readyForQuery)) onReady(link);
    });
    client.on('close', () => server.end());
    server.on('close', () => client.destroy());
    // A connection that breaks is closed right after, and that is what counts here.
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  }
}
