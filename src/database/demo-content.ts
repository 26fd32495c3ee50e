import { Role } from '../auth/role.js';
import { PostStatus } from '../modules/post/post-status.js';
import type { FieldValues } from '../versioning/index.js';

/** A demo organization, written down as what happened in it. */
export interface DemoOrganization {
  readonly slug: string;
  readonly name: string;
  /** The first editor writes the posts, the others comment. */
  readonly users: readonly { readonly name: string; readonly role: Role }[];
  readonly tags: readonly string[];
  readonly posts: readonly DemoPost[];
}

export interface DemoPost {
  readonly title: string;
  readonly slug: string;
  readonly body: string;
  readonly tags: readonly string[];
  /** Each is one more version. */
  readonly revisions: readonly { readonly reason: string; readonly patch: FieldValues }[];
  /** The version whose state comes back at the end. */
  readonly revertTo?: number;
  readonly comments: readonly string[];
  /** Why it was deleted, where it was; its comments go with it. */
  readonly deletedFor?: string;
}

const published = { status: PostStatus.PUBLISHED, publishedAt: '2026-01-15T09:00:00Z' };

export const demoContent: readonly DemoOrganization[] = [
  {
    slug: 'acme',
    name: 'Acme Press',
    users: [
      { name: 'Ada', role: Role.ADMIN },
      { name: 'Edgar', role: Role.EDITOR },
      { name: 'Vera', role: Role.VIEWER },
    ],
    tags: ['manuscripts', 'ink', 'announcements'],
    posts: [
      {
        title: 'What a palimpsest is',
        slug: 'what-a-palimpsest-is',
        body: 'A page that was written over.',
        tags: ['manuscripts'],
        revisions: [
          {
            reason: 'say what makes it worth keeping',
            patch: { body: 'A page that was written over and still shows what stood there before.' },
          },
          { reason: 'ready to read', patch: published },
        ],
        comments: ['The Archimedes one is my favourite.', 'How do they read the lower text?'],
      },
      {
        title: 'Iron gall ink',
        slug: 'iron-gall-ink',
        body: 'Oak galls, copperas, water and gum arabic.',
        tags: ['ink', 'manuscripts'],
        revisions: [
          { reason: 'a mistaken simplification', patch: { body: 'Just use soot.', title: 'Ink' } },
          { reason: 'wrong tag', patch: { tags: ['ink'] } },
        ],
        revertTo: 1,
        comments: ['It eats the parchment in the end.'],
      },
      {
        title: 'Office closed on Friday',
        slug: 'office-closed-on-friday',
        body: 'We are moving the presses.',
        tags: ['announcements'],
        revisions: [{ reason: 'announce it', patch: published }],
        comments: ['Do you need a hand?', 'See you on Monday.'],
        deletedFor: 'the move is over',
      },
    ],
  },
  {
    slug: 'globex',
    name: 'Globex Weekly',
    users: [
      { name: 'Gloria', role: Role.ADMIN },
      { name: 'Emil', role: Role.EDITOR },
      { name: 'Viktor', role: Role.VIEWER },
    ],
    tags: ['news'],
    posts: [
      {
        title: 'First issue',
        slug: 'first-issue',
        body: 'It begins.',
        tags: ['news'],
        revisions: [{ reason: 'more to say', patch: { body: 'It begins, and it will be weekly.' } }],
        comments: ['Congratulations!'],
      },
    ],
  },
];
