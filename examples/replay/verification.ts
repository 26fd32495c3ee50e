import { diffLines } from 'diff';
import { type Client, type EntityVersion, TypedDocumentString } from '../../sdk/src/index.js';
import type { Commit } from './commit.js';
import { Differences } from './differences.js';
import type { Document } from './document.js';
import type { Folder } from './folder.js';
import type { Replay } from './replay.js';

interface VersionKeys {
  readonly changeSet: {
    readonly versions: {
      readonly nodes: readonly { readonly entityId: string; readonly version: number }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

const versionKeys = new TypedDocumentString<VersionKeys, { id: string; first?: number; after?: string | null }>(
  `query VersionKeys($id: ID!, $first: Int, $after: String) {
    changeSet(id: $id) {
      versions(first: $first, after: $after) {
        nodes { entityId version }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
);

/** Asks the API for everything that a replay must have left, and compares. */
export class Verification {
  readonly differences = new Differences();
  /** Versions whose every field was compared. */
  versions = 0;
  /** Instants as of which all posts were compared. */
  instants = 0;
  /** Change sets found, by commit. */
  readonly changeSets = new Map<Commit, { readonly id: string; readonly versions: Set<string> }>();

  constructor(private readonly client: Client) {}

  /** Compares a document's history, oldest first, with what its file went through. */
  async checkHistory({ post, versions, content }: Document): Promise<void> {
    const { id } = post!;
    let found = 0;
    for await (const version of this.client.history.all({ id, last: 50 })) {
      const expected = versions[found];
      found += 1;
      const place = `${expected?.content.slug ?? content.slug} (${id}) version ${found}`;
      if (expected) this.checkVersion(place, expected, version, found);
      else this.differences.compare(place, null, version.operation);
    }
    this.differences.compare(`${content.slug} (${id}): number of versions`, versions.length, found);
  }

  /** Compares which versions put the lines of a document there with what the revisions of its file tell, one after another. */
  async checkLines({ post, versions, content }: Document): Promise<void> {
    let expected: readonly number[] = [];
    let former = '';
    for (const [index, { content: later }] of versions.entries()) {
      expected = traced(expected, former, later.body, index + 1);
      former = later.body;
    }
    const lines = await this.client.lineBlame({ id: post!.id, field: 'body' });
    const found = lines.map(({ version }) => version);
    this.differences.compare(`${content.slug}: versions of its lines`, expected.join(), found.join());
  }

  private checkVersion(place: string, expected: Document['versions'][number], found: EntityVersion, number: number) {
    const compare = (field: string, wanted: unknown, actual: unknown) =>
      this.differences.compare(`${place}: ${field}`, wanted, actual);
    compare('version', number, found.version);
    compare('operation', expected.operation, found.operation);
    compare('reason', expected.commit.message, found.changeSet.reason);
    const post = 'snapshot' in found && 'title' in found.snapshot ? found.snapshot : undefined;
    for (const field of ['slug', 'title', 'body'] as const) compare(field, expected.content[field], post?.[field]);
    const changeSet = this.changeSets.get(expected.commit) ?? { id: found.changeSet.id, versions: new Set<string>() };
    compare('change set', changeSet.id, found.changeSet.id);
    this.changeSets.set(expected.commit, changeSet);
    changeSet.versions.add(`${found.entityId} ${found.version}`);
    this.versions += 1;
  }

  /** Compares change sets with commits, one to one: each holds the versions of its commit and no others. */
  async checkChangeSets(commits: readonly Commit[], documents: readonly Document[]): Promise<void> {
    const changing = new Set(documents.flatMap(({ versions }) => versions.map(({ commit }) => commit)));
    const ids = new Set([...this.changeSets.values()].map(({ id }) => id));
    this.differences.compare('number of change sets', changing.size, ids.size);
    for (const commit of commits) {
      const changeSet = this.changeSets.get(commit);
      this.differences.compare(
        `commit ${commit.commit}: has a change set`,
        changing.has(commit),
        changeSet !== undefined,
      );
      if (changeSet) await this.checkChangeSet(commit, changeSet);
    }
  }

  private async checkChangeSet(commit: Commit, { id, versions }: { id: string; versions: Set<string> }): Promise<void> {
    const found = new Set<string>();
    for await (const { entityId, version } of this.client.paginate(
      versionKeys,
      { id },
      (data) => data.changeSet?.versions,
    )) {
      found.add(`${entityId} ${version}`);
    }
    const place = `commit ${commit.commit}: versions in its change set ${id}`;
    this.differences.compare(place, [...versions].toSorted().join(), [...found].toSorted().join());
  }

  /** Compares the living posts as of the instant right after a commit with the files there were then. Other posts are let be. */
  async checkInstant(
    { commit }: Commit,
    { changeSet, folder, documents }: { changeSet: string; folder: Folder } & Pick<Replay, 'documents'>,
  ): Promise<void> {
    const ids = new Set(documents.map(({ post }) => post!.id));
    const found = new Map<string, string>();
    for await (const { id, slug, body } of this.client.at({ changeSet }).posts.all({ first: 50 })) {
      if (ids.has(id)) found.set(slug, body);
    }
    const slugs = new Set([...folder.keys(), ...found.keys()]);
    for (const slug of slugs) {
      this.differences.compare(
        `${slug} as of commit ${commit}: body`,
        folder.get(slug) ?? null,
        found.get(slug) ?? null,
      );
    }
    this.instants += 1;
  }

  /** Compares the living posts with the files there are after the last commit. Other posts are let be. */
  async checkLiving({ documents }: Pick<Replay, 'documents'>): Promise<number> {
    const byId = new Map(documents.map((document) => [document.post!.id, document]));
    let living = 0;
    for await (const { id, slug, title, body, version } of this.client.posts.all({ first: 50 })) {
      const document = byId.get(id);
      if (!document) continue;
      living += 1;
      this.differences.compare(`${slug} (${id}): is deleted`, document.isDeleted, false);
      this.differences.compare(`${slug} (${id}): slug`, document.content.slug, slug);
      this.differences.compare(`${slug} (${id}): title`, document.content.title, title);
      this.differences.compare(`${slug} (${id}): body`, document.content.body, body);
      this.differences.compare(`${slug} (${id}): version`, document.versions.length, version);
    }
    const expected = documents.filter((document) => !document.isDeleted).length;
    this.differences.compare('number of living posts', expected, living);
    return living;
  }
}

/** Of each line of a later text the version that put it there. */
function traced(before: readonly number[], former: string, later: string, version: number): number[] {
  let at = 0;
  return diffLines(former, later).flatMap(({ count, added, removed }) => {
    if (added) return Array.from({ length: count }, () => version);
    at += count;
    return removed ? [] : before.slice(at - count, at);
  });
}
