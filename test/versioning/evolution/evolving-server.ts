import type { EntityClass } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { Resolver } from 'type-graphql';
import { grantStatements } from '../../../src/database/roles/grants.js';
import { retentionStatements } from '../../../src/database/installed/retention.js';
import { VersionedResolver } from '../../../src/versioning/index.js';
import { EvolvingDatabase } from '../../database/migration/evolving-database.js';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../../support/test-server.js';
import { forgetTypes } from './forget-types.js';

const shownTypes = /Deal|Offer|Customer|Partner/;

/** A server whose entities change, with its database, by the migrations that `migrate create` writes. */
export class EvolvingServer {
  readonly #secret = randomBytes(32).toString('hex');
  #organization: TestOrganization | undefined;
  #server!: TestServer;

  private constructor(private readonly evolving: EvolvingDatabase) {}

  /** @param folder where the migrations are written */
  static async start(entities: EntityClass<object>[], folder: string): Promise<EvolvingServer> {
    const evolving = new EvolvingServer(await EvolvingDatabase.make(entities, folder));
    await evolving.serve(entities);
    return evolving;
  }

  /** The one that runs now. */
  get server(): TestServer {
    return this.#server;
  }

  /** Stops the server, as before an upgrade; the next one may have other types of the same names. */
  async end(): Promise<void> {
    await this.#server.close();
    this.forget();
  }

  /** Lets other classes have the names of the types. */
  forget(): void {
    forgetTypes(shownTypes);
  }

  /**
   * Upgrades the database and starts the next server.
   *
   * @returns what `migrate create` said
   */
  async become(entities: EntityClass<object>[], ...drops: string[]): Promise<readonly string[]> {
    const said = await this.evolving.become(entities, ...drops);
    await this.serve(entities);
    return said;
  }

  /** Starts the server that these entities are for. */
  async serve(entities: EntityClass<object>[]): Promise<void> {
    const { database } = this.evolving;
    this.#server = await startTestServer({
      database,
      settings: { AUTH_JWT_SECRET: this.#secret, MAX_COST: '1000000' },
      additionalEntities: entities,
      additionalResolvers: entities.map(resolverOf),
      prepare: (orm) => this.#grant(orm),
      ...(this.#organization ? { organization: this.#organization } : { slug: 'long' }),
    });
    this.#organization = this.#server.organization;
  }

  /** Makes a record. @returns its id */
  async create(type: string, input: object): Promise<string> {
    const { payload } = dataOf(
      await this.#server.graphql<{ payload: { record: { id: string } } }>(
        `mutation ($input: Create${type}Input!) {
          payload: create${type}(input: $input) { record: ${type.toLowerCase()} { id } }
        }`,
        { input },
      ),
    );
    return payload.record.id;
  }

  /** md5 over all that is stored of history until now. */
  stored(): Promise<string> {
    return this.evolving.stored();
  }

  /** What `migrate up` does after the migrations. */
  async #grant(orm: MikroORM): Promise<void> {
    const grants = grantStatements(orm.getMetadata(), 'migration', inject('cluster').application);
    await asSuperuser(this.evolving.database.ownerUrl, (client) =>
      client.query([...retentionStatements(orm, {}), ...grants].join(';\n')),
    );
  }
}

function resolverOf(entity: EntityClass<object>): Function {
  const resolver = class extends VersionedResolver(entity as never) {};
  Object.defineProperty(resolver, 'name', { value: `${entity.name}Resolver` });
  Resolver(() => entity as never)(resolver);
  return resolver;
}
