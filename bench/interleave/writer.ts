import { randomUUID } from 'node:crypto';
import { DatabaseError, type Client } from 'pg';
import type { Random } from '../torture/random.js';

/** What the records of a schedule are, so that writers meet. */
export interface Records {
  readonly posts: string[];
  readonly tags: string[];
}

/** All triggers that record: those of changes first, then that of what waits. */
const recording = [
  'set constraints tag_history, post_history, post_tags_links immediate',
  'set constraints pending_change_record immediate',
  'set constraints tag_history, post_history, post_tags_links, pending_change_record deferred',
];

/** One who changes records in transactions that stay open for as long as others do something, or nothing. */
export class Writer {
  /** Whether a transaction is open. */
  isOpen = false;

  constructor(
    private readonly client: Client,
    private readonly tenant: string,
    private readonly random: Random,
    private readonly records: Records,
  ) {}

  /** Begins, changes something, or does what becomes of changes that are kept open: gets them recorded early. */
  async step(): Promise<void> {
    try {
      if (this.isOpen) await this.#change();
      else await this.#begin();
    } catch (error) {
      // Somebody else has the record, or there is nothing to do to it: all of it is undone.
      if (!(error instanceof DatabaseError)) throw error;
      await this.rollback();
    }
  }

  /** @returns the change sets of the transaction; none where it was refused or has changed nothing */
  async commit(): Promise<string[]> {
    this.isOpen = false;
    try {
      const { rows } = await this.client.query<{ xid: string | null }>(
        'select (pg_current_xact_id_if_assigned()::text::bigint + palimpsest.number_offset())::text as xid',
      );
      const { command } = await this.client.query('commit');
      const xid = rows[0]!.xid;
      if (command !== 'COMMIT' || xid === null) return [];
      return await this.#changeSets(xid);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      await this.client.query('rollback');
      return [];
    }
  }

  async rollback(): Promise<void> {
    this.isOpen = false;
    await this.client.query('rollback');
  }

  async #changeSets(xid: string): Promise<string[]> {
    await this.client.query('begin');
    await this.client.query("select set_config('app.tenant_id', $1, true)", [this.tenant]);
    const { rows } = await this.client.query<{ id: string }>('select id from change_set where xid = $1::xid8', [xid]);
    await this.client.query('commit');
    return rows.map(({ id }) => id);
  }

  async #begin(): Promise<void> {
    this.isOpen = true;
    await this.client.query('begin');
    await this.client.query("select set_config('app.tenant_id', $1, true), set_config('lock_timeout', '200ms', true)", [
      this.tenant,
    ]);
    // As the server does, which opens its change set with the first statement; SQL by hand gets one at the end.
    if (this.random.chance(0.5)) {
      const values = "(id, actor_kind, actor_id, source) values (gen_random_uuid(), 'USER', 'writer', 'API')";
      await this.client.query(`insert into change_set ${values}`);
      await this.#change();
    }
  }

  async #change(): Promise<void> {
    const { posts, tags } = this.records;
    const run = (text: string, ...values: unknown[]) => this.client.query(text, values);
    switch (this.random.between(1, 8)) {
      case 1:
      case 2: {
        // Without waiting for anybody: who drives the schedule does one step after the other.
        const [from, to] = this.random.sample(posts, 2);
        const amount = this.random.between(1, 9);
        await run('select from post where id = any ($1) order by id for update nowait', [from, to]);
        await run('update post set body = (body::int - $2)::text where id = $1', from, amount);
        await run('update post set body = (body::int + $2)::text where id = $1', to, amount);
        return;
      }
      case 3: {
        const id = randomUUID();
        await run(`insert into post (id, title, slug, body) values ($1::uuid, 'new', $1::text, '100')`, id);
        posts.push(id);
        return;
      }
      case 4: {
        const id = randomUUID();
        await run('insert into tag (id, name) values ($1::uuid, $1::text)', id);
        tags.push(id);
        return;
      }
      case 5:
      case 6: {
        const id = this.random.pick(posts);
        await run('select from post where id = $1 for update nowait', id);
        await run(
          'update post set deleted_at = case when deleted_at is null then clock_timestamp() end where id = $1',
          id,
        );
        return;
      }
      case 7: {
        const [post, tag] = [this.random.pick(posts), this.random.pick(tags)];
        await run('select from post where id = $1 for update nowait', post);
        const { rowCount } = await run('delete from post_tags where post_id = $1 and tag_id = $2', post, tag);
        if (rowCount === 0) await run('insert into post_tags (post_id, tag_id) values ($1, $2)', post, tag);
        return;
      }
      default:
        for (const statement of recording) await run(statement);
    }
  }
}
