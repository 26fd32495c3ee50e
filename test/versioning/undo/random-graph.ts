import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import {
  Actor,
  ActorKind,
  ChangeSource,
  DomainError,
  entityOf,
  isPossible,
  planUndo,
  recordChanges,
  UndoChoice,
  type UndoPlan,
  type UndoRequest,
  Undos,
  type VersionedClass,
  modelOf,
} from '../../../src/versioning/index.js';
import type { TestServer } from '../../support/test-server.js';
import { Branch } from '../branch.entity.js';
import { Desk } from '../desk.entity.js';
import { Floor } from '../floor.entity.js';
import { Room } from '../room.entity.js';
import { Comment } from '../../../src/modules/demo/comment/comment.entity.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';

/** One record as it stands: what kind it is, whether it is there, and its fields. */
interface Standing {
  readonly entity: VersionedClass;
  readonly id: string;
  readonly version: number;
  readonly living: boolean;
}

const context = { actor: new Actor(ActorKind.SERVICE, 'test'), source: ChangeSource.CLI };
const entities = [Post, Comment, Tag, Floor, Room, Desk, Branch] as const;

/** A change of a random history: numbers choose what it does to which record. */
export interface RandomChange {
  readonly kind: number;
  readonly entity: number;
  readonly record: number;
  readonly other: number;
  readonly value: number;
}

/** Records that own, link and refer to each other, with few keys for many, changed at random. */
export class RandomGraph {
  private constructor(
    private readonly server: TestServer,
    private readonly organizationId: string,
  ) {}

  static async make(server: TestServer, slug: string): Promise<RandomGraph> {
    return new RandomGraph(server, (await server.addOrganization(slug)).id);
  }

  get em(): SqlEntityManager {
    return this.server.orm.em.fork({ session: tenantSession(this.organizationId) });
  }

  /** Makes changes in one transaction. @returns its change set; undefined where one of them is refused or nothing changes */
  async change(changes: readonly RandomChange[]): Promise<string | undefined> {
    try {
      return await recordChanges(this.em, context, async (door) => {
        for (const change of changes) await this.changeOne(door.em, door, change);
        return door.recording.recorded > 0 ? door.recording.changeSetId : undefined;
      });
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  private async changeOne(
    em: SqlEntityManager,
    door: Parameters<Parameters<typeof recordChanges>[2]>[0],
    { kind, entity: chosen, record, other, value }: RandomChange,
  ): Promise<void> {
    const entity = entities[chosen % entities.length]!;
    const all = await this.standing(em);
    const own = all.filter((one) => one.entity === entity);
    const livingOf = (of: VersionedClass) => all.filter((one) => one.entity === of && one.living);
    const values = valuesFor(entity, value, (of) => livingOf(of)[other % Math.max(1, livingOf(of).length)]?.id);
    const [living, deleted] = [own.filter((one) => one.living), own.filter((one) => !one.living)];
    const pick = (from: readonly Standing[]) => from[record % from.length]!;
    const { id, version } = pick(living) ?? {};
    if (kind % 8 < 2 || living.length === 0) await door.create(entity, values);
    else if (kind % 8 < 5) await door.update(entity, id!, version!, withoutSome(values, value));
    else if (kind % 8 < 7 || deleted.length === 0) await door.delete(entity, id!, version!);
    else await door.restore(entity, pick(deleted).id, pick(deleted).version);
  }

  /** All records, in the order of their ids. */
  private async standing(em: SqlEntityManager): Promise<Standing[]> {
    const all: Standing[] = [];
    for (const entity of entities) {
      const { tableName } = entityOf(em, entity);
      const rows = await em.execute<{ id: string; version: number; living: boolean }[]>(
        `select id, version, deleted_at is null as living from "${tableName}" order by id`,
        [],
        'all',
        em.getTransactionContext(),
      );
      all.push(...rows.map((row) => ({ ...row, entity })));
    }
    return all;
  }

  /** What every record is, by its newest version: its fields and links, and whether it is there. */
  async states(): Promise<Record<string, unknown>> {
    return this.em.transactional(async (em) => {
      const shown: Record<string, unknown> = {};
      for (const entity of entities) {
        const meta = entityOf(em, entity);
        const columns = modelOf(meta).fields.map(({ column }) => column);
        const rows = await em.execute<{ id: string; state: Record<string, unknown> }[]>(
          `select distinct on (v.entity_id) v.entity_id as id, v.snapshot as state from entity_version v
           where v.entity_type = '${meta.tableName}' order by v.entity_id, v.version desc`,
          [],
          'all',
          em.getTransactionContext(),
        );
        for (const { id, state } of rows) {
          const fields = columns.map((column) => [column, state[column]]);
          shown[id] = { ...Object.fromEntries(fields), living: state['deleted_at'] === null };
        }
      }
      return shown;
    });
  }

  /** Plans, and decides for the former wherever something is contested. */
  async plan(request: UndoRequest): Promise<{ request: UndoRequest; plan: UndoPlan }> {
    const plan = await this.em.transactional((em) => planUndo(em as SqlEntityManager, request));
    const open = plan.steps.flatMap(({ entityId, conflicts }) => conflicts.map(({ field }) => ({ entityId, field })));
    if (open.length === 0) return { request, plan };
    const decided = open.map((conflict) => ({ ...conflict, keep: UndoChoice.FORMER }));
    return this.plan({ ...request, resolutions: [...(request.resolutions ?? []), ...decided] });
  }

  /** Undoes an undo, which must be possible. */
  async redo(undo: string | undefined): Promise<void> {
    if (undo !== undefined && !(await this.undo(undo))) throw new Error('An undo cannot be undone.');
  }

  /** Undoes a change set. @returns the change set that the undo is; undefined where it is blocked or does nothing */
  async undo(changeSet: string): Promise<string | undefined> {
    const { request, plan } = await this.plan({ changeSet });
    if (!isPossible(plan) || plan.steps.length === 0) return undefined;
    return recordChanges(this.em, context, async (door) => {
      await new Undos(door).apply(request, plan.hash, async () => undefined);
      return door.recording.changeSetId;
    });
  }
}

/** Values of all fields, with few different ones of a key. @param of gives the id of a living record, if there is one */
function valuesFor(
  entity: VersionedClass,
  value: number,
  of: (entity: VersionedClass) => string | undefined,
): Record<string, unknown> {
  const key = `key ${value % 5}`;
  const links = [of(Tag)].filter((id) => id !== undefined);
  switch (entity) {
    case Post:
      return { title: `title ${value}`, slug: key, body: `body ${value}`, metadata: { n: value }, tagIds: links };
    case Comment:
      return { body: `body ${value}`, postId: of(Post) };
    case Tag:
      return { name: key };
    case Floor:
      return { name: key };
    case Room:
      return { name: key, floorId: of(Floor) };
    case Desk:
      return { label: key, roomId: of(Room) };
    default:
      return { name: key, parentId: value % 3 === 0 ? null : of(Branch) };
  }
}

function withoutSome(values: Record<string, unknown>, value: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter((_, n) => ((value >> n) & 1) === 0));
}
