import { Collection } from '@mikro-orm/core';
import { Enum, ManyToMany, Property } from '@mikro-orm/decorators/legacy';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Field, registerEnumType, Resolver } from 'type-graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Role } from '../../src/auth/role.js';
import { Tag } from '../../src/modules/demo/tag/tag.entity.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import {
  Actor,
  ActorKind,
  ChangeSource,
  DomainError,
  Operation,
  type ProposedChange,
  recordChanges,
  Versioned,
  VersionedEntity,
  VersionedResolver,
} from '../../src/versioning/index.js';
import type { Records } from '../conformance/records.js';
import { World } from '../conformance/world.js';
import { Undoing } from './undo/undoing.js';

enum Stage {
  OPEN = 'OPEN',
  WON = 'WON',
}
registerEnumType(Stage, { name: 'Stage' });

/** What the last rules were asked about. */
const asked: { operation: Operation; role: string | null; before: string | null; after: string; tags: number }[] = [];

@Versioned()
class Deal extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Field(() => Stage)
  @Enum(() => Stage)
  stage!: Stage;

  @Field(() => [Tag])
  @ManyToMany(() => Tag)
  tags = new Collection<Tag>(this);

  override async validate({ before, operation, role, linkedIds, find }: ProposedChange<this>): Promise<void> {
    const tags = (await find(Tag, await linkedIds('tags'))).size;
    asked.push({ operation, role, before: before?.stage ?? null, after: this.stage, tags });
    if (operation === Operation.DELETE && this.stage === Stage.WON && role !== 'ADMIN')
      throw new DomainError('FORBIDDEN', 'Only administrators delete won deals.');
    if (operation !== Operation.DELETE && this.stage === Stage.WON && before?.stage !== Stage.WON && role !== 'ADMIN')
      throw new DomainError('FORBIDDEN', 'Only administrators win deals.', { field: 'stage' });
    if (tags > 2) throw new DomainError('BAD_USER_INPUT', 'A deal has at most two tags.', { field: 'tagIds' });
  }
}

@Resolver(() => Deal)
class DealResolver extends VersionedResolver(Deal) {}

let world: World;
let asEditor: Records;
let asAdmin: Records;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Deal], additionalResolvers: [DealResolver] });
  asAdmin = world.of('Deal');
  asEditor = world.as(world.organization, Role.EDITOR).of('Deal');
});
afterAll(() => world.close());
beforeEach(() => (asked.length = 0));

const [open, won] = [
  { name: 'deal', stage: 'OPEN' },
  { name: 'deal', stage: 'WON' },
];
const forbidden = {
  message: 'Only administrators win deals.',
  extensions: { code: 'FORBIDDEN', field: 'stage' },
};

/** The error of a change that must be refused and leave its record as it was. */
async function refusalOf(...[change, input]: Parameters<Records['send']>): Promise<object> {
  const id = input['id'] as string | undefined;
  const read = async () => (id === undefined ? null : asAdmin.read(id, 'INCLUDE'));
  const before = await read();
  const { data, errors } = await asEditor.send(change, input);
  expect(data).toBeNull();
  expect(await read()).toEqual(before);
  return errors[0]!;
}

