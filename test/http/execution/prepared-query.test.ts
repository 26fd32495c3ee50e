import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
} from 'graphql';
import {
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import { expect, inject, it } from 'vitest';
import { PreparedQuery } from '../../../src/http/execution/prepared-query.js';
import { CountedKinds, type ToldAnswer } from '../counted-kinds.js';

const Colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 1 }, BLUE: { value: 2 } } });
const Odd = new GraphQLScalarType({
  name: 'Odd',
  serialize(value) {
    if (value === 4) throw new TypeError('Four is not odd.');
    return value === 6 ? undefined : value;
  },
});

/** What resolvers give: by turns what fits and what does not. */
class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  one<T>(...choices: readonly T[]): T {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return choices[Math.floor((this.#state / 2 ** 32) * choices.length)]!;
  }
}

type Context = { readonly draw: Draw };

const drawn =
  (...choices: readonly unknown[]) =>
  (_source: unknown, _args: unknown, { draw }: Context): unknown => {
    const choice = draw.one(...choices);
    return typeof choice === 'function' ? (choice as (draw: Draw) => unknown)(draw) : choice;
  };
const fails = () => {
  throw new Error('Failed.');
};
const one = () => ({ kind: 'Leaf', plain: 'p', method: () => 'called', colour: 1, odd: 3 });
const other = () => ({ kind: 'Other', plain: null, colour: 2 });

const Thing = new GraphQLInterfaceType({
  name: 'Thing',
  fields: () => ({ plain: { type: GraphQLString }, thing: { type: Thing } }),
  resolveType: (value) => {
    const { kind } = value as { kind: string };
    return kind === 'Promised' ? Promise.resolve('Leaf') : kind;
  },
});
const Leaf: GraphQLObjectType = new GraphQLObjectType({
  name: 'Leaf',
  interfaces: [Thing],
  isTypeOf: (value) => (value as { isLeaf?: boolean }).isLeaf ?? true,
  fields: () => ({
    plain: { type: GraphQLString },
    method: { type: GraphQLString },
    colour: { type: Colour },
    odd: { type: Odd },
    needed: { type: new GraphQLNonNull(GraphQLInt), resolve: drawn(1, 2, 3, null, fails, async () => 4) },
    odds: {
      type: new GraphQLList(new GraphQLNonNull(Odd)),
      resolve: drawn([1, 3], [3, 4], [6], [1, Promise.resolve(4)], 'text', null),
    },
    error: {
      type: GraphQLFloat,
      resolve: drawn(1.5, new Error('Given.'), new GraphQLError('Ours.'), Promise.reject.bind(Promise, 'no error')),
    },
    argued: {
      type: GraphQLString,
      args: {
        n: { type: GraphQLInt, defaultValue: 7 },
        id: { type: new GraphQLNonNull(GraphQLID), defaultValue: 'd' },
      },
      resolve: (_source, args: object, _context, { path, fieldName }) => JSON.stringify([args, path.key, fieldName]),
    },
    leaf: { type: Leaf, resolve: drawn(one, one, async () => one(), null, { isLeaf: false }) },
    thing: { type: Thing, resolve: things },
    neededLeaf: { type: new GraphQLNonNull(Leaf), resolve: drawn(one, one, async () => one(), one, null, fails) },
    leaves: {
      type: new GraphQLNonNull(new GraphQLList(Leaf)),
      resolve: drawn(
        () => [one(), one()],
        () => [one(), null],
        () => [one(), Promise.resolve(one())],
        new Set([one()]),
        [],
      ),
    },
    either: { type: Either, resolve: drawn(one, other, { kind: 'Nobody' }) },
  }),
});
const Other = new GraphQLObjectType({
  name: 'Other',
  interfaces: [Thing],
  fields: { plain: { type: GraphQLString }, thing: { type: Thing }, colour: { type: new GraphQLNonNull(Colour) } },
});
const Either = new GraphQLUnionType({
  name: 'Either',
  types: [Leaf, Other],
  resolveType: (value) => (value as { kind: string }).kind,
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { ...Leaf.toConfig().fields } }),
  types: [Leaf, Other],
});

