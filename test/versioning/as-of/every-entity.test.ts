import fc from 'fast-check';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authChecker } from '../../../src/auth/access.js';
import { buildSchema } from '../../../src/schema/build-schema.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { testModules } from '../test-modules.js';
import { Draw } from './draw.js';
import { type AnsweredPage, everyPage, pageFields } from './every-page.js';
import { belowVariables, drawQuestion, expectedList, expectedRecord, isAmong, recordFields } from './list-question.js';
import { RandomWrites } from './random-writes.js';
import { type Ask, recordState, type RecordedState, trashFields } from './recorded-state.js';
import { entitiesOf, type SchemaEntity } from './schema-entity.js';

/** How long to go on, for those who have more time than the suite. */
const seconds = Number(process.env['MODEL_SECONDS'] ?? 0);

let server: TestServer;
let entities: readonly SchemaEntity[];
beforeAll(async () => {
  server = await startTestServer({ ...testModules, settings: { MAX_COST: '10000000' } });
  entities = entitiesOf(
    await buildSchema(authChecker as AuthChecker<never>, testModules.additionalResolvers),
    server.orm,
  );
});
afterAll(() => server.stop());

/** An instant by one of its names, as `asOf` takes it. */
function drawName(draw: Draw, states: readonly RecordedState[], n: number): Readonly<Record<string, string>> {
  const { names } = states[n]!;
  const next = states[n + 1]?.names.changeSet;
  return draw.one<Readonly<Record<string, string>>>([
    { changeSet: names.changeSet },
    { snapshot: names.snapshot },
    { at: names.at },
    ...(next === undefined ? [] : [{ before: next }]),
  ]);
}

/** A list of an entity, page by page. */
async function compareList(draw: Draw, ask: Ask, entity: SchemaEntity, state: RecordedState, asOf: object) {
  const question = drawQuestion(draw, entity, state);
  const { filter, orderBy, deleted, below } = question;
  const query = `query($filter: ${entity.filterType}, $orderBy: [${entity.orderType}!], $deleted: DeletedFilter, $asOf: AsOf,
      $first: Int, $last: Int, $after: String, $before: String${belowVariables(entity)}) {
    page: ${entity.many}(filter: $filter, orderBy: $orderBy, deleted: $deleted, asOf: $asOf, first: $first, last: $last,
      after: $after, before: $before) { ${pageFields} nodes { ${recordFields(entity)} } } }`;
  const variables = { filter, orderBy, deleted, asOf, below: below.deleted, few: below.few };
  const answered = await everyPage(
    async (page) => (await ask<{ page: AnsweredPage }>(query, { ...variables, ...page })).page,
    1 + draw.int(3),
    draw.isOneIn(2),
  );
  const records = expectedList(entity, state, question);
  const nodes = records.map((record) => expectedRecord(entity, record, state, below));
  expect({ entity: entity.name, variables, ...answered }).toEqual({
    entity: entity.name,
    variables,
    totalCounts: [records.length],
    nodes,
  });
}

/** One record, by both ways to ask for it, and the lists below it page by page. */
async function compareRecord(draw: Draw, ask: Ask, entity: SchemaEntity, states: readonly RecordedState[], n: number) {
  const state = states[n]!;
  const everKnown = [...new Set(states.flatMap((one) => one.of(entity.name).map(({ id }) => id)))];
  if (everKnown.length === 0) return;
  const [id, asOf, { deleted, below }] = [
    draw.one(everKnown),
    drawName(draw, states, n),
    drawQuestion(draw, entity, state),
  ];
  const query = `query($id: ID!, $asOf: AsOf, $deleted: DeletedFilter${belowVariables(entity)}) {
    one: ${entity.one}(id: $id, asOf: $asOf, deleted: $deleted) { ${recordFields(entity)} }
    node(id: $id, asOf: $asOf) { __typename id } }`;
  const answer = await ask(query, { id, asOf, deleted, below: below.deleted, few: below.few });
  const record = state.find(id);
  const isThere = record && isAmong(record, deleted);
  expect({ id, asOf, ...(answer as object) }).toEqual({
    id,
    asOf,
    one: isThere ? expectedRecord(entity, record, state, below) : null,
    node: record?.isDeleted === false ? { __typename: entity.name, id } : null,
  });
  for (const { field, by, target } of isThere ? entity.children : []) {
    const children = `query($id: ID!, $asOf: AsOf, $of: DeletedFilter, $deleted: DeletedFilter, $first: Int, $last: Int,
        $after: String, $before: String) {
      one: ${entity.one}(id: $id, asOf: $asOf, deleted: $of) {
        page: ${field}(deleted: $deleted, first: $first, last: $last, after: $after, before: $before) {
          ${pageFields} nodes { id version } } } }`;
    const answered = await everyPage(
      async (page) => {
        const variables = { id, asOf, of: deleted, deleted: below.deleted, ...page };
        return (await ask<{ one: { page: AnsweredPage } }>(children, variables)).one.page;
      },
      1 + draw.int(1),
      draw.isOneIn(2),
    );
    const all = state.of(target).filter((one) => one.references[by] === id && isAmong(one, below.deleted));
    const nodes = all.map((one) => ({ id: one.id, version: one.version }));
    expect({ id, field, ...answered }).toEqual({ id, field, totalCounts: [nodes.length], nodes });
  }
}

