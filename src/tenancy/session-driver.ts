import {
  type EntityData,
  type EntityDictionary,
  type EntityName,
  type FilterQuery,
  type FindOptions,
  type NativeDeleteOptions,
  type NativeInsertUpdateManyOptions,
  type NativeInsertUpdateOptions,
  type ObjectQuery,
  type QueryResult,
  type UpsertManyOptions,
  type UpsertOptions,
  Utils,
} from '@mikro-orm/core';
import { RecordingDriver, spokenFor } from '../versioning/index.js';
import { SessionConnection } from './session-connection.js';
import { tenantProperty } from './tenant-column.js';

/**
 * The driver of recorded changes, with connections that know for whom they work. What the ORM reads and changes says so in its
 * conditions, besides the policies; of many rows that it updates at once, each was locked like that before. An upsert finds
 * the row that is there by a key that begins with the tenant, as keys do in the database.
 */
export class SessionDriver extends RecordingDriver {
  // In place of the one that the library has made, which has not connected yet.
  protected override readonly connection = new SessionConnection(this.config);

  override find<T extends object, P extends string = never, F extends string = '*', E extends string = never>(
    entity: EntityName<T>,
    where: ObjectQuery<T>,
    options: FindOptions<T, P, F, E> = {},
  ): Promise<EntityData<T>[]> {
    return super.find(entity, this.#own(entity, where, options.ctx), options);
  }

  override nativeDelete<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    options: NativeDeleteOptions<T> = {},
  ): Promise<QueryResult<T>> {
    return super.nativeDelete(entity, this.#own(entity, where, options.ctx), options);
  }

  override nativeUpdate<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    data: EntityDictionary<T>,
    options: NativeInsertUpdateOptions<T> & UpsertOptions<T> = {},
  ): Promise<QueryResult<T>> {
    const own = options.upsert ? where : this.#own(entity, where, options.ctx);
    return super.nativeUpdate(entity, own, data, this.#withinTenant(entity, where, options));
  }

  override nativeUpdateMany<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>[],
    data: EntityDictionary<T>[],
    options: NativeInsertUpdateManyOptions<T> & UpsertManyOptions<T> = {},
    transform?: Parameters<RecordingDriver['nativeUpdateMany']>[4],
  ): Promise<QueryResult<T>> {
    return super.nativeUpdateMany(entity, where, data, this.#withinTenant(entity, where[0], options), transform);
  }

  /** The condition, of the rows of whom the transaction works for. A key by itself stays one: it names one row. */
  #own<T extends object, Where extends FilterQuery<T>>(
    entity: EntityName<T>,
    where: Where,
    transaction?: object,
  ): Where {
    const tenant = spokenFor(transaction);
    const isOfTenant = tenantProperty in (this.metadata.get(entity)?.properties ?? {});
    if (tenant === null || !isOfTenant || !Utils.isPlainObject(where)) return where;
    const own = { [tenantProperty]: tenant };
    return (Utils.isEmpty(where) ? own : { $and: [where, own] }) as unknown as Where;
  }

  #withinTenant<T extends object, Options extends { upsert?: boolean } & UpsertOptions<T>>(
    entity: EntityName<T>,
    where: FilterQuery<T> | undefined,
    options: Options,
  ): Options {
    const meta = this.metadata.get(entity);
    if (!options.upsert || !(tenantProperty in meta.properties)) return options;
    const fields: unknown =
      options.onConflictFields ?? (Utils.isPlainObject(where) ? Object.keys(where) : (meta.primaryKeys as string[]));
    // A condition that is SQL says itself which key it means.
    if (!Array.isArray(fields) || fields.includes(tenantProperty)) return options;
    return { ...options, onConflictFields: [tenantProperty, ...(fields as string[])] };
  }
}