function things(_source: unknown, _args: unknown, { draw }: Context): unknown {
  return draw.one<unknown>(
    one(),
    other(),
    { kind: 'Promised' },
    { kind: 'String' },
    { kind: null },
    { kind: 5 },
    Promise.resolve(other()),
  );
}

/** A selection of a type, with aliases, fragments and conditions. */
function selection(draw: Draw, depth: number): string {
  const fields = Array.from({ length: draw.one(1, 2, 3, 4) }, (_, n) => {
    const alias = draw.one('', '', `a${n}: `, n === 0 ? '__proto__: ' : '');
    const when = draw.one('', '', ' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)');
    const leaf = draw.one(
      'plain',
      'method',
      'colour',
      'odd',
      'needed',
      'odds',
      'error',
      '__typename',
      'argued',
      'argued(n: $n, id: $id)',
    );
    if (depth === 0) return `${alias}${leaf}${when}`;
    const below = selection(draw, depth - 1);
    return draw.one(
      `${alias}${leaf}${when}`,
      `${alias}leaf ${when} ${below}`,
      `${alias}neededLeaf ${below}`,
      `${alias}leaves ${below}`,
      `... on Leaf ${when} ${below}`,
      `... on Thing ${when} { plain ${alias}thing { __typename } }`,
      `...Named ${when}`,
      `thing { plain ... on Leaf ${below} ... on Other { colour } }`,
      `either { __typename ... on Leaf ${below} }`,
    );
  });
  return `{ ${fields.join(' ')} }`;
}

function documentOf(draw: Draw): DocumentNode | undefined {
  const selected = selection(draw, 2).replaceAll('... on Leaf', '... on Leaf');
  const query = `query ($yes: Boolean! = true, $no: Boolean!, $n: Int, $id: ID!) ${selected.replace(/^\{ \.\.\. on Leaf[^{]*/, '{ leaf ')} fragment Named on Thing { plain ... on Leaf { colour odd argued } }`;
  const document = parse(query);
  return validate(schema, document).every(({ message }) => /never used/.test(message)) ? document : undefined;
}

it('answers as graphql-js does, whatever resolvers give', async () => {
  const { count, seed: first } = inject('documents') ?? { count: 600, seed: 1 };
  const kinds = new CountedKinds(schema);
  let answered = 0;
  let failed = 0;
  for (let seed = first; answered < count; seed++) {
    const document = documentOf(new Draw(seed));
    if (!document) continue;
    answered += 1;
    const variables = {
      no: false,
      yes: seed % 2 === 0,
      id: 'i',
      ...(seed % 3 > 0 && { n: seed % 3 === 1 ? null : 5 }),
    };
    const prepared = new PreparedQuery({ schema, document, operation: getOperationAST(document)!, variables });
    for (const again of [seed, seed + 1]) {
      const context = () => ({ draw: new Draw(again) });
      const expected = await execute({ schema, document, variableValues: variables, contextValue: context() });
      if (expected.errors) failed += 1;
      expect(told(await prepared.execute(context(), variables)), `seed ${seed}`).toEqual(told(expected));
      kinds.add(document, told(expected));
    }
  }
  expect(failed).toBeGreaterThan(count / 3);
  kinds.tell(`${answered} documents, seed ${first}`);
});

it('tells what the schema is', async () => {
  const document = parse(
    '{ __typename __type(name: "Leaf") { name fields { name } } __schema { queryType { name } } }',
  );
  const prepared = new PreparedQuery({ schema, document, operation: getOperationAST(document)!, variables: {} });
  expect(told(prepared.execute({}, {}) as ExecutionResult)).toEqual(told(await execute({ schema, document })));
});

function told({ data, errors = [] }: ExecutionResult): ToldAnswer {
  return JSON.parse(
    JSON.stringify({
      data,
      errors: errors.map((error) => ({ ...error.toJSON(), original: error.originalError?.message })),
    }),
  ) as ToldAnswer;
}
