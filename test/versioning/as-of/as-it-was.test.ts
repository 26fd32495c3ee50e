import fc from 'fast-check';
import { type DocumentNode, Kind, parse, print, validate, visit, type GraphQLSchema } from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authChecker } from '../../../src/auth/access.js';
import { buildSchema } from '../../../src/schema/build-schema.js';
import { GeneratedQueries } from '../../http/generated-query.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../../support/test-server.js';
import { RandomHistory, steps } from './random-history.js';

interface Recorded {
  readonly instant: object;
  readonly document: DocumentNode;
  readonly variables: Record<string, unknown>;
  readonly answer: string;
}

const record = '... on Versioned { id version deletedAt }';

/** Lists whose pages are turned, in both directions: the field, its arguments, and what is asked of an item. */
const lists: readonly (readonly [field: string, args: string, item: string])[] = [
  ['posts', '', record],
  ['posts', 'deleted: ONLY', record],
  [
    'posts',
    'deleted: INCLUDE, orderBy: [{ field: TITLE, direction: DESC }, { field: PUBLISHED_AT }]',
    `${record} comments(first: 1) { totalCount nodes { id } }`,
  ],
  [
    'posts',
    'filter: { or: [{ status: { eq: DRAFT } }, { title: { contains: "a" } }] }, orderBy: [{ field: UPDATED_AT, direction: DESC }]',
    `${record} tags { id name } author { displayName }`,
  ],
  ['comments', 'deleted: INCLUDE', record],
  ['users', 'orderBy: [{ field: DISPLAY_NAME }]', record],
  ['trash', '', `deletedAt cascadeSize entity { ${record} }`],
];

let server: TestServer;
let schema: GraphQLSchema;

beforeAll(async () => {
  server = await startTestServer({ settings: { MAX_COST: '100000000', MAX_ALIASES: '1000', MAX_DEPTH: '100' } });
  schema = await buildSchema(authChecker as AuthChecker<never>);
});
afterAll(() => server.stop());

/** Whether all root fields can name an instant: lists of versions and of change sets go on. */
function isOfInstant(document: DocumentNode): boolean {
  const fields = schema.getQueryType()!.getFields();
  return document.definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      definition.selectionSet.selections.every(
        (field) =>
          field.kind === Kind.FIELD && fields[field.name.value]?.args.some(({ name }) => name === 'asOf') === true,
      ),
  );
}

/** A query in which each root field that can names the instant. */
function asOf(document: DocumentNode): DocumentNode {
  const fields = schema.getQueryType()!.getFields();
  const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'asOf' } } as const;
  return visit(document, {
    OperationDefinition: (operation) => ({
      ...operation,
      variableDefinitions: [
        ...(operation.variableDefinitions ?? []),
        {
          kind: Kind.VARIABLE_DEFINITION,
          variable,
          type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'AsOf' } },
        },
      ],
      selectionSet: {
        ...operation.selectionSet,
        selections: operation.selectionSet.selections.map((field) =>
          field.kind === Kind.FIELD && fields[field.name.value]!.args.some(({ name }) => name === 'asOf')
            ? {
                ...field,
                arguments: [
                  ...(field.arguments ?? []),
                  { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'asOf' }, value: variable } as const,
                ],
              }
            : field,
        ),
      },
    }),
  });
}

/** An answer without what must differ: cursors are good for their instant alone. */
function plain(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (/cursor$/i.test(name) && typeof inner === 'string') return inner.split('.')[0];
    return name === 'requestId' || name === 'locations' ? undefined : inner;
  });
}

async function ask(
  { tokens }: TestOrganization,
  document: DocumentNode,
  variables: Record<string, unknown>,
): Promise<string> {
  const { data, errors } = await server.graphql(print(document), variables, tokens.ADMIN);
  return plain({ data, errors });
}

interface Pages {
  readonly list: {
    readonly pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
  };
}

/** All pages of a list, by two, from the start or from the end. */
async function pagesOf(
  { tokens }: TestOrganization,
  list: number,
  forward: boolean,
  instant?: object,
): Promise<string[]> {
  const [field, args, item] = lists[list]!;
  const page = forward ? 'first: 2, after: $cursor' : 'last: 2, before: $cursor';
  const text = `query($cursor: String, $asOf: AsOf) { list: ${field}(${args} ${page}, asOf: $asOf) {
    totalCount nodes { ${item} } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
  const pages: string[] = [];
  for (let cursor: string | null = null; ;) {
    const variables = { cursor, ...(instant && { asOf: instant }) };
    const answer: Pages = dataOf(await server.graphql<Pages>(text, variables, tokens.ADMIN));
    pages.push(plain(answer));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = answer.list.pageInfo;
    if (!(forward ? hasNextPage : hasPreviousPage) || pages.length > 60) return pages;
    cursor = forward ? endCursor : startCursor;
  }
}

/** The instant right after a change set, by each of the names that it has in turn. */
async function named({ tokens }: TestOrganization, changeSet: string, n: number): Promise<object> {
  const query = '{ snapshot { token at } }';
  const { snapshot } = dataOf(
    await server.graphql<{ snapshot: { token: string; at: string } }>(query, {}, tokens.ADMIN),
  );
  return [{ changeSet }, { snapshot: snapshot.token }, { at: snapshot.at }][n % 3]!;
}

it(
  'every query as of an instant answers what it answered then, whatever has happened since',
  { tags: ['slow'] },
  async () => {
    let organizations = 0;
    let compared = 0;
    const property = fc.asyncProperty(steps(14), fc.nat(), async (history, seed) => {
      const organization = await server.addOrganization(`random-${(organizations += 1)}`);
      const random = new RandomHistory(server, organization);
      const recorded: Recorded[] = [];
      const turned: { instant: object; list: number; forward: boolean; pages: string[] }[] = [];
      for (const [n, step] of history.entries()) {
        const taken = await random.take(step);
        if (!taken) continue;
        const instant = await named(organization, taken.changeSet, n);
        const queries = new GeneratedQueries(seed + n, random.ids, false);
        for (let asked = 0; asked < 3;) {
          const { query, variables } = queries.next();
          const document = parse(query);
          if (validate(schema, document).length > 0 || !isOfInstant(document)) continue;
          const answer = await ask(organization, document, variables);
          // How large it is said to be differs: the past counts for more.
          if (answer.includes('QUERY_TOO_COMPLEX')) continue;
          asked += 1;
          recorded.push({ instant, document, variables, answer });
        }
        const [list, forward] = [(seed + n) % lists.length, n % 2 === 0];
        turned.push({ instant, list, forward, pages: await pagesOf(organization, list, forward) });
      }
      for (const { instant, document, variables, answer } of recorded) {
        const then = asOf(document);
        const now = await ask(organization, then, { ...variables, asOf: instant });
        expect(now, `${print(then)}\n${JSON.stringify({ ...variables, asOf: instant })}`).toBe(answer);
        compared += 1;
      }
      for (const { instant, list, forward, pages } of turned) {
        const now = await pagesOf(organization, list, forward, instant);
        expect(now, `${lists[list]!.join()}`).toEqual(pages);
      }
    });
    await fc.assert(property, { numRuns: 2, endOnFailure: true });
    expect(compared).toBeGreaterThan(5);
  },
);
