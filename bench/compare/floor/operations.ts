import type { OperationName } from '../dialect.js';
import { changesOf, operationOf } from '../dialects/audit-change.js';
import type { Input } from '../workload.js';
import type { Row } from './batch.js';
import type { Statement, Step } from './statement.js';

/** Whom a request comes from. */
export interface Caller {
  readonly tenant: string;
  readonly user: string;
}

/** What the floor does for a workload. */
export interface FloorOperation {
  /** All that goes to PostgreSQL, in one trip. */
  steps(caller: Caller, input: Input): Step[];
  /** The answer, made of the rows of each step. */
  answer(rows: readonly (readonly Row[])[]): unknown;
}

const context: Statement = { name: 'context', text: `select set_config('app.tenant_id', $1, true)` };
const readOnly: Statement = { name: 'begin', text: 'begin isolation level repeatable read read only' };
const commit: Statement = { name: 'commit', text: 'commit' };

/** The same work for each workload, by hand: what a server in front of these tables could do at best. */
export const floorOperations: Readonly<Record<OperationName, FloorOperation>> = {
  point: {
    steps: one(
      {
        name: 'point',
        text: 'select id, version, title, body from post where tenant_id = $1 and id = $2 and deleted_at is null',
      },
      ({ id }) => id,
    ),
    answer: ([, posts]) => ({ post: posts![0] ?? null }),
  },
  list: {
    steps: (caller) =>
      levels(
        caller,
        {
          name: 'list',
          text: `select p.id, p.version, p.title, p.status, p.updated_at, u.display_name
          from post p left join "user" u on u.tenant_id = $1 and u.id = p.author_id and u.deleted_at is null
          where p.tenant_id = $1 and p.deleted_at is null order by p.id limit 51`,
        },
        {
          name: 'list-tags',
          text: `select l.post_id, t.name from post_tags l join tag t on t.tenant_id = $1 and t.id = l.tag_id and t.deleted_at is null
          where l.tenant_id = $1 and l.post_id = any (array(
            select id from post where tenant_id = $1 and deleted_at is null order by id limit 50))
          order by l.post_id, t.id`,
        },
      ),
    answer: ([, , posts, links]) => {
      const tags = Map.groupBy(links!, ({ post_id }) => post_id);
      const nodes = posts!.slice(0, 50).map(({ display_name, updated_at, ...post }) => ({
        ...post,
        updatedAt: updated_at,
        author: authorOf(display_name),
        tags: (tags.get(post['id']!) ?? []).map(({ name }) => ({ name })),
      }));
      return { posts: { nodes, pageInfo: { hasNextPage: posts!.length > 50 } } };
    },
  },
  nested: {
    steps: (caller) =>
      levels(
        caller,
        {
          name: 'nested',
          text: 'select id, title from post where tenant_id = $1 and deleted_at is null order by id limit 20',
        },
        {
          name: 'nested-comments',
          text: `select p.id as post_id, c.id, c.body, u.display_name
          from (select id from post where tenant_id = $1 and deleted_at is null order by id limit 20) p
          cross join lateral (select id, body, author_id from comment
            where tenant_id = $1 and post_id = p.id and deleted_at is null order by id limit 10) c
          left join "user" u on u.tenant_id = $1 and u.id = c.author_id and u.deleted_at is null
          order by p.id, c.id`,
        },
      ),
    answer: ([, , posts, comments]) => {
      const ofPost = Map.groupBy(comments!, ({ post_id }) => post_id);
      const commentOf = ({ id, body, display_name }: Row) => ({ id, body, author: authorOf(display_name) });
      const nodes = posts!.map(({ id, title }) => ({
        id,
        title,
        comments: { nodes: (ofPost.get(id!) ?? []).map(commentOf) },
      }));
      return { posts: { nodes } };
    },
  },
  page: {
    steps: one(
      {
        name: 'page',
        text: `select id, slug, title from post
        where tenant_id = $1 and deleted_at is null and slug > $2 order by slug limit 51`,
      },
      ({ after }) => after,
    ),
    answer: ([, posts]) => ({ posts: { nodes: posts!.slice(0, 50), hasNextPage: posts!.length > 50 } }),
  },
  cursor: {
    steps: one(
      {
        name: 'cursor',
        text: 'select slug from post where tenant_id = $1 and slug = $2 and deleted_at is null',
      },
      ({ after }) => after,
    ),
    answer: ([, posts]) => posts![0]!['slug'],
  },
  history: {
    steps: one(
      {
        name: 'history',
        text: `select version, action, occurred_at, actor_kind, actor_id, before, after from audit_entry
        where tenant_id = $1 and entity_id = $2 and version is not null order by version desc limit 20`,
      },
      ({ id }) => id,
    ),
    answer: ([, entries]) => ({
      history: {
        nodes: entries!.map(({ version, action, occurred_at, actor_kind, actor_id, before, after }) => ({
          version,
          operation: operationOf(action!),
          recordedAt: occurred_at,
          actor: { kind: actor_kind, id: actor_id },
          changes: changesOf(before!, after!),
        })),
      },
    }),
  },
  update: { steps: change, answer: ([, , posts]) => posts },
  updates: { steps: change, answer: ([, , posts]) => posts },
};

/** One statement: one snapshot without more ado. */
function one(statement: Statement, argument: (input: Input) => string): FloorOperation['steps'] {
  return ({ tenant }, input) => [
    { statement: context, values: [tenant] },
    { statement, values: [tenant, argument(input)] },
  ];
}

/** Several statements see one snapshot only in a transaction that says so. */
function levels({ tenant }: Caller, ...statements: readonly Statement[]): Step[] {
  return [
    { statement: readOnly, values: [] },
    { statement: context, values: [tenant] },
    ...statements.map((statement) => ({ statement, values: [tenant] })),
    { statement: commit, values: [] },
  ];
}

/** The database's own triggers write the history, into the change set that is opened here. */
function change({ tenant, user }: Caller, { changes }: Input): Step[] {
  return [
    { statement: context, values: [tenant] },
    { statement: openChangeSet, values: [user] },
    { statement: updatePosts, values: [tenant, user, JSON.stringify(changes)] },
  ];
}

const openChangeSet: Statement = {
  name: 'change-set',
  text: `insert into change_set (id, actor_kind, actor_id, operation_name, source)
    values (gen_random_uuid(), 'USER', $1, 'updatePost', 'API')`,
};

// Where a post is not at its expected version, a division by zero takes everything back.
const updatePosts: Statement = {
  name: 'update',
  text: `with changed as (
      update post p set title = c.title, version = p.version + 1, updated_at = clock_timestamp(), updated_by = 'USER:' || $2
      from jsonb_to_recordset($3::jsonb) as c (id uuid, "expectedVersion" int, title text)
      where p.tenant_id = $1 and p.id = c.id and p.version = c."expectedVersion" and p.deleted_at is null
      returning p.id, p.version, p.title
    ), complete as (
      select 1 / (count(*) = jsonb_array_length($3::jsonb))::int as one from changed
    )
    select changed.* from complete left join changed on complete.one = 1`,
};

function authorOf(displayName: string | null | undefined) {
  return displayName == null ? null : { displayName };
}
