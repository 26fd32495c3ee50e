import type { FieldValues } from '../../versioning/index.js';
import { PostStatus } from './post/post-status.js';

/** What is written in a demo organization, written down as what happened. */
export interface DemoContent {
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

/** By the slug of the organization. */
export const demoContent: Readonly<Record<string, DemoContent>> = {
  acme: {
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
  globex: {
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
};
