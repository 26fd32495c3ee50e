import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { EveryTypeClient, type Values } from './every-type-client.js';
import { everyTypeFields } from './every-type-values.js';
import { plainValues } from './plain-values.js';
import { withSuperuser } from './superuser.js';
import { testModules } from './test-modules.js';

let server: TestServer;
let client: EveryTypeClient;
let tagId: string;

beforeAll(async () => {
  server = await startTestServer(testModules);
  client = new EveryTypeClient(server);
  tagId = await client.createTag('one');
});
afterAll(() => server.stop());

async function create(values: object = {}): Promise<string> {
  return (await client.mutate('create', { label: client.distinct(''), tagId, ...plainValues, ...values })).id;
}

/** Writes one column as PostgreSQL reads a literal. @returns SQLSTATE of its refusal */
async function write(id: string, column: string, literal: string): Promise<string | undefined> {
  return withSuperuser(server, async (query) => {
    try {
      await query(`update every_type set ${column} = $1 where id = $2`, [literal, id]);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });
}

/** Everything that the API tells of a record: in a list, its history with snapshots, a diff and the audit log. */
const everything = `query ($id: ID!, $label: String!) {
  everyTypes(filter: { label: { eq: $label } }) { nodes { id createdAt updatedAt deletedAt ${everyTypeFields} } }
  history(id: $id) { nodes { changes { field before after } ... on EveryTypeVersion {
    snapshot { id createdAt updatedAt deletedAt ${everyTypeFields} } } } }
  diff(id: $id, from: 1, to: 2) { field before after }
  auditLog(filter: { entityId: $id }) { nodes { before after } }
}`;

interface Told {
  everyTypes: { nodes: Values[] };
  history: { nodes: { changes: Values[]; snapshot: Values }[] };
  diff: Values[];
  auditLog: { nodes: Values[] };
}

async function labelOf(id: string): Promise<string> {
  return (await client.read(id))['label'] as string;
}

describe('What the API cannot give is not stored, whoever writes it', () => {
  const refused: [string, string][] = [
    ['instant', 'infinity'],
    ['instant', '-infinity'],
    ['instant', '0001-12-31 00:00:00+00 BC'],
    ['instant', '12000-01-01 00:00:00+00'],
    ['instant_or_null', 'infinity'],
    ['deleted_at', 'infinity'],
    ['day', 'infinity'],
    ['day_or_null', '0044-03-15 BC'],
    ['day', '10000-01-01'],
    ['amount', 'NaN'],
    ['price', 'NaN'],
    ['real', 'NaN'],
    ['real', '-Infinity'],
    ['real_or_null', 'Infinity'],
    ['dictionary', '[1]'],
    ['dictionary', '7'],
    ['dictionary', 'null'],
    ['document', 'null'],
  ];
  it.each(refused)('%s = %s is refused by its constraint', async (column, literal) => {
    expect(await write(await create(), column, literal)).toBe('23514');
  });

  const accepted: [string, string][] = [
    ['instant', '0001-01-01 00:00:00+00'],
    ['instant', '9999-12-31 23:59:59.999999+00'],
    ['day', '0001-01-01'],
    ['day', '9999-12-31'],
    ['real', '1.7976931348623157e308'],
    ['document', '[1]'],
    ['dictionary', '{}'],
  ];
  it.each(accepted)('%s = %s is stored', async (column, literal) => {
    expect(await write(await create(), column, literal)).toBeUndefined();
  });

  const year = fc.integer({ min: -4000, max: 20_000 });
  const era = (value: number) =>
    value <= 0 ? `${String(1 - value).padStart(4, '0')}-02-03 BC` : `${String(value).padStart(4, '0')}-02-03`;
  const special = fc.constantFrom('infinity', '-infinity', 'epoch');
  const number = fc.oneof(fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0', '1e-300'), fc.double().map(String));
  const deep = fc.nat(4000).map((levels) => `${'['.repeat(levels)}1${']'.repeat(levels)}`);
  const literal = fc.oneof(
    fc.tuple(fc.constantFrom('instant', 'instant_or_null', 'day', 'day_or_null'), fc.oneof(special, year.map(era))),
    fc.tuple(fc.constantFrom('real', 'real_or_null', 'amount', 'amount_or_null', 'price'), number),
    fc.tuple(
      fc.constantFrom('document', 'document_or_null', 'dictionary'),
      fc.oneof(
        deep,
        fc.json(),
        fc.bigInt().map(String),
        fc.bigInt().map((digits) => `{"n": [0.${digits < 0n ? -digits : digits}]}`),
      ),
    ),
    fc.tuple(fc.constantFrom('big', 'whole', 'small'), fc.bigInt().map(String)),
    fc.tuple(fc.constantFrom('text', 'label_or_null', 'color'), fc.string({ unit: 'binary', maxLength: 300 })),
  );

  it('and whatever is stored is given, in lists, histories, diffs and the audit log', { tags: ['slow'] }, async () => {
    await fc.assert(
      fc.asyncProperty(literal, async ([column, value]) => {
        const id = await create();
        if (await write(id, column, value)) return;
        // Where the value is what stood there already, there is a second version all the same.
        await write(id, 'flag', 'false');
        const variables = { id, label: await labelOf(id) };
        const { errors, data } = await server.graphql<Told>(everything, variables);
        const isDeep = value.startsWith('['.repeat(1001));
        expect(errors.map(({ path }) => path?.at(-1)).filter((field) => !isDeep || field !== 'documentOrNull')).toEqual(
          [],
        );
        expect(data?.everyTypes.nodes).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });
});

describe('What was stored before it was refused', () => {
  const bounded = [
    'instant',
    'instant_or_null',
    'day',
    'day_or_null',
    'amount_or_null',
    'real_or_null',
    'document_or_null',
    'dictionary',
  ];

  beforeAll(() =>
    withSuperuser(server, async (query) => {
      for (const column of bounded) await query(`alter table every_type drop constraint every_type_${column}_readable`);
    }),
  );

  const stored: [string, string, string, unknown][] = [
    ['instant_or_null', 'instantOrNull', 'infinity', 'infinity'],
    ['instant_or_null', 'instantOrNull', '12000-01-01 00:00:00+00', expect.stringMatching(/^12000-01-01/)],
    ['instant_or_null', 'instantOrNull', '0044-03-15 00:00:00+00 BC', expect.stringMatching(/BC$/)],
    ['day_or_null', 'dayOrNull', 'infinity', 'infinity'],
    ['amount_or_null', 'amountOrNull', 'NaN', 'NaN'],
    ['real_or_null', 'realOrNull', 'NaN', 'NaN'],
    ['real_or_null', 'realOrNull', '-Infinity', '-Infinity'],
    ['dictionary', 'dictionary', '[1]', [1]],
  ];
  it.each(stored)('costs the field %s alone: %s', async (column, field, literal, told) => {
    const id = await create();
    expect(await write(id, column, literal)).toBeUndefined();
    const { data, errors, extensions } = await server.graphql<Told>(everything, { id, label: await labelOfAll(id) });
    expect(errors.map(({ path }) => path?.join('.'))).toEqual([`everyTypes.nodes.0.${field}`]);
    const place = { entityType: 'EveryType', entityId: id, version: 2, field };
    expect(extensions).toEqual({ history: [{ ...place, stored: told }] });
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('written past the application'),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(data!.everyTypes.nodes[0]).toMatchObject({ id, text: plainValues.text, [field]: null });
    expect(data!.history.nodes[0]!.changes).toEqual([{ field, before: null, after: told }]);
    expect(data!.diff).toEqual([{ field, before: null, after: told }]);
    expect(data!.auditLog.nodes[0]).toEqual({ before: { [field]: null }, after: { [field]: told } });
  });

  it.each([
    ['instant', 'instant', 'infinity', '1970-01-01T00:00:00.000000Z'],
    ['day', 'day', '-infinity', '1970-01-01'],
  ])(
    'is given as it is where there must be something, and in the past told beside: %s',
    async (column, field, literal, standIn) => {
      const id = await create();
      expect(await write(id, column, literal)).toBeUndefined();
      const { data, errors, extensions } = await server.graphql<Told>(everything, { id, label: await labelOfAll(id) });
      expect(errors).toEqual([]);
      expect(data!.everyTypes.nodes[0]![field]).toBe(literal);
      expect(data!.history.nodes[0]!.snapshot[field]).toBe(standIn);
      expect(extensions!.history).toMatchObject([{ field, stored: literal }]);
    },
  );

  it('costs the field dictionary alone where JSON is nested too deeply', async () => {
    const id = await create();
    expect(await write(id, 'dictionary', `{"a":${'['.repeat(3000)}1${']'.repeat(3000)}}`)).toBeUndefined();
    const query = 'query ($id: ID!) { everyType(id: $id) { text dictionary } }';
    const { data, errors } = await server.graphql<{ everyType: Values }>(query, { id });
    expect(errors.map(({ message }) => message)).toEqual([
      'What is stored here is no JSONObject, or nested too deeply; it was written past the application.',
    ]);
    expect(data!.everyType).toEqual({ text: plainValues.text, dictionary: null });
  });

  it.each(['', 'somebody', 'WIZARD:7'])('is told as the word of SQL where it says who: %j', async (who) => {
    const id = await create();
    await withSuperuser(server, async (query) => {
      await query('set session_replication_role = replica');
      await query('update every_type set updated_by = $1 where id = $2', [who, id]);
    });
    const query = 'query ($id: ID!) { everyType(id: $id) { updatedBy { kind id displayName } } }';
    const { data, errors } = await server.graphql<{ everyType: Values }>(query, { id });
    expect(errors).toEqual([]);
    expect(data!.everyType).toEqual({ updatedBy: { kind: 'SQL', id: who, displayName: null } });
  });

  it('can be told from versions in which it is the same, and not reverted to', async () => {
    const id = await create();
    await write(id, 'instant_or_null', 'infinity');
    await write(id, 'text', 'other');
    const { history } = await client.ask<Pick<Told, 'history'>>(
      'query ($id: ID!) { history(id: $id) { nodes { changes { field } } } }',
      {
        id,
      },
    );
    expect(history.nodes[0]!.changes).toEqual([{ field: 'text' }]);
    await write(id, 'instant_or_null', '2026-01-01 00:00:00+00');
    const { errors } = await server.graphql(client.document('revert'), {
      input: { id, expectedVersion: 4, toVersion: 2 },
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'instantOrNull' });
  });

  async function labelOfAll(id: string): Promise<string> {
    const { everyType } = await client.ask<{ everyType: { label: string } }>(
      'query ($id: ID!) { everyType(id: $id) { label } }',
      { id },
    );
    return everyType.label;
  }
});

describe('A JSON number that JavaScript would round', () => {
  const inexact = [
    '9007199254740993',
    '0.1000000000000000055511151231257827',
    `1${'0'.repeat(400)}`,
    '-12345678901234567890.5',
  ];

  it.each(inexact)('comes back as it is stored, everywhere: %s', async (number) => {
    const id = await create();
    await write(id, 'dictionary', `{"n": ${number}, "list": [1, {"deep": ${number}}], "text": "${number}"}`);
    const { body } = await server.graphql(everything, { id, label: await labelOf(id) });
    // In the list, in the snapshot, and in what has changed as told by the version, the diff and the audit log.
    expect(body.split(`{"n":${number},"list":[1,{"deep":${number}}],"text":"${number}"}`)).toHaveLength(1 + 5);
  });

  it.each([...inexact, '1.0', '0.10'])('is reverted to as it was stored: %s', async (number) => {
    const id = await create();
    await write(id, 'dictionary', `{"n": ${number}}`);
    await write(id, 'dictionary', '{"n": 1}');
    const reverted = await server.graphql(client.document('revert'), {
      input: { id, expectedVersion: 3, toVersion: 2 },
    });
    expect(reverted.errors).toEqual([]);
    const stored = await withSuperuser(server, (query) =>
      query(
        `select t.version, t.dictionary::text, (v.snapshot -> 'dictionary')::text as recorded, v.operation, v.changed
         from every_type t join entity_version v on v.entity_id = t.id and v.version = t.version where t.id = $1`,
        [id],
      ),
    );
    const text = `{"n": ${number}}`;
    expect(stored).toEqual([
      { version: 4, dictionary: text, recorded: text, operation: 'REVERT', changed: ['dictionary'] },
    ]);
    expect(
      (
        await client.ask<Pick<Told, 'history'>>(
          `query ($id: ID!) { history(id: $id) { nodes { changes { field } } } }`,
          { id },
        )
      ).history.nodes[0]!.changes,
    ).toEqual([{ field: 'dictionary' }]);
  });

  it('stays as it is where another field is changed by the API', async () => {
    const id = await create();
    await write(id, 'dictionary', '{"n": 9007199254740993}');
    await client.mutate('update', { id, expectedVersion: 2, patch: { text: 'other' } });
    const [stored] = await withSuperuser(server, (query) =>
      query('select dictionary::text as text from every_type where id = $1', [id]),
    );
    expect(stored).toEqual({ text: '{"n": 9007199254740993}' });
  });
});
