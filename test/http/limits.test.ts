import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

let server: InMemoryServer;

beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());

async function refusal(query: string, variables?: Record<string, unknown>) {
  const { status, json } = await server.post({ query, variables }, { authorization: await server.bearer() });
  return { status, ...json.errors?.[0]?.extensions };
}

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const tooComplex = (limit: string) => expect.objectContaining({ status: 400, code: 'QUERY_TOO_COMPLEX', limit });
const accepted = { status: 200 };

describe('tokens', () => {
  it('are counted before anything is parsed', async () => {
    expect(await refusal(`{ ${'hello '.repeat(20_001)} }`)).toEqual(tooComplex('tokens'));
    expect(await refusal(`{ hello(name: [${'1 '.repeat(20_001)}]) }`)).toEqual(tooComplex('tokens'));
  });

  it('are not what stands in comments and texts', async () => {
    expect(await refusal(`# ${'word '.repeat(30_000)}\n{ hello(name: "${'word '.repeat(30_000)}") }`)).toEqual(
      accepted,
    );
  });

  it.each([
    ['selections', `${'{ chain '.repeat(5000)}${'}'.repeat(5000)}`],
    ['selections twice', `{ ${times(2, () => `${'chain { parent { '.repeat(1000)} id ${'} }'.repeat(1000)}`)} }`],
    ['lists', `{ echo(value: ${'['.repeat(5000)}${']'.repeat(5000)}) }`],
    ['objects', `{ echo(value: ${'{a:'.repeat(4000)}1${'}'.repeat(4000)}) }`],
    ['types', `query ($a: ${'['.repeat(9000)}Int${']'.repeat(9000)}) { hello }`],
  ])('may not be nested so deep that the parser falls: %s', async (_what, query) => {
    expect(await refusal(query)).toEqual(tooComplex('nesting'));
  });
});

describe('the text of a document', () => {
  it('has so many characters and lines as one that people or programs write', async () => {
    const spaces = (count: number) => `{ hello }${' '.repeat(count - '{ hello }'.length)}`;
    expect(await refusal(spaces(1_000_000))).toEqual(accepted);
    expect(await refusal(spaces(1_000_001))).toEqual(tooComplex('characters'));
    for (const end of ['\n', '\r', '\r\n']) {
      expect(await refusal(`${end.repeat(9999)}{ hello }`)).toEqual(accepted);
      expect(await refusal(`${end.repeat(10_000)}{ hello }`)).toEqual(tooComplex('lines'));
    }
  });

  it.each([
    ['comments', `${'#\n'.repeat(10_000)}{ hello }`],
    ['of a block string', `{ hello(name: """${'\n'.repeat(10_000)}""") }`],
    ['of a description', `"""${'\n a'.repeat(10_000)}""" query { hello }`],
  ])('has lines that are counted before one is read: %s', async (_what, query) => {
    // Nobody has to have a token for that.
    expect((await server.post({ query })).json.errors?.[0]).toMatchObject({
      message: 'The document has more than 10000 lines; put long values into variables.',
      extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'lines', allowed: 10_000 },
    });
  });

  it('has short names and numbers, whatever they name', async () => {
    const long = 'a'.repeat(256);
    for (const query of [
      `{ ${long} }`,
      `{ ${long}: hello }`,
      `{ hello(${long}: 1) }`,
      `query ${long} { hello }`,
      `{ echo(value: { ${long}: 1 }) }`,
      `{ echo(value: ${'1'.repeat(256)}) }`,
      `{ echo(value: 0.${'0'.repeat(255)}) }`,
    ]) {
      expect(await refusal(query)).toEqual(tooComplex('words'));
    }
    expect(await refusal(`{ ${'a'.repeat(255)}: hello(name: "${'a'.repeat(256)}") }`)).toEqual(accepted);
  });
});

describe('errors of a document', () => {
  it('are few, and each is short', async () => {
    const unknown = `{ ${times(90, (i) => `${'x'.repeat(240)}${i}`)} }`;
    const { text, json } = await server.post({ query: unknown }, { authorization: await server.bearer() });
    expect(json.errors).toHaveLength(21);
    expect(text.length).toBeLessThan(10_000);
    const given = { any: [{ ['x'.repeat(100_000)]: true }] };
    const query = 'query ($any: [Loose]) { signIns(any: $any) }';
    const answer = await server.post({ query, variables: given }, { authorization: await server.bearer() });
    expect(answer.json.errors?.[0]?.message).toHaveLength(2001);
  });
});

