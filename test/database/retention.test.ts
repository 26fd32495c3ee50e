import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { connect } from '../../src/database/connection/connect.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { mapVersioned } from '../../src/versioning/model/map-versioned.js';
import { VersionedEntity } from '../../src/versioning/index.js';
import { type BlankDatabase, blankDatabase } from '../support/blank-database.js';
import { asSuperuser, timeouts } from '../support/cluster.js';

const settings = (RETENTION: string) => readConfig({ RETENTION }).retention;
const migrate = ({ ownerUrl, applicationUrl }: BlankDatabase, RETENTION?: string) =>
  migrateUp({
    ownerUrl,
    applicationUrl,
    timeouts,
    ...(RETENTION !== undefined && { retention: settings(RETENTION) }),
  });

/** What is in force: days in the trash, days and number of versions, by table. */
async function inForce({ superuserUrl }: BlankDatabase): Promise<Record<string, unknown>> {
  const { rows } = await asSuperuser(superuserUrl, (client) =>
    client.query<{ entity_type: string; limits: unknown }>(
      `select entity_type, array[trash_days, history_days, history_versions] as limits from retention_policy
       where trash_days is not null or history_days is not null or history_versions is not null`,
    ),
  );
  return Object.fromEntries(rows.map((row) => [row.entity_type, row.limits]));
}

describe('migrate up', () => {
  it('tells the database what the settings say, the next time what they say then', async () => {
    const database = await blankDatabase();
    await migrate(database, 'Post.trashDays=30, Post.historyVersions=50,User.trashDays=7,AuditEntry.historyDays=400');
    expect(await inForce(database)).toEqual({
      post: [30, null, 50],
      user: [7, null, null],
      audit_entry: [null, 400, null],
    });
    await migrate(database);
    expect(Object.keys(await inForce(database))).toHaveLength(3);
    await migrate(database, 'Post.trashDays=forever,Tag.historyDays=0');
    expect(await inForce(database)).toEqual({ tag: [null, 0, null] });
  });

  it('tells it who owns whom', async () => {
    const database = await blankDatabase();
    await migrate(database);
    const { rows } = await asSuperuser(database.superuserUrl, (client) =>
      client.query('select entity_type, owners from retention_policy where owners <> $1', ['[]']),
    );
    expect(rows).toEqual([{ entity_type: 'comment', owners: [{ column: 'post_id', table: 'post' }] }]);
  });

  it.each([
    ['Post.trashDays=-1', 'Retention: Post.trashDays must be a whole number from 0 to 365000.'],
    ['Post.historyVersions=0', 'Retention: Post.historyVersions must be a whole number from 1 to 365000.'],
    ['Post.days=1', 'Retention: Post has no rule "days"; there are trashDays, historyDays, historyVersions.'],
    ['Post.toString=1', 'Retention: Post has no rule "toString"; there are trashDays, historyDays, historyVersions.'],
    ['Pots.trashDays=1', 'Retention: there is no "Pots" to keep; there are AuditEntry, Comment, Post, Tag, User.'],
    ['AuditEntry.trashDays=1', 'Retention: AuditEntry has the rule historyDays alone.'],
  ])('refuses %s in one sentence, and changes nothing', async (setting, sentence) => {
    const database = await blankDatabase();
    await migrate(database, 'Post.trashDays=30');
    await expect(migrate(database, setting)).rejects.toThrow(sentence);
    expect(await inForce(database)).toEqual({ post: [30, null, null] });
  });
});

describe('The server', () => {
  it('does not start where the database was told otherwise', async () => {
    const database = await blankDatabase();
    await migrate(database, 'Post.trashDays=30');
    const open = (RETENTION: string) =>
      connect({
        url: database.applicationUrl,
        timeouts,
        pool: { size: 1, timeoutMs: 5000 },
        retention: settings(RETENTION),
      });
    await expect(open('Post.trashDays=31')).rejects.toThrow(
      /^The database keeps post for another time than the settings say; run `palimpsest migrate up` with the same RETENTION/,
    );
    await (await open('Post.trashDays=30')).close();
  });
});

describe('An entity', () => {
  it('cannot declare what cannot be', () => {
    class Letter extends VersionedEntity {}
    expect(() => mapVersioned(Letter, { retention: { trashDays: -1 } })).toThrow(
      'Retention: Letter.trashDays must be a whole number from 0 to 365000.',
    );
  });
});
