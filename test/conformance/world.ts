import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import type { AuthChecker } from 'type-graphql';
import { authChecker } from '../../src/auth/access.js';
import { Role } from '../../src/auth/role.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges, type VersionedClass } from '../../src/versioning/index.js';
import { type Answer, dataOf } from '../support/graphql-client.js';
import {
  startTestServer,
  type TestOrganization,
  type TestServer,
  type TestServerOptions,
} from '../support/test-server.js';
import { Records } from './records.js';
import { sampleValue } from './sample-value.js';
import { type Subject, subjectsOf } from './subject.js';

export type Values = Readonly<Record<string, unknown>>;

/** A server with data, seen through its API, and past all policies through a superuser's connection. */
export class World {
  #samples = 0;

  private constructor(
    readonly server: TestServer,
    readonly schema: GraphQLSchema,
    readonly subjects: readonly Subject[],
    readonly database: Client,
    readonly organization: TestOrganization,
    readonly role = Role.ADMIN,
  ) {}

  get token(): string {
    return this.organization.tokens[this.role];
  }

  static async open(options: TestServerOptions): Promise<World> {
    return World.of(await startTestServer(options), options);
  }

  /** The world that a server shows, which is stopped with it. */
  static async of(server: TestServer, options: Pick<TestServerOptions, 'additionalResolvers'> = {}): Promise<World> {
    const schema = await buildSchema(authChecker as AuthChecker<never>, options.additionalResolvers);
    const database = new Client({ connectionString: server.database.superuserUrl });
    await database.connect();
    return new World(server, schema, subjectsOf(server.orm, schema), database, server.organization);
  }

  /** The same world, seen by another caller. */
  as(organization: TestOrganization, role = Role.ADMIN): World {
    return new World(this.server, this.schema, this.subjects, this.database, organization, role);
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.server.stop();
  }

  of(type: string): Records {
    const subject = this.subjects.find((candidate) => candidate.type === type);
    if (!subject) throw new Error(`${type} is no versioned entity.`);
    return new Records(this, subject);
  }

  send<Data>(query: string, variables: Values = {}): Promise<Answer<Data>> {
    return this.server.graphql<Data>(query, variables, this.token);
  }

  async ask<Data>(query: string, variables: Values = {}): Promise<Data> {
    return dataOf(await this.send<Data>(query, variables));
  }

  async rows<Row = Values>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.database.query(sql, [...values])).rows as Row[];
  }

  /** Input values for all fields of a subject, made anew where they refer to others, different at every call. */
  async sample({ fields }: Subject): Promise<Record<string, unknown>> {
    const n = (this.#samples += 1);
    const values: Record<string, unknown> = {};
    for (const { name, kind, type, target } of fields) {
      if (kind === 'value') values[name] = sampleValue(type, n, name);
      else if (kind === 'reference') values[name] = await this.target(target!);
      else values[name] = await this.targets(target!);
    }
    return values;
  }

  /** A new record to refer to. It refers to as little as it can: entities may refer to their own kind. */
  async target(type: string): Promise<string> {
    const { server, organization } = this;
    const n = (this.#samples += 1);
    const values: Record<string, unknown> = {};
    for (const { name, kind, type: valueType, target, nullable } of this.of(type).subject.fields) {
      if (kind === 'value') values[name] = sampleValue(valueType, n, name);
      if (kind === 'reference' && !nullable) values[name] = await this.target(target!);
    }
    // Past HTTP, which these have no part in testing: they are many.
    const em = server.orm.em.fork({ session: tenantSession(organization.id) });
    const context = { actor: new Actor(ActorKind.SERVICE, 'test'), source: ChangeSource.CLI };
    const entity = em.getMetadata().getByClassName(type).class as VersionedClass;
    return (await recordChanges(em as SqlEntityManager, context, (changes) => changes.create(entity, values))).id;
  }

  private async targets(type: string): Promise<string[]> {
    return [await this.target(type), await this.target(type)].toSorted();
  }

  /** A sum over all that is stored: equal before and after what must write nothing. */
  async ledger(): Promise<string> {
    const records = this.subjects.map(({ table }) => `(select sum(hashtextextended(t::text, 0)) from "${table}" t)`);
    // History is append-only, so its size tells whether anything was written.
    const appended = ['entity_version', 'audit_entry', 'change_set'].map((table) => `(select count(*) from ${table})`);
    const [row] = await this.rows(`select concat_ws(' ', ${[...records, ...appended].join(', ')}) as ledger`);
    return row!['ledger'] as string;
  }
}
