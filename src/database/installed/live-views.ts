import type { EntityMetadata } from '@mikro-orm/core';
import { createHash } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { isVersioned, softDelete, modelOf } from '../../versioning/index.js';

/** The schema of the views of living rows, for people who write SQL: there is no filter to be forgotten. */
export const liveSchema = 'live';

/** Null in every living row. */
const ofDeletion: ReadonlySet<string> = new Set(['deleted_at', 'deleted_by', 'deleted_in']);

/** A view of the living rows of a versioned table; it reads as whoever asks it, under the table's rights and policies. */
export interface LiveView {
  /** That of its table. */
  readonly name: string;
  /** The `create view` statement. */
  readonly definition: string;
  /** What its comment says, by which it is known to be this one. */
  readonly comment: string;
}

/** A view as a database has it. */
export interface InstalledView {
  readonly name: string;
  readonly comment: string;
  /** Whether it reads as whoever asks, and living rows alone. */
  readonly isSafe: boolean;
}

const made = 'The living rows of ';

/** SQL: the {@link InstalledView}s of a database. What others have put into the schema is left out. */
export const installedViews = `
  select c.relname as name, d.description as comment,
    coalesce('security_invoker=true' = any (c.reloptions), false) and pg_get_viewdef(c.oid) like '%deleted_at IS NULL%' as "isSafe"
  from pg_class c join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid and d.objsubid = 0
  where c.relnamespace = to_regnamespace('${liveSchema}') and c.relkind = 'v' and d.description like '${made}%' order by 1`;

/**
 * The views that the versioned entities have.
 *
 * @param schema of the tables, quoted
 */
export function liveViews(entities: Iterable<EntityMetadata>, schema: string): LiveView[] {
  return [...entities].filter((meta) => isVersioned(meta.class)).map((meta) => liveViewOf(meta, schema));
}

function liveViewOf(meta: EntityMetadata, schema: string): LiveView {
  const name = meta.tableName;
  const { columns: all, sensitiveKeys, privateKeys } = modelOf(meta);
  const hidden = new Set([...sensitiveKeys, ...privateKeys, ...ofDeletion]);
  const columns = all.flatMap(({ column }) => (hidden.has(column) ? [] : column));
  const definition = `create view ${liveSchema}.${escapeIdentifier(name)} with (security_invoker = true) as select ${columns.map(escapeIdentifier).join(', ')} from ${schema}.${escapeIdentifier(name)} where ${softDelete.sql()}`;
  const version = createHash('md5').update(definition).digest('hex');
  return {
    name,
    definition,
    comment: `${made}${name}, with what clients see of them, and whose they are.\n\nversion ${version}`,
  };
}

/** Whether a database has these views and no others of the kind. */
export function areCurrent(views: readonly LiveView[], installed: readonly InstalledView[]): boolean {
  return views.length === installed.length && views.every((view) => installed.some((other) => isSame(view, other)));
}

export function isSame(view: LiveView, installed: InstalledView): boolean {
  return view.name === installed.name && view.comment === installed.comment && installed.isSafe;
}

/**
 * SQL: removes the views, before migrations change what they read. Where others have built on them, it fails in a sentence
 * that names those.
 */
export function removalOfLiveViews(): string {
  return `do ${escapeLiteral(`
    declare
      name text;
      built text;
    begin
      for name in select v.name from (${installedViews}) v loop
        execute format('drop view ${liveSchema}.%I', name);
      end loop;
    exception when dependent_objects_still_exist then
      get stacked diagnostics built = pg_exception_detail;
      raise 'The views of the schema ${liveSchema} are to be made anew, and others are built on them (%); drop those first and make them again afterwards', built
        using errcode = 'object_not_in_prerequisite_state';
    end`)}`;
}

/** SQL: makes the views. Everybody may ask them: what is to be seen the rights on the tables say, of whoever asks. */
export function liveViewStatements(views: readonly LiveView[]): string[] {
  return [
    `create schema if not exists ${liveSchema}`,
    `grant usage on schema ${liveSchema} to public`,
    ...views.flatMap(({ name, definition, comment }) => {
      const view = `${liveSchema}.${escapeIdentifier(name)}`;
      return [
        definition,
        `comment on view ${view} is ${escapeLiteral(comment)}`,
        `revoke all on table ${view} from public`,
        `grant select on table ${view} to public`,
      ];
    }),
  ];
}
