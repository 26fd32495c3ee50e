import { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqlOf } from '../../bench/round-trips/frontend-messages.js';
import { type Watch, WireProxy } from '../../bench/round-trips/wire-proxy.js';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { Tag } from '../../src/modules/demo/tag/tag.entity.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../src/versioning/index.js';
import { asSuperuser } from '../support/cluster.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const context = { actor: new Actor(ActorKind.SYSTEM, 'test'), source: ChangeSource.CLI };

let database: TestDatabase;
let proxy: WireProxy;
let orm: MikroORM;
let watch: Watch;

let organizationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  organizationId = randomUUID();
  watch = () => false;
  proxy = await WireProxy.start(database.applicationUrl, (message, link) => watch(message, link));
  orm = await MikroORM.init(ormOptions({ url: proxy.url, poolSize: 1, poolTimeoutMs: 2000 }));
});

afterEach(async () => {
  await orm.close();
  await proxy.stop();
});

afterAll(() => database.drop());

describe('a COMMIT that PostgreSQL refuses', () => {
  it('is an answer, not a doubt: nobody is asked what became of it', async () => {
    await asSuperuser(database.superuserUrl, (client) =>
      client.query(`
        create function refuse() returns trigger language plpgsql as $$ begin
          raise exception 'refused at the commit' using errcode = '57014';
        end $$;
        create constraint trigger refused after insert on tag deferrable initially deferred
          for each row when (new.name = 'refused') execute function refuse();`),
    );
    let asked = 0;
    watch = (message) => {
      if ((sqlOf(message) ?? message.prepared)?.includes('pg_xact_status')) asked += 1;
      return false;
    };
    await expect(createTag('refused')).rejects.toThrow('refused at the commit');
    expect(asked).toBe(0);
    expect(await tagNames()).toEqual([]);
    // The one connection is free again.
    await createTag('next');
  });
});

