import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { functionSchema, sqlState, SqlState } from '../../versioning/index.js';
import { StartupError } from '../errors/startup-error.js';

/** SQL: the schemas in which a session finds things by their bare names, and that of the functions. */
export const schemasOfPath = `(
  select n.oid, n.nspname from pg_namespace n
  where (n.nspname = any (current_schemas(true)) or n.nspname = ${escapeLiteral(functionSchema)}) and n.nspname not like 'pg\\_temp\\_%')`;

interface Creation {
  readonly right: string;
  readonly kind: 'database' | 'schema';
  readonly name: string;
}

const creations = `
  select r.right, 'database' as kind, current_database() as name from unnest(array['CREATE', 'TEMPORARY']) as r("right")
  where has_database_privilege($1, current_database(), r.right)
  union all
  select 'CREATE', 'schema', s.nspname from ${schemasOfPath} s where has_schema_privilege($1, s.oid, 'CREATE')`;

/**
 * Takes away what lets the server's role put something of its own where others look for theirs: temporary tables, and
 * anything in a schema of the search path. Databases let everybody make the former, and those made before PostgreSQL 15
 * also the latter.
 *
 * @param client connected as the owner of the tables
 * @throws {StartupError} where another owns the database or the schema, and has to
 */
export async function withdrawCreationRights(client: Client, role: string): Promise<void> {
  const revocations = (await creationsOf(client, role)).map((creation) => revocation(creation, role));
  for (const statement of revocations) {
    await client.query(statement).catch((error: unknown) => {
      if (sqlState(error) !== SqlState.insufficientPrivilege) throw error;
    });
  }
  // Where it is not the owner's to take away, PostgreSQL refuses or only warns: what counts is what is left.
  const left = (await creationsOf(client, role)).map((creation) => revocation(creation, role));
  if (left.length > 0) {
    throw new StartupError(
      `The role ${role} may create what could be mistaken for the server's own; have an administrator run: ${left.join('; ')}`,
    );
  }
}

async function creationsOf(client: Client, role: string): Promise<Creation[]> {
  return (await client.query<Creation>(creations, [role])).rows;
}

function revocation({ right, kind, name }: Creation, role: string): string {
  return `revoke ${right.toLowerCase()} on ${kind} ${escapeIdentifier(name)} from public, ${escapeIdentifier(role)}`;
}
