import type { Client, PostPayload, Step } from '../../sdk/src/index.js';
import type { Commit } from './commit.js';
import type { Document } from './document.js';
import { type Plan, planCommit } from './plan-commit.js';

type Changes = Parameters<Parameters<Client['transaction']>[1]>[0];

/** Replays commits through the API, one mutation operation each, and keeps what their history must be by now. */
export class Replay {
  /** All documents there ever were, in the order of their creation. */
  readonly documents: Document[] = [];
  readonly living = new Map<string, Document>();
  readonly commits: Commit[] = [];
  /** How many changes of files were sent. */
  changes = 0;

  constructor(private readonly client: Client) {}

  /** @throws PalimpsestError where the server refuses the commit */
  async commit(commit: Commit): Promise<void> {
    const plans = planCommit(this.living, commit);
    const payloads = await this.client.transaction(commit.message, (change) =>
      plans.map((plan) => stepOf(change, plan)),
    );
    for (const [index, plan] of plans.entries()) this.note(commit, plan, payloads[index]!);
    this.commits.push(commit);
    this.changes += plans.length;
  }

  private note(commit: Commit, { operation, document, content }: Plan, { post }: PostPayload): void {
    const isSame = operation === 'UPDATE' && isEqual(document.content, content);
    if (!isSame) document.versions.push({ operation, content, commit });
    if (operation === 'CREATE') this.documents.push(document);
    document.post = { id: post.id, version: post.version };
    document.content = content;
  }
}

function stepOf(change: Changes, { operation, document, content }: Plan): Step<PostPayload> {
  if (operation === 'CREATE') return change.posts.create(content);
  const { id, version: expectedVersion } = document.post!;
  if (operation === 'DELETE') return change.posts.delete({ id, expectedVersion });
  return change.posts.update({ id, expectedVersion, patch: content });
}

function isEqual(one: Document['content'], other: Document['content']): boolean {
  return one.slug === other.slug && one.title === other.title && one.body === other.body;
}
