import { afterAll, beforeAll, expect, it } from 'vitest';
import { World } from '../conformance/world.js';
import { findings } from '../support/findings.js';
import { Undoing } from '../versioning/undo/undoing.js';
import { mustMutate, mutate, times } from './mutate.js';

const posts = 4;
const edits = 8;
const undos = 6;

let world: World;

beforeAll(async () => {
  world = await World.open({});
});
afterAll(() => world.close());

it(
  'An undo that races with edits loses none of them, and is made as a whole or not at all',
  { tags: ['slow'] },
  async () => {
    const { server } = world;
    const undoing = new Undoing(world);
    const ids = await mustMutate(
      server,
      times(posts, (n) => ['createPost', { title: 'T', slug: `race-${n}`, body: 'begin' }]),
    );
    const { made } = await mutate(
      server,
      ids.map((id) => ['updatePost', { id, expectedVersion: 1, patch: { title: 'U' } }]),
    );

    // However the two keep pace with each other, an edit comes between the first plan and its undo.
    const firstPlan = Promise.withResolvers<void>();
    const firstEdit = Promise.withResolvers<void>();
    /** Changes the body of one post, and no other field, as often as it is told to. @returns what was acknowledged */
    const edit = async (id: string): Promise<string[]> => {
      await firstPlan.promise;
      const acknowledged: string[] = [];
      let version = 2;
      while (acknowledged.length < edits) {
        const body = `edit ${acknowledged.length}`;
        const outcome = await mutate(server, [['updatePost', { id, expectedVersion: version, patch: { body } }]]);
        if (outcome.code === 'DONE') {
          version = outcome.made[0]!.version;
          acknowledged.push(body);
          firstEdit.resolve();
        } else if (outcome.code === 'CONFLICT') version = outcome.error!.extensions['currentVersion'] as number;
        else throw new Error(`An edit answered ${outcome.code}.`);
      }
      return acknowledged;
    };
    const codes: string[] = [];
    /** Undoes a change set, then the undo, and so on. @returns the change sets that were acknowledged */
    const undo = async (): Promise<string[]> => {
      const chain = [made[0]!.changeSetId!];
      while (chain.length <= undos) {
        const { planHash, possible } = await undoing.plan(chain.at(-1)!);
        expect(possible).toBe(true);
        firstPlan.resolve();
        await firstEdit.promise;
        const { data, errors } = await undoing.send(chain.at(-1)!, planHash);
        if (data) chain.push(data.undo.changeSet.id);
        else codes.push(errors[0]!.extensions.code);
      }
      return chain.slice(1);
    };
    const [undone, ...bodiesOf] = await Promise.all([undo(), ...ids.map(edit)]);

    expect(new Set(codes)).toEqual(new Set(['PLAN_STALE']));
    for (const [n, id] of ids.entries()) {
      const versions = await world.rows<{ operation: string; title: string; body: string; set: string }>(
        `select operation, snapshot ->> 'title' as title, snapshot ->> 'body' as body, change_set_id as set
       from entity_version where entity_id = $1 order by version`,
        [id],
      );
      const bodies = versions.filter(({ operation }) => operation === 'UPDATE').map(({ body }) => body);
      expect(bodies).toEqual(['begin', ...bodiesOf[n]!]);
      const made = versions.filter(({ operation }) => operation === 'UNDO');
      expect(made.map(({ set }) => set)).toEqual(undone);
      expect(made.map(({ title }) => title)).toEqual(times(undos, (at) => (at % 2 === 0 ? 'T' : 'U')));
      // Each undo keeps the body that it found.
      const found = versions.flatMap(({ operation }, at) => (operation === 'UNDO' ? [versions[at - 1]!.body] : []));
      expect(made.map(({ body }) => body)).toEqual(found);
    }
    expect(await findings(server)).toEqual([]);
  },
);