describe('fields of one name in one place', () => {
  // Each pair of them is looked at by the rules of validation, with all that stands below.
  it.each([
    ['beside each other', `{ ${'chain { parent { id } } '.repeat(900)} }`],
    ['with different arguments', `{ ${times(2000, (i) => `hello(name: "${i}")`)} }`],
    ['in inline fragments', `{ ${'... on Query { hello } '.repeat(900)} }`],
    ['in fragments', `{ ${times(300, (i) => `...F${i}`)} } ${times(300, (i) => `fragment F${i} on Query { hello }`)}`],
    ['below one another', `{ ${`chain { ${`parent { ${'id '.repeat(12)}} `.repeat(12)}} `.repeat(12)}}`],
    [
      'in fragments that double at each level',
      `{ ...F0 } ${times(390, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F390 on Query { hello }`,
    ],
  ])('may not be so many that validation keeps others waiting: %s', async (_how, query) => {
    expect(await refusal(query)).toEqual(tooComplex('merging'));
    // Nobody has to have a token for that.
    expect((await server.post({ query })).json.errors?.[0]?.extensions).toMatchObject({ limit: 'merging' });
  });

  it('may be as many as people write', async () => {
    expect(await refusal(`{ ${'hello '.repeat(100)} ${times(40, (i) => `a${i}: hello`)} }`)).toEqual(accepted);
  });
});

describe('fragments', () => {
  const chain = (count: number, next: (i: number) => number) =>
    `{ hello } ${times(count, (i) => `fragment F${i} on Query { ...F${next(i)} ...F${next(i + 1)} }`)}`;

  it('may not be so many that the rules of validation fall over them', async () => {
    const count = 1200;
    expect(await refusal(chain(count, (i) => (i + 1) % count))).toEqual(tooComplex('fragments'));
  });

  it('may not stand in themselves', async () => {
    expect(await refusal(chain(400, (i) => (i + 1) % 400))).toEqual(tooComplex('nesting'));
    expect(await refusal('{ ...A } fragment A on Query { ...B } fragment B on Query { chain { id } ...A }')).toEqual(
      tooComplex('nesting'),
    );
    const twice = '{ ...A ...B } fragment A on Query { ...B ...B } fragment B on Query { hello } query Q { ...A }';
    const { json } = await server.post({ query: twice, operationName: 'Q' });
    expect(json.errors?.[0]?.extensions.code).not.toBe('QUERY_TOO_COMPLEX');
  });

  it('are counted with comments in between', async () => {
    const commented = (text: string) => text.replaceAll('fragment ', 'fragment #\n').replaceAll('...', '...#\n');
    expect(await refusal(commented(chain(401, (i) => Math.min(i + 1, 400))))).toEqual(tooComplex('fragments'));
    expect(await refusal(commented(chain(50, (i) => (i + 1) % 50)))).toEqual(tooComplex('nesting'));
  });

  it('may stand in each other', async () => {
    expect(
      await refusal(
        `{ ...F0 } ${times(300, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F300 on Query { hello }`,
      ),
    ).toEqual(accepted);
  });

  it('are not what is called so', async () => {
    expect(await refusal(`{ ${times(500, () => 'chain { fragment: id }')} }`)).not.toEqual(tooComplex('fragments'));
  });
});

describe('operations of a document', () => {
  const operations = (count: number) => times(count, (i) => `query Q${i} { hello }`);

  it('may not be so many that validation keeps others waiting', async () => {
    const post = async (query: string) =>
      (await server.post({ query, operationName: 'Q0' })).json.errors?.[0]?.extensions;
    expect((await post(operations(50)))?.code).not.toBe('QUERY_TOO_COMPLEX');
    // Nobody has to have a token for that.
    expect(await post(operations(51))).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit: 'operations', allowed: 50 });
  });
});

describe('depth', () => {
  const chain = (levels: number) =>
    `{ ${'chain { '.replace('chain', 'chain')}${'parent { '.repeat(levels - 2)}id${' }'.repeat(levels - 1)} }`;

  it('is counted in levels of fields', async () => {
    expect(await refusal(chain(15))).toEqual(accepted);
    expect(await refusal(chain(16))).toEqual(tooComplex('depth'));
  });

  it('goes through fragments', async () => {
    const fragments = times(15, (i) => `fragment F${i} on Post { parent { ${i === 14 ? 'id' : `...F${i + 1}`} } }`);
    expect(await refusal(`{ chain { ...F0 } } ${fragments}`)).toEqual(tooComplex('depth'));
    expect(
      await refusal(`{ chain { ... on Post { ${'parent { ... { '.repeat(14)} id ${'} }'.repeat(14)} } } }`),
    ).toEqual(tooComplex('depth'));
  });

  it('leaves the introspection of tools alone', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect(await refusal(getIntrospectionQuery())).toEqual(accepted);
  });
});

