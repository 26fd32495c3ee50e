import { type Client, type Connection, Query } from 'pg';

/** What PostgreSQL's protocol has for COPY, which pg leaves to others to use. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

class CopyFrom extends Query {
  constructor(
    statement: string,
    private readonly payload: string,
    done: (error: Error | null) => void,
  ) {
    super(statement, undefined, done as never);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.payload));
    connection.endCopyFrom();
  }
}

/** Bulk loads rows with `copy ... from stdin`, as COPY's text format has them. */
export function copyRows(client: Client, statement: string, rows: readonly (readonly string[])[]): Promise<void> {
  const text = rows.map((row) => `${row.join('\t')}\n`).join('');
  return new Promise((resolve, reject) => {
    client.query(new CopyFrom(statement, text, (error) => (error ? reject(error) : resolve())));
  });
}
