import type { EntityClass, EntityManager } from '@mikro-orm/core';
import { expect } from 'vitest';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import type { Requirement } from './requirement.js';
import type { Values } from './world.js';

const changeSetFields = 'id actor { id kind } reason requestId operationName source recordedAt';

/** What one operation changed, and who says so. */
export const changeSets: Requirement[] = [
  {
    id: 'S-01',
    sentence: 'MUST record reason, actor, request, operation and source of a change',
    async check({ world, subject }) {
      const { type, one } = subject;
      const response = await fetch(`${world.server.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-request-id': `request-${type}`,
          authorization: `Bearer ${world.token}`,
        },
        body: JSON.stringify({
          query: `mutation Make${type}($input: Create${type}Input!) { payload: create${type}(input: $input) {
            ${one} { id } changeSet { ${changeSetFields} }
          } }`,
          variables: { input: { ...(await world.sample(subject)), reason: 'because\nof "it"' } },
        }),
      });
      const { data } = (await response.json()) as { data: { payload: Record<string, Values> } };
      const { changeSet } = data.payload as Record<string, Values>;
      expect(changeSet).toMatchObject({
        actor: { id: world.server.organization.users.ADMIN, kind: 'USER' },
        reason: 'because\nof "it"',
        requestId: `request-${type}`,
        operationName: `Make${type}`,
        source: 'API',
      });
      const { history, again } = await world.ask<Record<string, Values>>(
        `query ($id: ID!, $changeSet: ID!) {
          history(id: $id) { nodes { recordedAt actor { id kind } changeSet { ${changeSetFields} } } }
          again: changeSet(id: $changeSet) { ${changeSetFields} }
        }`,
        { id: data.payload[one]!['id'], changeSet: changeSet!['id'] },
      );
      expect(again).toEqual(changeSet);
      expect(history).toMatchObject({ nodes: [{ actor: changeSet!['actor'], changeSet }] });
    },
  },
  {
    id: 'S-02',
    sentence: 'MUST make one change set of all fields of a mutation operation, and list its versions',
    async check(records) {
      const { world, subject } = records;
      const { id } = await records.create();
      const values = await world.sample(subject);
      const { one, type } = subject;
      const answer = await world.ask<Record<string, Record<string, Values>>>(
        `mutation ($made: Create${type}Input!, $changed: Update${type}Input!, $gone: Delete${type}Input!) {
          made: create${type}(input: $made) { ${one} { id } changeSet { id reason } }
          changed: update${type}(input: $changed) { ${one} { id } changeSet { id reason } }
          gone: delete${type}(input: $gone) { ${one} { id } changeSet { id reason } }
        }`,
        {
          made: { ...values, reason: 'one' },
          changed: { id, expectedVersion: 1, patch: await world.sample(subject), reason: 'two' },
          gone: { id, expectedVersion: 2, reason: 'one' },
        },
      );
      const sets = Object.values(answer).map((payload) => payload['changeSet']);
      expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(1);
      expect(sets[0]).toMatchObject({ reason: 'one\ntwo' });
      const { changeSet } = await world.ask<{ changeSet: unknown }>(
        'query ($id: ID!) { changeSet(id: $id) { versions { totalCount nodes { entityId version operation } } } }',
        { id: sets[0]!['id'] },
      );
      const nodes = [
        { entityId: answer['made']![one]!['id'], version: 1, operation: 'CREATE' },
        { entityId: id, version: 2, operation: 'UPDATE' },
        { entityId: id, version: 3, operation: 'DELETE' },
      ];
      expect(changeSet).toEqual({ versions: { totalCount: 3, nodes } });
    },
  },
  {
    id: 'S-03',
    sentence: 'MUST roll back the whole operation where one field of it fails, and answer no data',
    async check(records) {
      const { world, subject } = records;
      const { id } = await records.create();
      const [values, patch] = [await world.sample(subject), await world.sample(subject)];
      const before = await world.ledger();
      const { one, type } = subject;
      const { data, errors } = await world.send(
        `mutation ($made: Create${type}Input!, $changed: Update${type}Input!, $stale: Delete${type}Input!) {
          made: create${type}(input: $made) { ${one} { id } }
          changed: update${type}(input: $changed) { ${one} { id } }
          stale: delete${type}(input: $stale) { ${one} { id } }
        }`,
        { made: values, changed: { id, expectedVersion: 1, patch }, stale: { id, expectedVersion: 1 } },
      );
      expect(data).toBeNull();
      expect(errors.map(({ path, extensions: { code } }) => ({ path, code }))).toEqual([
        { path: ['stale'], code: 'CONFLICT' },
      ]);
      expect(await world.ledger()).toBe(before);
    },
  },
  {
    id: 'S-04',
    sentence: 'MUST refuse to flush a change that is made past recordChanges',
    async check(records) {
      const { world, subject } = records;
      const { id } = await records.create();
      const before = await world.ledger();
      const manager = () => world.server.orm.em.fork({ session: tenantSession(world.server.organization.id) });
      const entity = manager().getMetadata().getByClassName(subject.type).class as EntityClass<Identified> &
        (new () => Identified);
      const past: ((em: EntityManager) => Promise<unknown>)[] = [
        async (em) => em.persist(new entity()),
        async (em) => em.remove(await em.findOneOrFail(entity, { id })),
        async (em) => Object.assign(await em.findOneOrFail(entity, { id }), { updatedBy: 'USER:nobody' }),
      ];
      for (const change of past) {
        const em = manager();
        await change(em);
        await expect(em.flush()).rejects.toThrow('Versioned entities can only be flushed inside recordChanges().');
      }
      expect(await world.ledger()).toBe(before);
    },
  },
];

interface Identified {
  id: string;
}