describe('input', () => {
  const query = (count: number, below = '{ totalCount }') =>
    `query ($t: String) { ${times(count, (i) => `a${i}: posts(filter: { title: $t }) ${below}`)} }`;
  const text = (characters: number) => ({ t: 'x'.repeat(characters) });

  it('of a query is counted once for each field that has it', async () => {
    expect(await refusal(query(1), text(999_000))).toEqual(accepted);
    expect(await refusal(query(2), text(999_000))).toEqual(tooComplex('input'));
    expect(await refusal(query(49), text(20_000))).toEqual(accepted);
    expect(await refusal(query(49), text(21_000))).toEqual(tooComplex('input'));
    // Operations of one shape are told apart by how long their values are.
    expect(await refusal(query(49), text(20))).toEqual(accepted);
    expect(await refusal(query(49), text(21_000))).toEqual(tooComplex('input'));
  });

  it('is counted wherever it stands: in fragments, as a default, as an argument as a whole, in the text', async () => {
    const root = `query ($t: String) { ...F } fragment F on Query { ${times(40, (i) => `a${i}: hello(name: $t)`)} }`;
    expect(await refusal(root, text(30_000))).toEqual(tooComplex('input'));
    const withDefault = `query ($t: String = "${'x'.repeat(30_000)}") { ${times(40, (i) => `a${i}: hello(name: $t)`)} }`;
    expect(await refusal(withDefault)).toEqual(tooComplex('input'));
    const whole = `query ($f: PostFilter) { ${times(40, (i) => `a${i}: posts(filter: $f) { totalCount }`)} }`;
    const titles = Array.from({ length: 5000 }, () => 'title');
    expect(await refusal(whole, { f: { titles } })).toEqual(tooComplex('input'));
    expect(await refusal(whole, { f: { titles: titles.slice(0, 2000) } })).toEqual(accepted);
    const literal = `{ ...F ...F } fragment F on Query { echo(value: { a: ["${'x'.repeat(600_000)}"] }) }`;
    expect(await refusal(literal)).toEqual(tooComplex('input'));
  });

  it('is counted as often as its field can be answered', async () => {
    const nested = (first: number) =>
      `query ($t: JSON) { posts(first: ${first}) { nodes { search(value: $t) } edges { node { search(value: $t) } } } }`;
    expect(await refusal(nested(5), { t: ['x'.repeat(90_000)] })).toEqual(accepted);
    expect(await refusal(nested(6), { t: ['x'.repeat(90_000)] })).toEqual(tooComplex('input'));
  });

  it('of a mutation is as much at most as a body holds', async () => {
    const mutation = (count: number) =>
      `mutation ($t: String!) { ${times(count, (i) => `a${i}: createPost(title: $t) { id }`)} }`;
    expect(await refusal(mutation(3), text(1_300_000))).toEqual(accepted);
    expect(await refusal(mutation(4), text(1_300_000))).toEqual(tooComplex('input'));
  });
});

describe('aliases', () => {
  it('of a read may not be a flood, wherever they stand', async () => {
    expect(await refusal(`{ ${times(50, (i) => `a${i}: hello`)} }`)).toEqual(accepted);
    expect(await refusal(`{ ${times(51, (i) => `a${i}: hello`)} }`)).toEqual(tooComplex('aliases'));
    expect(await refusal(`{ ${times(51, (i) => `a${i}: __typename`)} }`)).toEqual(tooComplex('aliases'));
    expect(await refusal(`{ __schema { ${times(51, (i) => `a${i}: types { name }`)} } }`)).toEqual(
      tooComplex('aliases'),
    );
    const spread = times(6, (i) => `a${i}: chain { ...F }`);
    const fragment = `fragment F on Post { ${times(9, (i) => `b${i}: id`)} }`;
    expect(await refusal(`{ ${spread} } ${fragment}`)).toEqual(tooComplex('aliases'));
  });

  it('are not counted where @skip leaves them out', async () => {
    const query = `query ($no: Boolean!) { hello ${times(60, (i) => `a${i}: hello @include(if: $no)`)} }`;
    expect(await refusal(query, { no: false })).toEqual(accepted);
    expect(await refusal(query, { no: true })).toEqual(tooComplex('aliases'));
  });

  it('let one mutation operation change 250 records, and no more than 300', async () => {
    const mutation = (count: number) =>
      `mutation { ${times(count, (i) => `c${i}: createPost(title: "post ${i}") { id name: title comments { totalCount } }`)} }`;
    expect(await refusal(mutation(250))).toEqual(accepted);
    expect(await refusal(mutation(301))).toEqual(tooComplex('fields'));
  });

  it('of a mutation are limited below each of its fields', async () => {
    const query = `mutation { createPost(title: "x") { ${times(51, (i) => `a${i}: id`)} } }`;
    expect(await refusal(query)).toEqual(tooComplex('aliases'));
  });
});

