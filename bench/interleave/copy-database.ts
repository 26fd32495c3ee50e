import { Client, type Connection, escapeIdentifier, Query } from 'pg';

/** What PostgreSQL's protocol has for COPY, which pg leaves to others to use. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

class CopyTo extends Query {
  readonly chunks: Buffer[] = [];

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // It is a part of what the connection reads into.
    this.chunks.push(Buffer.from(chunk));
  }
}

class CopyFrom extends Query {
  chunks: readonly Buffer[] = [];

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(chunk);
    connection.endCopyFrom();
  }
}

/**
 * Copies all rows of a database into another of the same tables, as a dump that is restored does: by COPY, with triggers and
 * references silent. What was there goes.
 *
 * @param from,into URLs of superusers
 */
export async function copyDatabase(from: string, into: string): Promise<void> {
  const [source, target] = [new Client({ connectionString: from }), new Client({ connectionString: into })];
  await Promise.all([source.connect(), target.connect()]);
  try {
    await source.query('begin isolation level repeatable read read only');
    await target.query('set session_replication_role = replica');
    const { rows } = await source.query<{ name: string }>(
      `select c.relname as name from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    );
    const tables = rows.map(({ name }) => escapeIdentifier(name));
    await target.query(`truncate ${tables.join(', ')}`);
    for (const table of tables) {
      const { chunks } = await send(
        source,
        (done) => new CopyTo(`copy (select * from ${table}) to stdout`, undefined, done),
      );
      await send(target, (done) =>
        Object.assign(new CopyFrom(`copy ${table} from stdin`, undefined, done), { chunks }),
      );
    }
    await source.query('commit');
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

function send<Q extends Query>(client: Client, make: (done: never) => Q): Promise<Q> {
  return new Promise((resolve, reject) => {
    const query: Q = make(((error: Error | null) => (error ? reject(error) : resolve(query))) as never);
    client.query(query);
  });
}
