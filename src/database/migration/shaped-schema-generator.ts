import type { UpdateSchemaOptions } from '@mikro-orm/core';
import {
  type ColumnDifference,
  type DatabaseSchema,
  type DatabaseTable,
  type EntityManager,
  SchemaComparator,
  type SchemaDifference,
} from '@mikro-orm/postgresql';
import { isVersioned } from '../../versioning/index.js';
import { TenantSchemaGenerator } from '../orm/tenant-schema-generator.js';
import { snakeCase } from './column-name.js';
import type { Drops } from './drops.js';
import { entityTableOf } from './entity-table.js';
import { formerEntityOf } from './former-entity.js';
import { MigrationQuestion } from './migration-question.js';
import { type EntitiesPlan, planEntities } from './plan-entities.js';
import { RenamedSchema } from './renamed-schema.js';
import { historyStatements, renamedType, retiringStatements, shapeStatements } from './shape-statements.js';
import { tableParts } from './table-parts.js';
import { typeChange } from './type-change.js';
import type { UsedWords } from './used-words.js';

/**
 * Writes migrations that lose nothing of versioned entities: their rows and their old versions become the same by meaning.
 * What MikroORM would do to their columns by itself is left out; all else is as it finds it.
 */
export class ShapedSchemaGenerator extends TenantSchemaGenerator {
  /** What was decided, for the developer. */
  readonly sentences: string[] = [];

  constructor(
    em: EntityManager,
    private readonly drops: Drops,
    private readonly used: UsedWords | undefined,
  ) {
    super(em as never);
  }

  /** @throws MigrationQuestion where it is not clear what becomes of data */
  override async getUpdateSchemaMigrationSQL(
    options: UpdateSchemaOptions<DatabaseSchema> = {},
  ): Promise<{ up: string; down: string }> {
    const before = options.fromSchema;
    if (before === undefined) return super.getUpdateSchemaMigrationSQL(options);
    const after = this.getTargetSchema();
    const plan = this.plan(before, after);
    if (plan.questions.length > 0) throw new MigrationQuestion(plan.questions);
    this.sentences.push(...plan.sentences);
    const comparator = new SchemaComparator(this.platform);
    const renamed = this.rename(before, after, plan, comparator);
    const difference = comparator.compare(before, after);
    const parts = this.inParts(difference, plan);
    const up = [
      lines(renamed.tables),
      lines(historyStatements(plan)),
      // Else records that go could not while others refer to them.
      this.sql({ ...emptied(difference), orphanedForeignKeys: difference.orphanedForeignKeys }),
      // While all other tables are as their shapes say.
      lines(retiringStatements(plan)),
      lines(renamed.columns),
      this.sql(parts.before),
      lines(parts.columns),
      this.sql(parts.after),
      this.sql(parts.references),
      lines(shapeStatements(plan)),
    ].filter((text) => text.trim() !== '');
    // What goes is no way back, so there is none.
    return { up: up.join('\n'), down: '' };
  }

  private plan(before: DatabaseSchema, after: DatabaseSchema): EntitiesPlan {
    const metas = [...this.metadata].filter((meta) => isVersioned(meta.class));
    const [were, are] = [before, after].map((schema) =>
      schema.getTables().flatMap((table) => entityTableOf(table) ?? []),
    );
    const former = new Map(
      metas.map((meta) => {
        const entity = formerEntityOf(meta);
        const names = [meta.tableName, ...(entity.was === undefined ? [] : [snakeCase(entity.was)])];
        const was = names.flatMap((named) => were!.find(({ name }) => name === named) ?? [])[0];
        return [meta.tableName, (was && this.used?.weighed(entity, was.name, was.columns)) ?? entity];
      }),
    );
    return planEntities(were!, are!, former, this.drops, new Set(after.getTables().map(({ name }) => name)));
  }

  /** @returns SQL; the former state has the present names afterwards */
  private rename(
    before: DatabaseSchema,
    after: DatabaseSchema,
    plan: EntitiesPlan,
    comparator: SchemaComparator,
  ): { tables: string[]; columns: string[] } {
    const renamed = new RenamedSchema(before, this.platform as never);
    for (const table of plan.renames) {
      renamed.renameTable(table);
      renamed.statements.push(renamedType(table));
    }
    const tables = renamed.statements.splice(0);
    const links = plan.entities.flatMap(({ linkRenames }) => linkRenames);
    for (const { table, columns } of links) {
      renamed.renameTable(table);
      for (const column of columns) renamed.renameColumn(table.to, column);
    }
    for (const { table, renames } of plan.entities) {
      for (const column of renames) renamed.renameColumn(table, column);
    }
    const touched = [...plan.entities.map(({ table }) => table), ...links.map(({ table }) => table.to)];
    for (const name of new Set(touched)) {
      renamed.renameConstraints(name, after.getTable(name)!, comparator);
    }
    return { tables, columns: renamed.statements };
  }

  /** The difference in the order in which it is to be made, the columns of versioned tables as SQL. */
  private inParts(difference: SchemaDifference, plan: EntitiesPlan) {
    const before = emptied(difference);
    const references = emptied(difference);
    const isRetired = ({ name }: DatabaseTable) =>
      plan.retired.some((table) => table.name === name || table.links.some((link) => link.table === name));
    const after = {
      ...difference,
      changedTables: { ...difference.changedTables },
      removedTables: Object.fromEntries(
        Object.entries(difference.removedTables).filter(([, table]) => !isRetired(table)),
      ),
      orphanedForeignKeys: [],
    };
    const columns: string[] = [];
    for (const { table, changes } of plan.entities) {
      columns.push(...changes.flatMap(({ statements }) => statements));
      const [key, changed] =
        Object.entries(difference.changedTables).find(([, { toTable }]) => toTable.name === table) ?? [];
      if (key === undefined || !changed) continue;
      columns.push(
        ...Object.values(changed.changedColumns).flatMap((column) => this.facets(column, changed.fromTable)),
      );
      const parts = tableParts(changed);
      before.changedTables[key] = parts.before;
      after.changedTables[key] = parts.after;
      references.changedTables[key] = parts.references;
    }
    return { before, columns, after, references };
  }

  /** SQL: what of a column's definition no value depends on. */
  private facets({ fromColumn, column, changedProperties }: ColumnDifference, table: DatabaseTable): string[] {
    // With another type they are set already.
    const isSame = typeChange(fromColumn.type, column.type) === 'same';
    const changed = ['default', 'collation'].filter((facet) => isSame && changedProperties.has(facet));
    return [
      ...this.helper.alterTableColumn(column, table, new Set(changed)),
      ...(changedProperties.has('comment')
        ? [this.helper.getChangeColumnCommentSQL(table.name, column, table.schema)]
        : []),
    ];
  }

  private sql(difference: SchemaDifference): string {
    const text = this.diffToSQL(difference, { wrap: false, safe: false, dropTables: true });
    // MikroORM looks for functions of its own, which these triggers never have.
    return text.replaceAll(/^drop function if exists .*;\n/gm, '');
  }
}

function lines(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join('');
}

function emptied(difference: SchemaDifference): SchemaDifference {
  return {
    ...difference,
    newTables: {},
    removedTables: {},
    changedTables: {},
    newViews: {},
    changedViews: {},
    removedViews: {},
    newRoutines: {},
    changedRoutines: {},
    removedRoutines: {},
    newNativeEnums: [],
    removedNativeEnums: [],
    newNamespaces: new Set(),
    removedNamespaces: new Set(),
    orphanedForeignKeys: [],
  };
}
