import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The command of a browser that this machine has; undefined where there is none. */
export const browserCommand = ['chromium', 'chromium-browser', 'google-chrome'].find((command) => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
});

type Reply = { id: number; result?: unknown; error?: { message: string } };

/** A page in a real browser: https://chromedevtools.github.io/devtools-protocol. */
export class BrowserPage {
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #sessionId: string | undefined;
  #lastId = 0;

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
    private readonly socket: WebSocket,
  ) {
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      this.#waiting.get(reply.id)?.(reply);
    });
  }

  static async open(url: string): Promise<BrowserPage> {
    const profile = await mkdtemp(join(tmpdir(), 'palimpsest-browser-'));
    const options = ['--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
    const process = spawn(browserCommand!, options, { stdio: ['ignore', 'ignore', 'pipe'] });
    let address: string | undefined;
    for await (const line of createInterface(process.stderr)) {
      [, address] = /DevTools listening on (\S+)/.exec(line) ?? [];
      if (address !== undefined) break;
    }
    const socket = new WebSocket(address!);
    await once(socket, 'open');
    const page = new BrowserPage(process, profile, socket);
    const { targetId } = await page.#send<{ targetId: string }>('Target.createTarget', { url });
    const attached = await page.#send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    page.#sessionId = attached.sessionId;
    return page;
  }

  /** What an expression is in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const options = { expression, returnByValue: true, awaitPromise: true };
    const { result } = await this.#send<{ result: { value: T } }>('Runtime.evaluate', options);
    return result.value;
  }

  /** Presses and releases the mouse in the middle of the element that an expression gives. */
  async click(element: string): Promise<void> {
    const { x, y } = await this.evaluate<{ x: number; y: number }>(
      `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${element}.getBoundingClientRect())`,
    );
    const at = { x, y, button: 'left', clickCount: 1 };
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) {
      await this.#send('Input.dispatchMouseEvent', { type, ...at });
    }
  }

  async close(): Promise<void> {
    this.socket.close();
    this.process.kill();
    await once(this.process, 'close');
    await rm(this.profile, { recursive: true });
  }

  async #send<T>(method: string, params: object): Promise<T> {
    const id = ++this.#lastId;
    const replied = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params, ...(this.#sessionId && { sessionId: this.#sessionId }) }));
    const { result, error } = await replied;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as T;
  }
}
