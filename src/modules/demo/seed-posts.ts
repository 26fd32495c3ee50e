import { Actor, ActorKind, type FieldValues } from '../../versioning/index.js';
import type { NewOrganization } from '../module.js';
import { Comment } from './comment/comment.entity.js';
import { demoContent, type DemoPost } from './content.js';
import { Post } from './post/post.entity.js';
import { Tag } from './tag/tag.entity.js';

type IdsByName = ReadonlyMap<string, string>;

/**
 * Writes an organization's posts: some with several versions, one deleted with its comments. The editor writes, the
 * administrator comments.
 */
export async function seedPosts(organization: NewOrganization): Promise<void> {
  const content = demoContent[organization.slug];
  if (!content) return;
  const editor = new Actor(ActorKind.USER, organization.users.EDITOR);
  const tags = await organization.record(editor, 'the first tags', async (changes) => {
    const ids = new Map<string, string>();
    for (const name of content.tags) ids.set(name, (await changes.create(Tag, { name })).id);
    return ids;
  });
  for (const post of content.posts) await seedPost(organization, post, editor, tags);
}

async function seedPost({ record, users }: NewOrganization, post: DemoPost, editor: Actor, tags: IdsByName) {
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
  const commenter = new Actor(ActorKind.USER, users.ADMIN);
  for (const text of post.comments) {
    await record(commenter, 'a comment', (changes) =>
      changes.create(Comment, { body: text, postId: id, authorId: commenter.id }),
    );
  }
  if (deletedFor !== undefined) await record(editor, deletedFor, (changes) => changes.delete(Post, id, version));
}
