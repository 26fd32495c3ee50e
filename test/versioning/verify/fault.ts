/** One thing that somebody with all rights could do to what is stored, and the requirement that tells of it. */
export interface Fault {
  readonly statement: string;
  readonly requirement: string;
  /** Of the records that it is done to, the one that is named. */
  readonly named: 'post' | 'comment' | 'moved' | 'removed' | 'tag' | 'gone' | 'user';
  readonly version: number | null;
}

/**
 * Records to do it to: a post of 5 versions with a tag, its comment, one that was moved to it, one whose row is gone, a
 * deleted tag, a tag whose row is gone, and a user.
 */
export interface Subjects {
  readonly post: string;
  readonly comment: string;
  readonly moved: string;
  readonly removed: string;
  readonly tag: string;
  readonly gone: string;
  readonly user: string;
}
const moment = 'of one moment';

const gap = 'without a gap';
const newest = 'the newest snapshot equals the row';
const oneEntry = 'exactly one audit entry';
const past = 'is kept as a past reference';
const difference = 'before and after of an audit entry';

const copyOfVersion =
  'entity_id, version, shape, entity_type, operation, cause_id, snapshot, changed, change_set_id, xid, seen, recorded_at, tenant_id';
const copyOfEntry =
  'action, actor_kind, actor_id, entity_type, entity_id, version, before, after, change_set_id, request_id, occurred_at, tenant_id';

