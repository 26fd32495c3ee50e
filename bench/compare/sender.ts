import { Client } from 'undici';
import { contestantOf } from './contestant.js';
import type { OperationName } from './dialect.js';
import type { Load } from './load.js';
import { isRight } from './running.js';
import { changeOf, type Input, nextInput } from './workload.js';

/** One connection, on which the next request is sent as soon as the last is answered. */
export class Sender {
  /** How long right answers took, in milliseconds. */
  readonly times: number[] = [];
  /** Why requests were refused: an error's code, or the status. */
  readonly refusals: string[] = [];
  readonly #client: Client;
  readonly #headers: Record<string, string>;

  /** @param place among all connections */
  constructor(
    private readonly load: Load,
    private readonly place: number,
  ) {
    this.#client = new Client(load.url);
    this.#headers = { 'content-type': 'application/json', authorization: `Bearer ${load.token}` };
  }

  /** @param until by `performance.now()` */
  async work(until: number): Promise<void> {
    const { workload, inputs, connections } = this.load;
    let input = inputs[this.place % inputs.length]!;
    for (let n = this.place + connections; performance.now() < until; n += connections) {
      const sent = performance.now();
      const answer = await this.#ask(workload, input);
      if (answer !== undefined) this.times.push(performance.now() - sent);
      if (input.changes.length === 0) input = inputs[n % inputs.length]!;
      else input = answer === undefined ? await this.#asItIs(input, until) : nextInput(input);
    }
    await this.#client.close();
  }

  /** Undefined where it was refused. */
  async #ask(operation: OperationName, input: Input): Promise<string | undefined> {
    const { path, body } = contestantOf(this.load.contestant).dialect.ask(operation, input);
    const response = await this.#client.request({ method: 'POST', path, headers: this.#headers, body });
    const text = await response.body.text();
    if (isRight(response.statusCode, text)) return text;
    this.refusals.push(/"code":"(\w+)"/.exec(text)?.[1] ?? String(response.statusCode));
    return undefined;
  }

  /** Whether a refused change was made, its answer does not always tell: the posts do. */
  async #asItIs(input: Input, until: number): Promise<Input> {
    const { dialect } = contestantOf(this.load.contestant);
    const changes = [...input.changes];
    for (let n = 0; n < changes.length && performance.now() < until;) {
      const answer = await this.#ask('point', { ...input, id: changes[n]!.id });
      if (answer === undefined) continue;
      const { post } = dialect.read('point', JSON.parse(answer)) as { post: { version: number } };
      changes[n] = changeOf(changes[n]!.id, post.version);
      n++;
    }
    return { ...input, changes };
  }
}
