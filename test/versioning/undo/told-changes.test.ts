import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../../conformance/world.js';

let world: World;

beforeAll(async () => {
  world = await World.open({});
});
afterAll(() => world.close());

const planned = (fields: string, paging = '') =>
  `query ($changeSet: ID!) { undoPlan(changeSet: $changeSet) { steps${paging} { ${fields} } } }`;

interface Told {
  readonly field: string;
  readonly patch?: string | null;
  readonly paths?: unknown;
  readonly links?: unknown;
}

async function stepsOf<T>(changeSet: string, fields: string, paging?: string): Promise<T[]> {
  const { undoPlan } = await world.ask<{ undoPlan: { steps: T[] } }>(planned(fields, paging), { changeSet });
  return undoPlan.steps;
}

describe('What a step of an undo changes', () => {
  const lines = Array.from({ length: 40 }, (_, n) => `Line ${n} of a text.\n`).join('');

  it('is told as history tells it: texts as a patch, documents by place, links by name', async () => {
    const [ink, gall] = [
      await world.of('Tag').create({ name: 'told ink' }),
      await world.of('Tag').create({ name: 'told gall' }),
    ];
    const posts = world.of('Post');
    const { id } = await posts.create({
      title: 'T',
      slug: 'told',
      body: lines,
      metadata: { a: 1, b: 2 },
      tagIds: [ink.id],
    });
    const { changeSet } = await posts.update(id, 1, {
      body: lines.replace('Line 7 ', 'Verse 7 '),
      metadata: { a: 1, b: 3 },
      tagIds: [gall.id],
    });
    const [step] = await stepsOf<{ changes: Told[] }>(
      changeSet!,
      'changes { field patch paths { op path before after } links { added { id name } removed { id name } } }',
      '(first: 1)',
    );
    const told = Object.fromEntries(step!.changes.map(({ field, ...change }) => [field, change]));
    expect(told['body']!.patch).toMatch(/^--- body\tversion 2\n\+\+\+ body\tversion 1\n@@ /);
    expect(told['body']!.patch).toContain('\n-Verse 7 of a text.\n+Line 7 of a text.\n');
    expect(told['metadata']!.paths).toEqual([{ op: 'REPLACE', path: '/b', before: 3, after: 2 }]);
    expect(told['tagIds']!.links).toEqual({
      added: [{ id: ink.id, name: 'told ink' }],
      removed: [{ id: gall.id, name: 'told gall' }],
    });
  });

  it.each([
    ['patch', ''],
    ['paths { path }', '(first: 20)'],
  ])('can be asked for as %s of steps%s at the cost that is allowed', async (asked, paging) => {
    const posts = world.of('Post');
    const { id } = await posts.create({ title: 'T', slug: asked.slice(0, 5), body: lines });
    const { changeSet } = await posts.update(id, 1, { body: 'Short.' });
    expect(await stepsOf(changeSet!, `changes { field ${asked} }`, paging)).toHaveLength(1);
  });

  it('is read in parts that make up the whole', async () => {
    const made = Array.from(
      { length: 5 },
      (_, n) => `t${n}: createTag(input: { name: "part ${n}" }) { changeSet { id } }`,
    );
    const { t0 } = await world.ask<{ t0: { changeSet: { id: string } } }>(`mutation { ${made.join('\n')} }`);
    const all = await stepsOf<{ entityId: string }>(t0.changeSet.id, 'entityId');
    expect(all).toHaveLength(5);
    const parts: { entityId: string }[] = [];
    for (let after = 'null'; parts.length < 5; after = `"${parts.at(-1)!.entityId}"`) {
      const part = await stepsOf<{ entityId: string }>(t0.changeSet.id, 'entityId', `(first: 2, after: ${after})`);
      expect(part.length).toBeGreaterThan(0);
      parts.push(...part);
    }
    expect(parts).toEqual(all);
    const { errors } = await world.send(planned('entityId', '(after: "x")'), { changeSet: t0.changeSet.id });
    expect(errors[0]).toMatchObject({
      message: 'after: no step of the plan is of x.',
      extensions: { code: 'BAD_USER_INPUT', field: 'after' },
    });
  });
});
