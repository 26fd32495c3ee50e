import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entities } from '../../src/modules/registry.js';
import { isVersioned } from '../../src/versioning/index.js';
import { testModules } from '../versioning/test-modules.js';
import { requirements } from './requirements.js';
import { World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await World.open(testModules);
});
afterAll(() => world.close());

const registered = [...entities, ...testModules.additionalEntities].filter((entity) => isVersioned(entity));

it('has ids that name one rule each', () => {
  expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
});

it.each(requirements.filter(({ appliesTo }) => appliesTo))(
  '$id says something of an entity: $sentence',
  ({ appliesTo }) => {
    expect(registered.filter(({ name }) => appliesTo!(world.of(name).subject))).not.toEqual([]);
  },
);

describe.each(entities.filter((entity) => isVersioned(entity)).map(({ name }) => name))('%s', (type) => {
  ask(type);
});

describe.each(testModules.additionalEntities.map(({ name }) => name))(
  '%s, of the tests',
  { tags: ['slow'] },
  (type) => {
    ask(type);
  },
);

function ask(type: string): void {
  it.for(requirements)('$id $sentence', async ({ appliesTo, check }, { skip }) => {
    const records = world.of(type);
    skip(appliesTo?.(records.subject) === false, `says nothing of ${type}`);
    await check(records);
  });
}