describe('a connection that breaks', () => {
  it('before COMMIT reaches PostgreSQL leaves nothing, and says so', async () => {
    onCommit((_commit, { client }) => client.destroy());
    await expect(createTag('a')).rejects.toThrow('Connection terminated');
    expect(await tagNames()).toEqual([]);
  });

  it('after COMMIT has reached PostgreSQL, before its answer comes, is no failure', async () => {
    onCommit((commit, { client, server }) => {
      client.destroy();
      server.write(commit);
    });
    await expect(createTag('a')).resolves.toHaveProperty('changeSetId', expect.any(String));
    expect(await tagNames()).toEqual(['a']);
  });

  it('while COMMIT is on its way is waited for, and not taken for a failure', async () => {
    let asked = 0;
    onCommit((commit, { client, server }) => {
      // Only the client's side breaks.
      client.removeAllListeners('close');
      client.destroy();
      onStatement('select pg_xact_status', (question, { server: another }) => {
        asked += 1;
        another.write(question.bytes);
        // Only after PostgreSQL was asked for the first time: it knows nothing of the commit by then.
        another.once('data', () => server.write(commit));
      });
    });
    await expect(createTag('a')).resolves.toHaveProperty('changeSetId', expect.any(String));
    expect(asked).toBe(1);
    expect(await tagNames()).toEqual(['a']);
  });

  it('during COMMIT, with nobody left to ask, is told as a doubt that names the change set', async () => {
    onCommit((_commit, { client }) => {
      client.destroy();
      watch = (_message, link) => {
        link.client.destroy();
        return true;
      };
    });
    const error = await createTag('a').then(String, (reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', details: { changeSetId: expect.any(String) as string } });
  });

  it.each([
    'start transaction',
    'select set_config',
    'insert into "tag"',
    'select palimpsest.record_versions',
    'rollback',
  ])('at "%s" leaves nothing and gives its place in the pool back', async (statement) => {
    const taken = await createTag('taken');
    onStatement(statement, (_message, { client }) => client.destroy());
    // A unique key that is taken makes it roll back.
    await expect(createTag(statement === 'rollback' ? 'taken' : 'a')).rejects.toThrow(
      statement === 'rollback' ? 'already exists' : /Connection terminated|connection error/,
    );
    expect(await tagNames()).toEqual(['taken']);
    expect(taken.changeSetId).not.toBeNull();
  });

  it('outside of a transaction is told as what it is', async () => {
    onStatement('select 1', (_message, { client }) => client.destroy());
    await expect(sql`select 1`.execute(orm.em.fork().getKysely())).rejects.toThrow('Connection terminated');
    expect(await tagNames()).toEqual([]);
  });
});

describe('a mutation that changes its own user', () => {
  let server: TestServer;
  let wire: WireProxy;

  beforeAll(async () => {
    server = await startTestServer({
      settings: { LOCK_TIMEOUT_MS: '2000' },
      between: async (url) => {
        wire = await WireProxy.start(url, (message, link) => watch(message, link));
        return wire.url;
      },
    });
  });

  afterAll(async () => {
    await server.stop();
    await wire.stop();
  });

  const update = (token: string, id: string, version: number, patch: string) =>
    server.graphql(
      `mutation { updateUser(input: { id: "${id}", expectedVersion: ${version}, patch: { ${patch} } }) { user { version } } }`,
      {},
      token,
    );

  it('and ends its token is no failure where the answer of its COMMIT is lost', async () => {
    const { tokens, users } = await server.addOrganization('ended');
    onCommit((commit, { client, server: postgres }) => {
      client.destroy();
      postgres.write(commit);
    });
    const { data, errors } = await update(tokens.ADMIN, users.ADMIN, 1, 'password: "another password"');
    expect(errors).toEqual([]);
    expect(data).toEqual({ updateUser: { user: { version: 2 } } });
  });

  it('is asked after while it still holds its rights', async () => {
    const { tokens, users } = await server.addOrganization('held');
    onCommit((commit, { client, server: postgres }) => {
      // Only the client's side breaks.
      client.removeAllListeners('close');
      client.destroy();
      onStatement('select pg_xact_status', (question, { server: another }) => {
        another.write(question.bytes);
        another.once('data', () => postgres.write(commit));
      });
    });
    const { data, errors } = await update(tokens.ADMIN, users.ADMIN, 1, 'displayName: "Another name"');
    expect(errors).toEqual([]);
    expect(data).toEqual({ updateUser: { user: { version: 2 } } });
  });
});

describe('a token that counts no more', () => {
  it('is what the caller hears of, also where the connection is lost on the way back', async () => {
    let wire: WireProxy | undefined;
    const server = await startTestServer({
      between: async (url) => (wire = await WireProxy.start(url, (message, link) => watch(message, link))).url,
    });
    const { users, tokens } = server.organization;
    const remove = `mutation { deleteUser(input: { id: "${users.EDITOR}", expectedVersion: 1 }) { user { id } } }`;
    expect((await server.graphql(remove)).errors).toEqual([]);
    onStatement('rollback', (_message, { client }) => client.destroy());
    const { errors } = await server.graphql('{ viewer { role } }', {}, tokens.EDITOR);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    await server.stop();
    await wire!.stop();
  });
});

const em = () => orm.em.fork({ session: tenantSession(organizationId) });

function createTag(name: string) {
  return recordChanges(em(), context, (changes) => changes.create(Tag, { name }));
}

async function tagNames(): Promise<string[]> {
  const tags = await em().find(Tag, {}, { orderBy: { name: 'asc' } });
  return tags.map((tag) => tag.name);
}

/** Lets something happen instead when a statement first goes to PostgreSQL. */
function onStatement(start: string, happen: (...args: Parameters<Watch>) => unknown): void {
  watch = (message, link) => {
    const text = sqlOf(message) ?? message.prepared;
    if (!text?.trimStart().startsWith(start)) return false;
    watch = () => false;
    happen(message, link);
    return true;
  };
}

/** Lets something happen instead when a COMMIT first goes to PostgreSQL, with it and what else is of its message. */
function onCommit(happen: (bytes: Buffer, link: Parameters<Watch>[1]) => unknown): void {
  const held: Buffer[] = [];
  watch = (message, link) => {
    if (held.length === 0 && !sqlOf(message)?.startsWith('commit')) return false;
    held.push(message.bytes);
    if (held.length > 1) return true;
    setImmediate(() => {
      watch = () => false;
      happen(Buffer.concat(held), link);
    });
    return true;
  };
}
