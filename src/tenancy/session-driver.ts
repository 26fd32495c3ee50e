import {
  type EntityDictionary,
  type EntityName,
  type FilterQuery,
  type NativeInsertUpdateManyOptions,
  type NativeInsertUpdateOptions,
  type QueryResult,
  type UpsertManyOptions,
  type UpsertOptions,
  Utils,
} from '@mikro-orm/core';
import { RecordingDriver } from '../versioning/index.js';
import { SessionConnection } from './session-connection.js';
import { tenantProperty } from './tenant-column.js';

/**
 * The driver of recorded changes, with connections that know for whom they work. An upsert finds the row that is there by
 * a key that begins with the tenant, as keys do in the database.
 */
export class SessionDriver extends RecordingDriver {
  // In place of the one that the library has made, which has not connected yet.
  protected override readonly connection = new SessionConnection(this.config);

  override nativeUpdate<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    data: EntityDictionary<T>,
    options: NativeInsertUpdateOptions<T> & UpsertOptions<T> = {},
  ): Promise<QueryResult<T>> {
    return super.nativeUpdate(entity, where, data, this.#withinTenant(entity, where, options));
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
