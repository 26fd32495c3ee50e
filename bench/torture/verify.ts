import type { Api } from './api.js';
import { checkAcknowledgements, versionKey } from './check-acknowledgements.js';
import { checkPost } from './check-post.js';
import { checkRecord } from './check-record.js';
import type { HotPosts } from './hot-posts.js';
import { describe, type Journal } from './journal.js';
import { readHistory, type RecordHistory } from './record-history.js';

export interface Verdict {
  /** A sentence each. */
  readonly violations: readonly string[];
  /** Versions that were read and checked. */
  readonly versions: number;
}

/** Holds the whole history, as the API gives it, against what the clients were told. Nothing may change meanwhile. */
export async function verify(
  api: Api,
  hot: HotPosts,
  { acknowledged, unconfirmed, unexpected }: Journal,
): Promise<Verdict> {
  const changes = acknowledged.filter(({ changeSetId }) => changeSetId !== null);
  const steps = new Map(changes.map((change) => [versionKey(change.postId, change.newVersion), change]));
  const doubtful = new Map(unconfirmed.map((step) => [versionKey(step.postId, step.expectedVersion + 1), step]));
  const posts = await readAll(api, 'Post', hot.postIds);
  const comments = await readAll(api, 'Comment', hot.commentIds);

  const versions = posts.flatMap(({ id, versions }) =>
    versions.map((made) => ({ key: versionKey(id, made.version), ...made })),
  );
  const told = new Set([...hot.changeSetIds, ...changes.map(({ changeSetId }) => changeSetId!)]);
  for (const { key, changeSet } of versions) if (doubtful.has(key)) told.add(changeSet.id);
  const made = new Set(versions.map(({ key, changeSet }) => `${key} ${changeSet.id}`));
  const deletedPosts = new Set(posts.filter(({ live }) => live?.['deletedAt'] != null).map(({ id }) => id));

  return {
    versions: [...posts, ...comments].reduce((sum, history) => sum + history.versions.length, 0),
    violations: [
      ...unexpected,
      ...checkAcknowledgements(acknowledged),
      ...changes
        .filter(({ postId, newVersion, changeSetId }) => !made.has(`${versionKey(postId, newVersion)} ${changeSetId}`))
        .map((change) => `${describe(change)} was acknowledged, but its version is not there`),
      ...[...posts, ...comments].flatMap((history) => checkRecord(history, told)),
      ...posts.flatMap((history) =>
        checkPost(history, (version) => {
          const key = versionKey(history.id, version);
          return steps.get(key) ?? doubtful.get(key);
        }),
      ),
      ...comments.flatMap((history) => checkOwner(history, deletedPosts)),
    ],
  };
}

async function readAll(api: Api, type: RecordHistory['type'], ids: readonly string[]): Promise<RecordHistory[]> {
  const histories: RecordHistory[] = [];
  for (const id of ids) histories.push(await readHistory(api, type, id));
  return histories;
}

/** These comments are deleted and restored with their posts alone. */
function checkOwner({ id, live }: RecordHistory, deletedPosts: ReadonlySet<string>): string[] {
  const { deletedAt, post } = live as { deletedAt: string | null; post: { id: string } | null };
  const fits = post !== null && deletedPosts.has(post.id) === (deletedAt !== null);
  return fits ? [] : [`comment ${id} is ${deletedAt ? 'deleted' : 'living'}, and its post is not`];
}