describe('A rule of an entity', () => {
  it('holds for creating and updating', async () => {
    expect(await refusalOf('create', won)).toMatchObject(forbidden);
    const { id } = await asEditor.create(open);
    expect(await refusalOf('update', { id, expectedVersion: 1, patch: { stage: 'WON' } })).toMatchObject(forbidden);
    expect(await asAdmin.update(id, 1, { stage: 'WON' })).toMatchObject({ version: 2, state: { stage: 'WON' } });
    expect(await asEditor.update(id, 2, { name: 'still won' })).toMatchObject({ version: 3 });
  });

  it('holds for restoring with a patch', async () => {
    const { id } = await asEditor.create(open);
    await asEditor.delete(id, 1);
    const input = { id, expectedVersion: 2, patch: { stage: 'WON' } };
    expect(await refusalOf('restore', input)).toMatchObject(forbidden);
    expect(await asAdmin.change('restore', input)).toMatchObject({ version: 3, state: { stage: 'WON' } });
  });

  it('holds for reverting', async () => {
    const { id } = await asAdmin.create(won);
    await asEditor.update(id, 1, { stage: 'OPEN' });
    const input = { id, expectedVersion: 2, toVersion: 1 };
    expect(await refusalOf('revert', input)).toMatchObject(forbidden);
    expect(await asAdmin.change('revert', input)).toMatchObject({ version: 3, state: { stage: 'WON' } });
  });

  it('holds for deleting', async () => {
    const { id } = await asAdmin.create(won);
    expect(await refusalOf('delete', { id, expectedVersion: 1 })).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await asAdmin.delete(id, 1)).toMatchObject({ version: 2 });
  });

  it('holds for undoing, and is told what that does', async () => {
    const undoing = new Undoing(world.as(world.organization, Role.EDITOR));
    const { id, changeSet: creation } = await asAdmin.create(won);
    const refused = async (changeSet: string) => {
      const { data, errors } = await undoing.send(changeSet, (await undoing.plan(changeSet)).planHash);
      expect(data).toBeNull();
      return errors[0];
    };
    expect(await refused(creation!)).toMatchObject({ message: 'Only administrators delete won deals.' });
    const { changeSet: update } = await asEditor.update(id, 1, { stage: 'OPEN' });
    expect(await refused(update!)).toMatchObject(forbidden);
    const { changeSet: deletion } = await asEditor.delete(id, 2);
    asked.length = 0;
    await undoing.make(deletion!);
    expect(asked.map(({ operation }) => operation)).toEqual(['RESTORE']);
    await new Undoing(world).make(update!);
    expect(await asAdmin.read(id)).toMatchObject({ version: 5, state: { stage: 'WON' } });
  });

  it("holds for what a program flushes by itself, which has the program's role: none", async () => {
    const { id } = await asEditor.create(open);
    const em = world.server.orm.em.fork({ session: tenantSession(world.organization.id) }) as SqlEntityManager;
    const context = { actor: new Actor(ActorKind.SERVICE, 'test'), source: ChangeSource.CLI };
    const work = recordChanges(em, context, async (changes) => {
      (await changes.em.findOneOrFail(Deal, id)).stage = Stage.WON;
    });
    await expect(work).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(asked.at(-1)).toMatchObject({ operation: 'UPDATE', role: null });
    expect(await asEditor.read(id)).toMatchObject({ version: 1 });
  });

  it('is told what is done, by whom, what was and what will be, links included', async () => {
    const tags = await Promise.all([1, 2, 3].map((n) => world.of('Tag').create({ name: `of a deal ${n}` })));
    const [a, b, c] = tags.map(({ id }) => id);
    const { id } = await asEditor.create({ ...open, tagIds: [a, b] });
    await asEditor.update(id, 1, { name: 'renamed' });
    expect((await asEditor.refused('update', { id, expectedVersion: 2, patch: { tagIds: [a, b, c] } })).message).toBe(
      'A deal has at most two tags.',
    );
    await asAdmin.update(id, 2, { stage: 'WON', tagIds: [c] });
    await asEditor.update(id, 3, { stage: 'OPEN' });
    await asEditor.delete(id, 4);
    await asEditor.restore(id, 5);
    await asAdmin.revert(id, 6, 3);
    const role = 'EDITOR';
    expect(asked).toEqual([
      { operation: 'CREATE', role, before: null, after: 'OPEN', tags: 2 },
      { operation: 'UPDATE', role, before: 'OPEN', after: 'OPEN', tags: 2 },
      { operation: 'UPDATE', role, before: 'OPEN', after: 'OPEN', tags: 3 },
      { operation: 'UPDATE', role: 'ADMIN', before: 'OPEN', after: 'WON', tags: 1 },
      { operation: 'UPDATE', role, before: 'WON', after: 'OPEN', tags: 1 },
      { operation: 'DELETE', role, before: 'OPEN', after: 'OPEN', tags: 1 },
      { operation: 'RESTORE', role, before: 'OPEN', after: 'OPEN', tags: 1 },
      { operation: 'REVERT', role: 'ADMIN', before: 'OPEN', after: 'WON', tags: 1 },
    ]);
  });
});
