import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { Role } from '../auth/role.js';
import { Comment } from '../modules/comment/comment.entity.js';
import { Post } from '../modules/post/post.entity.js';
import { Tag } from '../modules/tag/tag.entity.js';
import { User } from '../modules/user/user.entity.js';
import { tenantSession } from '../tenancy/tenant-session.js';
import { Actor, ActorKind, type Changes, ChangeSource, type FieldValues, recordChanges } from '../versioning/index.js';
import { demoContent, type DemoOrganization, type DemoPost } from './demo-content.js';
import { createOrganization, type OrganizationRow } from './organizations.js';

/** Makes one change, as one change set. */
type Record = <T>(actor: Actor, reason: string, work: (changes: Changes) => Promise<T>) => Promise<T>;

type IdsByName = ReadonlyMap<string, string>;

/**
 * Fills in the demo: two organizations, users of each role, posts with several versions, and a deleted post with its
 * comments. Everything goes through the kernel, so that it has the history it seems to have.
 *
 * @param password of the first organization's users; without one nobody can sign in, and tokens have to be issued. Not of
 *   all, since hashing is most of what the first start takes
 * @returns the organizations that were made
 * @throws {DomainError} ALREADY_EXISTS where one of the organizations is there
 */
export async function seedDemo(orm: MikroORM, password?: string): Promise<OrganizationRow[]> {
  const made: OrganizationRow[] = [];
  for (const [index, content] of demoContent.entries()) {
    const id = uuidv7();
    await seedOrganization(orm, id, content, index === 0 ? password : undefined);
    // Last, so that of an interrupted seed nothing is seen, and it is done again.
    made.push(await createOrganization(orm, { id, slug: content.slug, name: content.name }));
  }
  return made;
}

async function seedOrganization(
  orm: MikroORM,
  id: string,
  content: DemoOrganization,
  password: string | undefined,
): Promise<void> {
  const em = orm.em.fork({ session: tenantSession(id) });
  const record: Record = (actor, reason, work) =>
    recordChanges(em, { actor, reason, source: ChangeSource.CLI, operationName: 'seed' }, work);

  const seeder = new Actor(ActorKind.SYSTEM, 'seed');
  const users = await record(seeder, 'the first users', (changes) =>
    createAll(changes, content.users, ({ name, role }) => {
      const email = `${name.toLowerCase()}@${content.slug}.example`;
      return [User, name, { email, displayName: name, role, ...(password && { password }) }];
    }),
  );
  const idOf = (role: Role) => users.get(content.users.find((user) => user.role === role)?.name ?? '') ?? seeder.id;
  const editor = new Actor(ActorKind.USER, idOf(Role.EDITOR));
  const tags = await record(editor, 'the first tags', (changes) =>
    createAll(changes, content.tags, (name) => [Tag, name, { name }]),
  );
  for (const post of content.posts) {
    await seedPost(record, post, editor, idOf(Role.ADMIN), tags);
  }
}

async function seedPost(record: Record, post: DemoPost, editor: Actor, commenter: string, tags: IdsByName) {
  const { title, slug, body } = post;
  const tagIds = (names: readonly string[]) => names.map((name) => tags.get(name));
  const { id } = await record(editor, 'a first draft', (changes) =>
    changes.create(Post, { title, slug, body, authorId: editor.id, tagIds: tagIds(post.tags) }),
  );
  let version = 1;
  for (const { reason, patch } of post.revisions) {
    const { tags: names, ...values } = patch as FieldValues & { tags?: string[] };
    const change = { ...values, ...(names && { tagIds: tagIds(names) }) };
    await record(editor, reason, (changes) => changes.update(Post, id, version, change));
    version++;
  }
  const { revertTo, deletedFor } = post;
  if (revertTo !== undefined) {
    await record(editor, 'it was right before', (changes) => changes.revert(Post, id, version, revertTo));
    version++;
  }
  for (const text of post.comments) {
    await record(new Actor(ActorKind.USER, commenter), 'a comment', (changes) =>
      changes.create(Comment, { body: text, postId: id, authorId: commenter }),
    );
  }
  if (deletedFor !== undefined) {
    await record(editor, deletedFor, (changes) => changes.delete(Post, id, version));
  }
}

async function createAll<T>(
  changes: Changes,
  items: readonly T[],
  toRecord: (item: T) => [Parameters<Changes['create']>[0], string, FieldValues],
): Promise<IdsByName> {
  const ids = new Map<string, string>();
  for (const item of items) {
    const [entity, name, values] = toRecord(item);
    ids.set(name, (await changes.create(entity, values)).id);
  }
  return ids;
}