describe('cost', () => {
  const three = (size: string) =>
    `posts(first: ${size}) { nodes { comments(first: ${size}) { nodes { comments(first: ${size}) { nodes { id } } } } } }`;

  it('multiplies by page sizes, wherever they come from', async () => {
    expect(await refusal(`{ ${three('10')} }`)).toEqual(accepted);
    expect(await refusal(`{ ${three('100')} }`)).toEqual(tooComplex('cost'));
    const query = `query ($n: Int = 100) { ${three('$n')} }`;
    expect(await refusal(query, { n: 10 })).toEqual(accepted);
    expect(await refusal(query, { n: 100 })).toEqual(tooComplex('cost'));
    expect(await refusal(query)).toEqual(tooComplex('cost'));
  });

  it('uses a default of the schema, the usual page of 20, and never more than 100', async () => {
    expect(await cost('{ posts(first: 7) { nodes { comments { nodes { id } } } } }')).toBe(1 + 7 * (1 + 1 + 5 * 2));
    expect(await cost('{ posts { nodes { id } } }')).toBe(1 + 20 * 2);
    expect(await cost('{ posts(first: null, last: 3) { nodes { id } } }')).toBe(1 + 3 * 2);
    expect(await cost('{ posts(first: 2000000000) { nodes { id } } }')).toBe(1 + 100 * 2);
    expect(await cost('{ posts(first: -5) { nodes { id } } }')).toBe(1);
    expect(
      await cost(
        '{ posts(first: 9) { totalCount edges { node { id } } ...P } } fragment P on PostConnection { nodes { id } }',
      ),
    ).toBe(1 + 1 + 9 * 3 + 9 * 2);
  });

  it('is not fooled by fragments that double at each level', async () => {
    const doubled = times(40, (i) => `fragment F${i} on Post { a: parent { ...G${i} } }`);
    const again = times(
      40,
      (i) => `fragment G${i} on Post { ...F${i + 1} ...H${i} } fragment H${i} on Post { ...F${i + 1} }`,
    );
    // Walked fragment by fragment, this would not end.
    const answer = await refusal(`{ chain { ...F0 } } ${doubled} ${again} fragment F40 on Post { id }`);
    expect(answer).toMatchObject({ status: 400, code: 'QUERY_TOO_COMPLEX' });
  });

  it('refuses fragments that stand too deep in each other', async () => {
    const fragments = times(400, (i) => `fragment F${i} on Post { ... { ${i === 399 ? 'id' : `...F${i + 1}`} } }`);
    expect(await refusal(`{ chain { ...F0 } } ${fragments}`)).toEqual(tooComplex('nesting'));
  });

  it('says the size and the limit', async () => {
    const { json } = await server.post({ query: `{ ${three('100')} }` });
    expect(json.errors?.[0]?.message).toBe(
      'The operation is 2020201 fields large at most; the limit is 20000: ask for fewer items by `first`, or leave fields out.',
    );
    expect(json.errors?.[0]?.extensions).toMatchObject({ limit: 'cost', size: 2_020_201, allowed: 20_000 });
  });
});

/** The cost of a query, as a server says it that allows nothing. */
async function cost(query: string): Promise<unknown> {
  const strict = await startInMemoryServer({
    config: { ...readConfig({}), limits: { ...readConfig({}).limits, tokens: 1000, cost: 0 } },
  });
  const { json } = await strict.post({ query });
  await strict.app.close();
  return json.errors?.[0]?.extensions['size'];
}
