import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { postgresBinaries } from '../../../src/database/embedded/binaries.js';
import { clusterPaths } from '../../../src/database/embedded/cluster.js';
import { operatingUser } from '../../../src/database/embedded/operating-user.js';
import { startPostmaster } from '../../../src/database/embedded/postmaster.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded/embedded-postgres.js';
import { migrateUp } from '../../../src/database/upgrade/migrate.js';
import { asSuperuser, timeouts } from '../../support/cluster.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const tenant = randomUUID();

/** A hot standby of a PostgreSQL that runs. */
async function standbyOf(primary: EmbeddedPostgres, primaryFolder: string) {
  const [from, folder] = [clusterPaths(primaryFolder).cluster, await temporaryFolder()];
  const cluster = join(folder, 'data');
  let label = '';
  await asSuperuser(primary.superuserUrl, async (client) => {
    await client.query(`select pg_backup_start('standby', true)`);
    await promisify(execFile)('cp', ['--archive', from, cluster]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    label = rows[0]!.labelfile;
  });
  await rm(join(cluster, 'postmaster.pid'));
  const program = (await postgresBinaries()).postgres;
  const { hostname, port, username, password } = new URL(primary.superuserUrl);
  const user = await operatingUser([program, from]);
  const { uid, gid } = await stat(cluster);
  for (const [name, content] of [
    ['backup_label', label],
    ['standby.signal', ''],
  ] as const) {
    await writeFile(join(cluster, name), content);
    await chown(join(cluster, name), uid, gid);
  }
  // PostgreSQL runs as another account where this one is root, and has to pass through.
  await chmod(folder, 0o711);
  const postmaster = await startPostmaster({
    program,
    user,
    clusterFolder: cluster,
    logFile: join(folder, 'log'),
    settings: {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      timezone: 'UTC',
      primary_conninfo: `host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}`,
    },
  });
  const url = new URL(primary.applicationUrl);
  url.port = String(postmaster.port);
  return { url: url.href, stop: () => postmaster.stop(0) };
}

async function working(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
  return client;
}

const addTag = (client: Client, name: string) =>
  client.query('insert into tag (id, name) values (gen_random_uuid(), $1)', [name]);

async function names(client: Client, instant?: string): Promise<string[]> {
  const { rows } = await (instant === undefined
    ? client.query<{ name: string }>('select name from tag order by 1')
    : client.query<{ name: string }>(
        `select snapshot ->> 'name' as name from entity_version
         where entity_type = 'tag' and pg_visible_in_snapshot(xid, (select palimpsest.instant_of_token($1))) order by 1`,
        [instant],
      ));
  return rows.map(({ name }) => name);
}

it('a token that a standby gives is what is seen there, for it and for its primary', { tags: ['slow'] }, async () => {
  const folder = await temporaryFolder();
  const primary = await startEmbeddedPostgres(folder, { fsync: 'off' });
  const stops = [() => primary.stop()];
  try {
    const { ownerUrl, applicationUrl } = primary;
    await migrateUp({ ownerUrl, applicationUrl, timeouts, retention: {} });
    const standby = await standbyOf(primary, folder);
    stops.push(standby.stop);
    const [writer, slow] = [await working(applicationUrl), await working(applicationUrl)];
    stops.push(
      () => writer.end(),
      () => slow.end(),
    );
    await writer.query('insert into organization (id, slug, name) values ($1::uuid, $1::text, $1::text)', [tenant]);
    // It has begun before the others, and ends when the token is given.
    await slow.query('begin');
    await addTag(slow, 'open');
    await addTag(writer, 'first');
    await addTag(writer, 'second');
    const reader = await working(standby.url);
    stops.push(() => reader.end());
    await eventually(async () => expect(await names(reader)).toEqual(['first', 'second']));
    const { rows } = await reader.query<{ token: string }>('select palimpsest.snapshot_token() as token');
    await slow.query('commit');
    await addTag(writer, 'third');
    await eventually(async () => expect(await names(reader)).toHaveLength(4));
    for (const client of [reader, writer]) expect(await names(client, rows[0]!.token)).toEqual(['first', 'second']);
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
});
