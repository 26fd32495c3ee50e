import type { EntityClass } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { AuthChecker } from 'type-graphql';
import { authChecker } from '../../src/auth/access.js';
import { createAuthenticator } from '../../src/auth/authenticator.js';
import { Role } from '../../src/auth/role.js';
import { credentialOf } from '../../src/auth/credential.js';
import { issueToken } from '../../src/auth/token.js';
import { type Config, readConfig } from '../../src/config.js';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { PreparingClient } from '../../src/database/client/preparing-client.js';
import { createOrganization } from '../../src/database/tenants/organizations.js';
import { runOperation } from '../../src/http/operation/operation-transaction.js';
import { createHttpServer } from '../../src/http/server.js';
import { CatalogueWatch } from '../../src/jobs/catalogue-watch.js';
import { tellMigrations } from '../../src/jobs/tell-migrations.js';
import { tellSealing } from '../../src/jobs/tell-sealing.js';
import { tellJobStates } from '../../src/jobs/job-states.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, mostChanges, recordChanges } from '../../src/versioning/index.js';
import { User } from '../../src/modules/user/user.entity.js';
import { type Answer, requestGraphql } from './graphql-client.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface TestServerOptions {
  /** Settings by name, as in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly additionalEntities?: EntityClass<object>[];
  readonly additionalResolvers?: readonly Function[];
  /** A database that is there; one of its own where absent. */
  readonly database?: TestDatabase;
  /** The slug of its organization. */
  readonly slug?: string;
  /** An organization that is there; one is made where absent. Its tokens hold where AUTH_JWT_SECRET is the same. */
  readonly organization?: TestOrganization;
  /** Runs before anything is asked of the database. */
  readonly prepare?: (orm: MikroORM) => Promise<void>;
  /** Puts something between the server and its database. @returns the URL that the server connects to */
  readonly between?: (databaseUrl: string) => Promise<string>;
}

/** An organization with a user, and so a token, for each role. */
export interface TestOrganization {
  readonly id: string;
  readonly slug: string;
  readonly users: Readonly<Record<Role, string>>;
  readonly tokens: Readonly<Record<Role, string>>;
}

/** The real server on a free port, over a database of its own. */
export interface TestServer {
  readonly url: string;
  readonly config: Config;
  readonly orm: MikroORM;
  readonly database: TestDatabase;
  /** Checks the catalogue when told to. */
  readonly watch: CatalogueWatch;
  /** Everything logged so far, a JSON line each. */
  readonly log: readonly string[];
  readonly organization: TestOrganization;
  addOrganization(slug: string): Promise<TestOrganization>;
  /** Asks as the organization's ADMIN, unless a token is given; null is nobody. */
  graphql<Data = Record<string, never>>(
    query: string,
    variables?: Record<string, unknown>,
    token?: string | null,
  ): Promise<Answer<Data>>;
  /** Stops, and leaves the database as it is. */
  close(): Promise<void>;
  /** Stops, and drops the database. */
  stop(): Promise<void>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await createTestDatabase(options.additionalEntities));
  const config = readConfig({
    DATABASE_URL: database.applicationUrl,
    AUTH_JWT_SECRET: randomBytes(32).toString('hex'),
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    // On a slow machine a test's own crowd waits longer for a connection or a lock than people should.
    POOL_TIMEOUT_MS: '60000',
    LOCK_TIMEOUT_MS: '60000',
    STATEMENT_TIMEOUT_MS: '120000',
    ...options.settings,
  });
  const { size: poolSize, timeoutMs: poolTimeoutMs } = config.pool;
  const orm = await MikroORM.init(
    ormOptions({
      url: (await options.between?.(database.applicationUrl)) ?? database.applicationUrl,
      poolSize,
      poolTimeoutMs,
      statementTimeoutMs: config.timeouts.statementMs,
      ...(options.additionalEntities && { additionalEntities: options.additionalEntities }),
    }),
  );
  await options.prepare?.(orm);
  const log: string[] = [];
  const logger = pino({ level: config.logLevel }, { write: (line: string) => void log.push(line) });
  const schema = await buildSchema(authChecker as AuthChecker<never>, options.additionalResolvers);
  const authenticate = createAuthenticator(config.auth);
  const watch = new CatalogueWatch(orm, logger);
  const app = await createHttpServer({
    config,
    schema,
    orm,
    health: {
      catalogue: () => watch.state,
      areStatementsPrepared: () => !PreparingClient.names.areRefused,
      jobs: () => tellJobStates(orm, logger),
      sealing: () => tellSealing(orm, logger),
      migrations: () => tellMigrations(orm, logger),
    },
    mostChanges: await mostChanges(orm.em.fork()),
    authenticate,
    issueToken: (principal) => issueToken(config.auth, principal),
    logger,
    runOperation,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const addOrganization = (slug: string) => createTestOrganization(orm, config, slug);
  const organization = options.organization ?? (await addOrganization(options.slug ?? 'acme'));
  const close = async () => {
    await app.close();
    await orm.close();
  };
  return {
    url,
    config,
    orm,
    database,
    watch,
    log,
    organization,
    addOrganization,
    graphql: (query, variables, token = organization.tokens.ADMIN) => requestGraphql(url, { query, variables, token }),
    close,
    async stop() {
      await close();
      await database.drop();
    },
  };
}

async function createTestOrganization(orm: MikroORM, config: Config, slug: string): Promise<TestOrganization> {
  const { id } = await createOrganization(orm, { slug, name: `Organization ${slug}` });
  const em = orm.em.fork({ session: tenantSession(id) });
  const context = { actor: new Actor(ActorKind.SYSTEM, 'test'), source: ChangeSource.CLI };
  const entries = await recordChanges(em, context, async (changes) => {
    const created: [Role, string][] = [];
    for (const role of Object.values(Role)) {
      const values = { email: `${role.toLowerCase()}@${slug}.example`, displayName: `${slug} ${role}`, role };
      created.push([role, (await changes.create(User, values)).id]);
    }
    return created;
  });
  const tokens = await Promise.all(
    entries.map(async ([role, userId]) => [role, await tokenOf(config, id, userId)] as const),
  );
  const users = Object.fromEntries(entries) as TestOrganization['users'];
  return { id, slug, users, tokens: Object.fromEntries(tokens) as TestOrganization['tokens'] };
}

/** A token for a user who has no password. */
export async function tokenOf({ auth }: Config, organizationId: string, userId: string): Promise<string> {
  return (await issueToken(auth, { userId, organizationId, credential: credentialOf(null) })).token;
}
