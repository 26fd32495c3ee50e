import type { Answer } from '../../support/graphql-client.js';
import { dataOf } from '../../support/graphql-client.js';
import type { TestServer } from '../../support/test-server.js';

/** Refusals that a race is bound to bring. */
const expected: ReadonlySet<string> = new Set(['CONFLICT', 'NOT_FOUND', 'ALREADY_EXISTS']);

/** Clients that race for a few posts and their comments until they are told to stop. */
export class Writers {
  /** Changes that the server has acknowledged. */
  acknowledged = 0;
  private stopped = false;
  private readonly done: Promise<void>[];

  constructor(
    private readonly server: TestServer,
    private readonly posts: readonly string[],
    count: number,
  ) {
    this.done = Array.from({ length: count }, (_, n) => this.write(n));
  }

  /** @throws Error where one of them was answered with anything but a change or a lost race */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.done);
  }

  private async write(n: number): Promise<void> {
    for (let turn = n; !this.stopped; turn++) {
      const id = this.posts[turn % this.posts.length]!;
      const { post } = dataOf(
        await this.server.graphql<{ post: { version: number; deletedAt: string | null } }>(
          'query($id: ID!) { post(id: $id, deleted: INCLUDE) { version deletedAt } }',
          { id },
        ),
      );
      this.count(await this.server.graphql(`mutation { ${mutation(turn, id, post)} }`));
    }
  }

  private count({ errors, body }: Answer<unknown>): void {
    if (errors.length === 0) this.acknowledged++;
    else if (!errors.every(({ extensions }) => expected.has(extensions.code))) throw new Error(body);
  }
}

function mutation(
  turn: number,
  id: string,
  { version, deletedAt }: { version: number; deletedAt: string | null },
): string {
  const input = `id: "${id}", expectedVersion: ${version}`;
  if (deletedAt !== null) return `restorePost(input: { ${input} }) { post { id } }`;
  if (turn % 5 === 0) return `deletePost(input: { ${input} }) { post { id } }`;
  if (turn % 5 === 1) return `createComment(input: { postId: "${id}", body: "${turn}" }) { comment { id } }`;
  if (turn % 5 === 2) return `createTag(input: { name: "${id} ${turn}" }) { tag { id } }`;
  return `updatePost(input: { ${input}, patch: { title: "${turn}" } }) { post { id } }`;
}
