import { parse, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationInputs } from '../../src/http/operation/mutation-inputs.js';
import { World } from '../conformance/world.js';
import { Canvas } from './canvas.entity.js';
import { CanvasResolver } from './canvas.resolver.js';

let world: World;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Canvas], additionalResolvers: [CanvasResolver] });
});
afterAll(() => world.close());

describe('A mutation of one’s own', () => {
  it('answers the payload of the entity, and is recorded as the derived ones are', async () => {
    const { id } = await world.of('Canvas').create();
    const sell = (expectedVersion: number) =>
      world.send<{ sellCanvas: object }>(
        `mutation ($input: SellCanvasInput!) {
          sellCanvas(input: $input) { canvas { version soldTo } changeSet { reason } }
        }`,
        { input: { id, expectedVersion, by: 'Ada', reason: 'sold' } },
      );
    const sold = await sell(1);
    expect(sold.data).toEqual({ sellCanvas: { canvas: { version: 2, soldTo: 'Ada' }, changeSet: { reason: 'sold' } } });
    const refused = await sell(1);
    expect(refused.errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  });

  it('says which records it changes, so that they are locked before the first is changed', () => {
    const document = parse(`mutation {
      a: sellCanvas(input: { id: "1", expectedVersion: 1, by: "x", reason: "r" }) { canvas { id } }
      b: updateCanvas(input: { id: "2", expectedVersion: 1, patch: {} }) { canvas { id } }
      c: swapCanvases(input: { ids: ["3", "1"], reason: "s" })
    }`);
    const [operation] = document.definitions as [OperationDefinitionNode];
    const { locks, reason } = mutationInputs(world.schema, document, operation, {});
    expect([...locks]).toEqual([[Canvas, new Set(['1', '2', '3'])]]);
    expect(reason).toBe('r\ns');
  });
});

describe('A unique key that is an expression', () => {
  it('is refused by the field that it is made of, and says who has it', async () => {
    const canvases = world.of('Canvas');
    const sample = () => world.sample(canvases.subject);
    const holder = await canvases.create({ ...(await sample()), soldTo: 'Grace' });
    const other = await canvases.create({ ...(await sample()), soldTo: null });
    const { extensions, message } = await canvases.refused('update', {
      id: other.id,
      expectedVersion: 1,
      patch: { soldTo: 'GRACE' },
    });
    expect(extensions).toMatchObject({
      code: 'ALREADY_EXISTS',
      entityType: 'Canvas',
      field: 'soldTo',
      fields: ['soldTo'],
      conflictingId: holder.id,
    });
    expect(message).toBe('A Canvas with this soldTo already exists.');
  });
});
