import {
  type EntityDictionary,
  type EntityMetadata,
  type EntityName,
  type FilterQuery,
  type NativeInsertUpdateManyOptions,
  type QueryResult,
  raw,
  type UpsertManyOptions,
} from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { modelOf } from '../../model/entity-model.js';
import { isVersioned } from '../../model/map-versioned.js';
import { type WrittenRow, writtenRowsOf } from '../recording/written-rows.js';

type Options<T> = NativeInsertUpdateManyOptions<T> & UpsertManyOptions<T>;
type Transform = (sql: string, params: unknown[]) => string;

/** Before the names of columns that the ORM itself has not asked for. */
const mark = '$';

/**
 * MikroORM's driver for PostgreSQL, whose inserts and updates answer with the whole rows where a flush is recorded: so
 * what a mutation answers needs no statement of its own.
 */
export class RecordingDriver extends PostgreSqlDriver {
  override async nativeInsertMany<T extends object>(
    name: EntityName<T>,
    data: EntityDictionary<T>[],
    options: Options<T> = {},
    transform?: (sql: string) => string,
  ): Promise<QueryResult<T>> {
    const meta = this.metadata.get(name);
    const rows = this.rowsFor(meta, options.ctx);
    if (!rows) return super.nativeInsertMany(name, data, options, transform);
    // The ORM's own columns come last, and there are some: each record has a default of its own.
    const withRows = (sql: string) => `${transform ? transform(sql) : sql}, ${this.columns(meta)}`;
    return keep(rows, await super.nativeInsertMany(name, data, options, withRows));
  }

  override async nativeUpdate<T extends object>(
    name: EntityName<T>,
    where: FilterQuery<T>,
    data: EntityDictionary<T>,
    options: Options<T> = {},
  ): Promise<QueryResult<T>> {
    const meta = this.metadata.get(name);
    const rows = this.rowsFor(meta, options.ctx);
    if (!rows || options.upsert) return super.nativeUpdate(name, where, data, options);
    const builder = this.createQueryBuilder(
      name as never,
      options.ctx,
      'write',
      options.convertCustomTypes ?? true,
      options.loggerContext,
    );
    const returned = [...meta.primaryKeys, meta.versionProperty, raw(this.columns(meta))];
    const update = builder
      .withSchema(this.getSchemaName(meta, options))
      .update(data as never)
      .where(where as never)
      .returning(returned as never);
    return keep(rows, await this.rethrow(update.execute('run', false)));
  }

  override async nativeUpdateMany<T extends object>(
    name: EntityName<T>,
    where: FilterQuery<T>[],
    data: EntityDictionary<T>[],
    options: Options<T> = {},
    transform?: Transform,
  ): Promise<QueryResult<T>> {
    const meta = this.metadata.get(name);
    const rows = this.rowsFor(meta, options.ctx);
    if (!rows || options.upsert) return super.nativeUpdateMany(name, where, data, options, transform);
    if (changesUnique(meta, data)) return this.updateEach(name, where, data, options);
    const withRows = (sql: string, params: unknown[]) =>
      `${transform ? transform(sql, params) : sql}, ${this.columns(meta)}`;
    return keep(rows, await super.nativeUpdateMany(name, where, data, options, withRows));
  }

  /** One after the other, as the program has ordered them: one may take the key that another gives up. */
  private async updateEach<T extends object>(
    name: EntityName<T>,
    where: FilterQuery<T>[],
    data: EntityDictionary<T>[],
    options: Options<T>,
  ): Promise<QueryResult<T>> {
    const results: QueryResult<T>[] = [];
    for (const [n, condition] of where.entries()) {
      results.push(await this.nativeUpdate(name, condition, data[n]!, options));
    }
    const rows = results.flatMap(({ rows = [] }) => rows);
    return { ...results[0]!, affectedRows: rows.length, rows };
  }

  private rowsFor(meta: EntityMetadata, transaction: object | undefined): Map<string, WrittenRow> | undefined {
    return meta && isVersioned(meta.class) ? writtenRowsOf(transaction) : undefined;
  }

  /** SQL: the readable columns, under names that the ORM does not know. */
  private columns(meta: EntityMetadata): string {
    return modelOf(meta)
      .readable.map(({ column, conversion }) => {
        const quoted = this.platform.quoteIdentifier(column);
        const read = conversion?.convertToJSValueSQL?.(quoted, this.platform) ?? quoted;
        return `${read} as ${this.platform.quoteIdentifier(mark + column)}`;
      })
      .join(', ');
  }
}

function changesUnique(meta: EntityMetadata, data: readonly object[]): boolean {
  const keys = meta.uniques.flatMap(({ properties }) => properties ?? []) as string[];
  // Nothing says what such a key is made of.
  if ([...meta.uniques, ...meta.indexes].some(({ expression }) => /unique/i.test(String(expression ?? ''))))
    return true;
  const unique = new Set([...keys, ...meta.uniqueProps.map(({ name }) => name)]);
  return data.some((row) => Object.keys(row).some((name) => unique.has(name)));
}

/** Takes the whole rows out of what the ORM is told. */
function keep<T extends object>(rows: Map<string, WrittenRow>, result: QueryResult<T>): QueryResult<T> {
  for (const row of (result.rows ?? []) as Record<string, unknown>[]) {
    const whole: Record<string, unknown> = {};
    for (const column of Object.keys(row).filter((name) => name.startsWith(mark))) {
      whole[column.slice(mark.length)] = row[column];
      delete row[column];
    }
    rows.set(whole['id'] as string, whole);
  }
  return result;
}
