import { MikroORM } from '@mikro-orm/postgresql';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, type Changes, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { createTestDatabase } from '../../support/test-database.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { Ticket as FirstTicket } from './first-ticket.entity.js';
import { reshape } from './reshape.js';
import { Ticket } from './ticket.entity.js';
import { OwnedTicketsResolver, TicketResolver } from './ticket.resolver.js';

/** Tickets whose first versions are of the first shape, on a server that knows today's. */
export interface OldTickets {
  readonly server: TestServer;
  /** Fits in all its versions; deleted and restored since. */
  readonly plain: string;
  /** Its first version holds what today's fields have no place for. */
  readonly misfit: string;
  /** Was deleted under the first shape. */
  readonly deleted: string;
  readonly tag: string;
  readonly owner: string;
}

/** SQL: what a migration does to the table of first tickets. */
export const alterations = `
  alter table ticket rename notes to summary;
  alter table ticket rename reporter_id to owner_id;
  alter table ticket alter status type text using case status when 'DRAFT' then 'TODO' else status end;
  alter table ticket add constraint ticket_status_check check (status in ('TODO', 'DONE'));
  alter table ticket alter priority type integer using priority::integer;
  alter table ticket drop origin;
  alter table ticket add industry varchar(255) not null default 'OTHER', add due_at timestamptz`;

/** What it says of their history. */
export const steps = [
  { rename: 'notes', to: 'summary' },
  { rename: 'reporter_id', to: 'owner_id' },
  { map: 'status', values: { DRAFT: 'TODO' } },
  { among: 'status', values: ['TODO', 'DONE'] },
  { cast: 'priority', to: 'integer' },
  { drop: 'origin', as: 'origin' },
  { add: 'industry', value: 'OTHER' },
  { add: 'due_at', value: null },
];

export async function startWithOldTickets(): Promise<OldTickets> {
  const database = await createTestDatabase([FirstTicket]);
  const server = await startTestServer({
    database,
    additionalEntities: [Ticket],
    additionalResolvers: [TicketResolver, OwnedTicketsResolver],
  });
  const written = await writeFirstVersions(server);
  await reshape(database, Ticket, alterations, steps);
  return { server, ...written };
}

async function writeFirstVersions({ config, organization }: TestServer) {
  const orm = await MikroORM.init(ormOptions({ url: config.databaseUrl!, additionalEntities: [FirstTicket] }));
  const change = <T>(work: (changes: Changes) => Promise<T>) =>
    recordChanges(
      orm.em.fork({ session: tenantSession(organization.id) }),
      { actor: new Actor(ActorKind.SYSTEM, 'test'), source: ChangeSource.CLI },
      work,
    );
  try {
    const owner = organization.users.EDITOR;
    const { id: tag } = await change((changes) => changes.create(Tag, { name: 'urgent' }));
    const create = async (values: Record<string, unknown>) =>
      (await change((changes) => changes.create(FirstTicket, values))).id;
    const update = (id: string, version: number, patch: Record<string, unknown>) =>
      change((changes) => changes.update(FirstTicket, id, version, patch));
    const plain = await create({
      title: 'Plain',
      notes: 'first',
      status: 'DRAFT',
      priority: '3',
      origin: { at: 1 },
      reporterId: owner,
      tagIds: [tag],
    });
    await update(plain, 1, { notes: 'second', origin: { at: 2 } });
    const misfit = await create({ title: 'Misfit', status: 'GONE', priority: 'high', reporterId: owner });
    await update(misfit, 1, { status: 'DRAFT', priority: '1' });
    const deleted = await create({ title: 'Deleted', notes: 'kept', status: 'DONE', reporterId: owner });
    await change((changes) => changes.delete(FirstTicket, deleted, 1));
    return { plain, misfit, deleted, tag, owner };
  } finally {
    await orm.close();
  }
}
