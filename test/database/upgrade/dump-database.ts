import { type Client, escapeIdentifier, escapeLiteral } from 'pg';

/** Stands between the functions, the months and the rows. */
export const parts = '-- next part';

/**
 * A database as SQL: the functions of its schema, the months of its audit log and all of its rows. The tables come with the
 * migrations that it has had.
 */
export async function dumpDatabase(client: Client): Promise<string> {
  await client.query("set timezone = 'UTC'");
  const functions = await client.query<{ definition: string }>(
    `select pg_get_functiondef(oid) as definition from pg_proc where pronamespace = 'palimpsest'::regnamespace order by proname`,
  );
  const months = await client.query<{ name: string; bound: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i
     join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit_entry'::regclass order by 1`,
  );
  const tables = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array(select attname::text from pg_attribute
       where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum) as columns
     from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace
     order by 1`,
  );
  const sequences = await client.query<{ statement: string }>(
    `select format('select setval(%L, %s);', schemaname || '.' || sequencename, last_value) as statement from pg_sequences
     where last_value is not null order by 1`,
  );
  const rows: string[] = [];
  for (const { name, columns } of tables.rows) rows.push(...(await rowsOf(client, name, columns)));
  return [
    ...functions.rows.map(({ definition }) => `${definition.trim()};`),
    parts,
    ...months.rows
      .filter(({ bound }) => bound !== 'DEFAULT')
      .map(({ name, bound }) => `create table ${escapeIdentifier(name)} partition of audit_entry ${bound};`),
    ...months.rows.map(({ name }) => `select palimpsest.secure_audit_partition(${escapeLiteral(name)});`),
    parts,
    ...rows,
    ...sequences.rows.map(({ statement }) => statement),
    '',
  ].join('\n');
}

async function rowsOf(client: Client, table: string, columns: readonly string[]): Promise<string[]> {
  const values = columns.map((column) => `quote_nullable(${escapeIdentifier(column)}::text)`).join(` || ',' || `);
  const { rows } = await client.query<{ row: string }>(
    `select '(' || ${values} || ')' as row from ${escapeIdentifier(table)} order by 1`,
  );
  if (rows.length === 0) return [];
  const into = `insert into ${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(', ')}) values`;
  return [into, `${rows.map(({ row }) => row).join(',\n')};`];
}