/** The faults, by what is wrong. */
export function faults({ post, comment, moved, removed, tag, gone, user }: Subjects): Record<string, Fault> {
  const version = (n: number) => `entity_id = '${post}' and version = ${n}`;
  const of = (named: Fault['named'], at: number | null, requirement: string, statement: string): Fault => ({
    statement,
    requirement,
    named,
    version: at,
  });
  return {
    'a version is deleted': of('post', 3, gap, `delete from entity_version where ${version(2)}`),
    'the first version is deleted, and no retention says so': of(
      'post',
      5,
      gap,
      `delete from entity_version where ${version(1)}`,
    ),
    'the newest version is deleted': of('post', 5, newest, `delete from entity_version where ${version(5)}`),
    'retention is said to have trimmed less than is gone': of(
      'post',
      5,
      gap,
      `delete from entity_version where entity_id = '${post}' and version < 4;
       insert into history_start (entity_id, entity_type, version, tenant_id) select id, 'post', 3, tenant_id from post where id = '${post}'`,
    ),
    'a version is edited': of(
      'post',
      2,
      difference,
      `update entity_version set snapshot = snapshot || '{"title": "forged"}' where ${version(2)}`,
    ),
    'a version is doubled': of(
      'post',
      5,
      gap,
      `alter table entity_version drop constraint entity_version_pkey;
       insert into entity_version (${copyOfVersion}) select ${copyOfVersion} from entity_version where ${version(2)}`,
    ),
    'one version is doubled and another missing': of(
      'post',
      4,
      gap,
      `alter table entity_version drop constraint entity_version_pkey;
       delete from entity_version where ${version(3)};
       insert into entity_version (${copyOfVersion}) select ${copyOfVersion} from entity_version where ${version(2)}`,
    ),
    'the names of what changed are edited': of(
      'post',
      3,
      difference,
      `update entity_version set changed = '["slug"]' where ${version(3)}`,
    ),
    'the newest snapshot lacks a column': of(
      'post',
      5,
      newest,
      `update entity_version set snapshot = snapshot - 'status' where ${version(5)}`,
    ),
    'an old snapshot lacks a column': of(
      'post',
      3,
      difference,
      `update entity_version set snapshot = snapshot - 'status' where ${version(2)}`,
    ),
    'a version is one too many': of(
      'post',
      6,
      'a row is at the newest version',
      `insert into entity_version (${copyOfVersion})
       select ${copyOfVersion.replace('version', 'version + 1')} from entity_version where ${version(5)}`,
    ),
    'a version is of another transaction than its change set': of(
      'post',
      2,
      'of the same transaction',
      `update change_set set xid = '1' where id = (select change_set_id from entity_version where ${version(2)})`,
    ),
    'the change set of a version is gone': of(
      'post',
      2,
      'each version has its change set',
      `delete from change_set where id = (select change_set_id from entity_version where ${version(2)})`,
    ),
    'a version is dated otherwise than its audit entry': of(
      'post',
      2,
      moment,
      `update entity_version set recorded_at = recorded_at - interval '1 second' where ${version(2)}`,
    ),
    'a version is dated long ago together with all that belongs to it': of(
      'post',
      2,
      moment,
      `update entity_version set recorded_at = '2020-01-01' where ${version(2)};
       update audit_entry set occurred_at = '2020-01-01' where ${version(2)};
       update change_set set recorded_at = '2020-01-01' where id = (select change_set_id from entity_version where ${version(2)})`,
    ),
    'a version is yet to come': of(
      'post',
      5,
      moment,
      `update entity_version set recorded_at = now() + interval '2 days' where ${version(5)};
       update audit_entry set occurred_at = now() + interval '2 days' where ${version(5)}`,
    ),
    'an audit entry is missing': of('post', 2, oneEntry, `delete from audit_entry where ${version(2)}`),
    'an audit entry is missing from before a month that was dropped': of(
      'post',
      2,
      oneEntry,
      `delete from audit_entry where ${version(2)};
       insert into audit_drop (starts_at, ends_at, entries) values (now() + interval '1 month', now() + interval '2 months', 1)`,
    ),
    'an audit entry is doubled': of(
      'post',
      2,
      oneEntry,
      `insert into audit_entry (${copyOfEntry}) select ${copyOfEntry} from audit_entry where ${version(2)}`,
    ),
    'an audit entry is of another change set': of(
      'post',
      2,
      oneEntry,
      `update audit_entry set change_set_id = (select change_set_id from entity_version where ${version(3)}) where ${version(2)}`,
    ),
    'an audit entry is edited': of(
      'post',
      2,
      difference,
      `update audit_entry set after = after || '{"title": "forged"}' where ${version(2)}`,
    ),
    'an audit entry says too much': of(
      'post',
      2,
      difference,
      `update audit_entry set before = before || '{"body": ""}' where ${version(2)}`,
    ),
    'an audit entry tells of what no record has': of(
      'post',
      2,
      difference,
      `update audit_entry set after = after || '{"unheard": 1}' where ${version(2)}`,
    ),
    'an audit entry says too little': of(
      'post',
      2,
      difference,
      `update audit_entry set before = before - 'title' where ${version(2)}`,
    ),
    'an audit entry names somebody else': of(
      'post',
      2,
      'who as its change set does',
      `update audit_entry set actor_id = 'nobody' where ${version(2)}`,
    ),
    'an audit entry names another action': of(
      'post',
      2,
      'says what its version does',
      `update audit_entry set action = 'post.create' where ${version(2)}`,
    ),
    'an audit entry tells of no version': of(
      'post',
      77,
      'each audit entry of a change has its version',
      `update audit_entry set version = 77 where ${version(2)}`,
    ),
    'a row is changed': of('post', 5, newest, `update post set title = 'forged' where id = '${post}'`),
    'a row has no history': of('post', 5, newest, `delete from entity_version where entity_id = '${post}'`),
    'a link is removed': of('post', 5, newest, `delete from post_tags where post_id = '${post}'`),
    'a link is added': of(
      'post',
      5,
      newest,
      `insert into post_tags (post_id, tag_id, tenant_id) select '${post}', id, tenant_id from tag where id = '${tag}'`,
    ),
    'a row is removed': of('comment', 1, 'ends in a tombstone', `delete from comment where id = '${comment}'`),
    'a tombstone is missing': of('gone', 2, 'ends in a tombstone', `delete from tombstone where entity_id = '${gone}'`),
    'a record in the trash is said to be purged': of(
      'tag',
      2,
      'has no tombstone',
      `insert into tombstone (entity_id, entity_type, version, change_set_id, tenant_id)
       select entity_id, entity_type, version, change_set_id, tenant_id from entity_version
       where entity_id = '${tag}' and version = 2`,
    ),
    'a tombstone names an older version': of(
      'gone',
      2,
      'newer than the tombstone',
      `update tombstone set version = 1 where entity_id = '${gone}'`,
    ),
    'a history is gone and its tombstone stays': of(
      'gone',
      2,
      'ends in a tombstone',
      `delete from entity_version where entity_id = '${gone}'`,
    ),
    'the audit entry of a removal is missing': of(
      'gone',
      2,
      'each tombstone has the audit entry',
      `delete from audit_entry where entity_id = '${gone}' and version = 2`,
    ),
    'a child lives under a deleted parent': of(
      'comment',
      1,
      'no living child stands under a deleted parent',
      `update post set deleted_at = clock_timestamp() where id = '${post}'`,
    ),
    'a deletion names another change set': of(
      'tag',
      2,
      'name the change set that deleted them',
      `update tag set deleted_in = (select change_set_id from entity_version where ${version(1)}) where id = '${tag}'`,
    ),
    'a reference leaves the tenant': of(
      'comment',
      1,
      'references point at records of the same tenant',
      `update comment set author_id = (select u.id from "user" u where u.tenant_id <> comment.tenant_id limit 1) where id = '${comment}'`,
    ),
    'what a record referred to before is forgotten': of(
      'moved',
      1,
      past,
      `delete from past_reference where entity_id = '${moved}'`,
    ),
    'what a record referred to when it was removed is forgotten': of(
      'removed',
      2,
      past,
      `delete from past_reference where entity_id = '${removed}'`,
    ),
    'a snapshot holds a hash': of(
      'user',
      1,
      'no snapshot holds a sensitive column',
      `update entity_version set snapshot = snapshot || '{"password_hash": "x"}' where entity_id = '${user}'`,
    ),
  };
}
