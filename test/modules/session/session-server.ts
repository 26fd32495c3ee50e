import { MikroORM } from '@mikro-orm/postgresql';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { AuthChecker } from 'type-graphql';
import { authChecker } from '../../../src/auth/access.js';
import { createAuthenticator } from '../../../src/auth/authenticator.js';
import { Role } from '../../../src/auth/role.js';
import { issueToken } from '../../../src/auth/token.js';
import { readConfig } from '../../../src/config.js';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { createOrganization } from '../../../src/database/tenants/organizations.js';
import { createHttpServer } from '../../../src/http/server.js';
import { tellJobStates } from '../../../src/jobs/job-states.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { buildSchema } from '../../../src/schema/build-schema.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { requestGraphql } from '../../support/graphql-client.js';
import { createTestDatabase } from '../../support/test-database.js';

/** A server that people can sign in to, and another instance of it over the same database. */
export async function startSessionServer(settings: Readonly<Record<string, string>> = {}) {
  const database = await createTestDatabase();
  const config = readConfig({
    DATABASE_URL: database.applicationUrl,
    AUTH_JWT_SECRET: randomBytes(32).toString('hex'),
    TRUST_PROXY: '127.0.0.0/8',
    ...settings,
  });
  const log: string[] = [];
  const schema = await buildSchema(authChecker as AuthChecker<never>);
  const start = async () => {
    const orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
    const logger = pino({}, { write: (line: string) => void log.push(line) });
    const app = await createHttpServer({
      config,
      schema,
      orm,
      health: {
        catalogue: () => ({ checkedAt: null, problems: [] }),
        areStatementsPrepared: () => true,
        jobs: () => tellJobStates(orm, logger),
        sealing: async () => undefined,
        migrations: async () => undefined,
      },
      mostChanges: 10,
      authenticate: createAuthenticator(config.auth),
      issueToken: (principal) => issueToken(config.auth, principal),
      logger,
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const stop = async () => {
      await app.close();
      await orm.close();
    };
    return { orm, url, stop };
  };
  const instances = [await start(), await start()] as const;
  const [{ orm }] = instances;

  return {
    database,
    log,
    urls: instances.map(({ url }) => url) as [string, string],
    async addOrganization(slug: string): Promise<string> {
      return (await createOrganization(orm, { slug, name: `Organization ${slug}` })).id;
    },
    async addUser(organizationId: string, email: string, password?: string): Promise<string> {
      const em = orm.em.fork({ session: tenantSession(organizationId) });
      const context = { actor: new Actor(ActorKind.SYSTEM, 'test'), source: ChangeSource.CLI };
      return recordChanges(em, context, async (changes) => {
        const values = { email, displayName: email, role: Role.EDITOR, ...(password && { password }) };
        return (await changes.create(User, values)).id;
      });
    },
    async deleteUser(organizationId: string, id: string): Promise<void> {
      const em = orm.em.fork({ session: tenantSession(organizationId) });
      const context = { actor: new Actor(ActorKind.SYSTEM, 'test'), source: ChangeSource.CLI };
      await recordChanges(em, context, (changes) => changes.delete(User, id, 1));
    },
    /** @param address where it comes from, as a proxy in front would say */
    signIn: (input: Record<string, string>, url = instances[0].url, token?: string, address?: string) =>
      requestGraphql<{ signIn: SignedIn }>(url, {
        query: signInMutation,
        variables: { input },
        token,
        ...(address && { headers: { 'x-forwarded-for': address } }),
      }),
    viewer: (token?: string) =>
      requestGraphql<{ viewer: SignedIn['viewer'] | null }>(instances[0].url, { query: viewerQuery, token }),
    async stop() {
      await Promise.all(instances.map((instance) => instance.stop()));
      await database.drop();
    },
  };
}

export interface SignedIn {
  token: string;
  expiresAt: string;
  viewer: { id: string; role: string; organization: { slug: string }; user: { email: string; version: number } | null };
}

const viewerFields = '{ id role organization { slug } user { email version } }';
const signInMutation = `mutation SignIn($input: SignInInput!) { signIn(input: $input) { token expiresAt viewer ${viewerFields} } }`;
const viewerQuery = `query { viewer ${viewerFields} }`;
