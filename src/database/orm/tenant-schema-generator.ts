import type { MikroORM } from '@mikro-orm/core';
import { type DatabaseSchema, SqlSchemaGenerator } from '@mikro-orm/postgresql';
import { keyByTenant } from './tenant-keys.js';

/** The schema that the entities describe, with the keys of {@link keyByTenant}. */
export class TenantSchemaGenerator extends SqlSchemaGenerator {
  static override register(orm: MikroORM): void {
    orm.config.registerExtension('@mikro-orm/schema-generator', () => new TenantSchemaGenerator(orm.em as never));
  }

  override getTargetSchema(schema?: string, includeWildcardSchema?: boolean): DatabaseSchema {
    const target = super.getTargetSchema(schema, includeWildcardSchema);
    keyByTenant(target);
    return target;
  }
}
