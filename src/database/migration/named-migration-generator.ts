import { TSMigrationGenerator } from '@mikro-orm/migrations';
import { migrationName } from './shape-statements.js';

/** Writes migrations that may say their own name, and that have no way back: what it would drop has been changed meanwhile. */
export class NamedMigrationGenerator extends TSMigrationGenerator {
  override generateMigrationFile(className: string, { up }: { up: string[] }): string {
    return super.generateMigrationFile(className, {
      up: up.map((statement) => statement.replaceAll(migrationName, className)),
      down: [],
    });
  }
}
