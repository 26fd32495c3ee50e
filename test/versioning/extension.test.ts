import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../src/versioning/index.js';
import { type Values, World } from '../conformance/world.js';
import { Plant } from './plant.entity.js';
import { PlantResolver } from './plant.resolver.js';

let world: World;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Plant], additionalResolvers: [PlantResolver] });
});
afterAll(() => world.close());

describe('A resolver of an entity', () => {
  it('overrides an operation and goes on with super', async () => {
    const created = await world.of('Plant').create({ name: 'rose' });
    expect(created.state).toEqual({ name: 'ROSE' });
    expect((await world.of('Plant').update(created.id, 1, { name: 'dahlia' })).state).toEqual({ name: 'dahlia' });
  });

  it('refuses by throwing, and nothing is written', async () => {
    const { extensions, message } = await world.of('Plant').refused('create', { name: 'weed' });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' });
    expect(message).toBe('name: weeds are not planted.');
  });

  it('keeps the operations that it does not override', async () => {
    const plants = world.of('Plant');
    const { id, state } = await plants.create({ name: 'iris' });
    await plants.update(id, 1, { name: 'fern' });
    expect((await plants.revert(id, 2, 1)).state).toEqual(state);
    await plants.delete(id, 3);
    expect((await plants.restore(id, 4)).state).toEqual(state);
  });
});

describe('An entity', () => {
  it('shows and takes what is a field and mapped; keeps what is only mapped; computes what is only a field', async () => {
    const [type, input] = [world.schema.getType('Plant'), world.schema.getType('PlantPatch')];
    const fieldsOf = (of: unknown) => (isObjectType(of) || isInputObjectType(of) ? Object.keys(of.getFields()) : []);
    expect(fieldsOf(type)).toEqual(expect.arrayContaining(['id', 'version', 'name', 'label']));
    expect(fieldsOf(type)).not.toContain('place');
    expect(fieldsOf(input)).toEqual(['name']);

    const { id } = await world.of('Plant').create({ name: 'moss' });
    await world.of('Plant').touch(id, 1);
    const { plant, version } = await world.ask<Record<string, Values>>(
      `query ($id: ID!) {
        plant(id: $id) { label }
        version(id: $id, version: 1) { ... on PlantVersion { snapshot { label } } }
      }`,
      { id },
    );
    expect(plant!['label']).toMatch(/, version 2$/);
    expect(version).toEqual({ snapshot: { label: 'MOSS, version 1' } });
  });

  it('never shows what is only mapped: in no change, no conflict and no audit entry', async () => {
    const { server, organization } = world;
    const { id } = await world.of('Plant').create({ name: 'ivy' });
    const em = server.orm.em.fork({ session: tenantSession(organization.id) }) as SqlEntityManager;
    const context = { actor: new Actor(ActorKind.SERVICE, 'test'), source: ChangeSource.CLI };
    await recordChanges(em, context, (changes) =>
      changes.update(Plant, id, 1, { name: 'holly', place: 'hidden canary' }),
    );
    const answers = [
      await world.send(
        `query ($id: ID!) {
          history(id: $id) { nodes { changes { field before after } } }
          diff(id: $id, from: 1, to: 2) { field before after }
          auditLog(filter: { entityId: $id }) { nodes { before after } }
        }`,
        { id },
      ),
      await world.of('Plant').send('revert', { id, expectedVersion: 1, toVersion: 1 }),
    ];
    const told = answers.map(({ body }) => body).join();
    expect(told).toContain('holly');
    expect(told).not.toContain('canary');
    expect(told).not.toContain('place');
    expect((await world.of('Plant').revert(id, 2, 1)).state).toEqual({ name: 'IVY' });
    expect(await world.rows('select place from plant where id = $1', [id])).toEqual([{ place: null }]);
  });
});