/** The trash, page by page, of some types or of all. */
async function compareTrash(draw: Draw, ask: Ask, { trash }: RecordedState, asOf: object) {
  const types = draw.isOneIn(2) ? null : draw.some(entities, 4).map(({ name }) => name);
  const query = `query($types: [String!], $asOf: AsOf, $first: Int, $last: Int, $after: String, $before: String) {
    page: trash(types: $types, asOf: $asOf, first: $first, last: $last, after: $after, before: $before) {
      ${pageFields} ${trashFields.replace('totalCount ', '')} } }`;
  const answered = await everyPage(
    async (page) => (await ask<{ page: AnsweredPage }>(query, { types, asOf, ...page })).page,
    1 + draw.int(4),
    draw.isOneIn(2),
  );
  const nodes = trash.nodes.filter(({ entity }) => types?.includes(entity.type) ?? true);
  expect({ types, ...answered }).toEqual({ types, totalCounts: [nodes.length], nodes });
}

/** What failed by how it is found again: what was drawn says nothing to anybody. */
async function asyncReporter({
  failed,
  seed,
  errorInstance,
  numRuns,
}: fc.RunDetails<[fc.GeneratorValue]>): Promise<void> {
  // Where the time is over, nothing has failed.
  if (failed && errorInstance !== null)
    throw new Error(`With the seed ${seed}, in run ${numRuns}.`, { cause: errorInstance });
}

it(
  'whatever can be asked of any entity is answered as of any instant as it was while that was the present',
  { tags: ['slow'], timeout: Math.max(240_000, seconds * 2000) },
  async () => {
    let organizations = 0;
    const property = fc.asyncProperty(fc.gen(), async (next) => {
      const draw = new Draw(next);
      const { tokens, users } = await server.addOrganization(`every-${(organizations += 1)}`);
      const send = (query: string, variables?: Record<string, unknown>) =>
        server.graphql(query, variables, tokens.ADMIN);
      const ask: Ask = async (query, variables) => dataOf(await send(query, variables)) as never;
      const writes = new RandomWrites(entities, users.ADMIN);
      const states = [await recordState(ask, entities)];
      for (let n = 0; n < 60; n++) {
        const write = writes.next(draw, states.at(-1)!);
        if (!write) continue;
        const { data, errors } = await send(write.query, write.variables);
        // A refusal is no failure, of whatever code the API has for it.
        expect(errors.filter(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR')).toEqual([]);
        const made = data as { made: { changeSet: object | null } } | null | undefined;
        if (made?.made.changeSet) states.push(await recordState(ask, entities));
      }
      expect(states.length).toBeGreaterThan(15);
      for (let n = 0; n < 40; n++) {
        const at = draw.int(states.length - 1);
        const entity = draw.one(entities);
        await compareList(draw, ask, entity, states[at]!, drawName(draw, states, at));
        await compareRecord(draw, ask, entity, states, at);
        if (n % 6 === 0) await compareTrash(draw, ask, states[at]!, drawName(draw, states, at));
      }
    });
    const long = seconds > 0 && { numRuns: 1_000_000, interruptAfterTimeLimit: seconds * 1000 };
    await fc.assert(property, { numRuns: 1, endOnFailure: true, asyncReporter, ...long });
  },
);
