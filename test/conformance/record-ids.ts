import { expect } from 'vitest';
import type { Records } from './records.js';
import type { Requirement } from './requirement.js';

const unknown = '0197f3a0-0000-7000-8000-00000000dead';

/** Ids of records that are not there, and texts that are no ids at all. */
export const recordIds: Requirement[] = [
  {
    id: 'I-01',
    sentence: 'MUST answer null for an unknown id where one record is read, and NOT_FOUND where it is changed',
    async check(records) {
      expect(await records.read(unknown)).toBeNull();
      const patch = await records.world.sample(records.subject);
      for (const [change, more] of changes(patch)) {
        const error = await records.refused(change, { id: unknown, expectedVersion: 1, ...more });
        expect(error.message).toBe(`There is no such ${records.subject.type}.`);
        expect(error.extensions).toEqual({ code: 'NOT_FOUND', requestId: error.extensions.requestId });
      }
    },
  },
  {
    id: 'I-02',
    sentence: 'MUST refuse an unknown reference or link by the name of its field',
    appliesTo: ({ fields }) => fields.some(({ kind }) => kind !== 'value'),
    async check(records) {
      const { id, state } = await records.create();
      for (const { name, kind, target } of records.subject.fields.filter((field) => field.kind !== 'value')) {
        const value = kind === 'links' ? [...(state[name] as string[]), unknown] : unknown;
        const refusals = [
          await records.refused('create', { ...(await records.world.sample(records.subject)), [name]: value }),
          await records.refused('update', { id, expectedVersion: 1, patch: { [name]: value } }),
        ];
        // What it is itself is there, and is no record of another entity.
        if (target !== records.subject.type) {
          const patch = { [name]: kind === 'links' ? [id] : id };
          refusals.push(await records.refused('update', { id, expectedVersion: 1, patch }));
        }
        for (const error of refusals) {
          expect(error.message).toBe(`${name}: there is no such ${target}.`);
          expect(error.extensions).toEqual({ code: 'NOT_FOUND', field: name, requestId: error.extensions.requestId });
        }
      }
    },
  },
  {
    id: 'I-03',
    sentence: 'MUST treat a text that is no id, or another spelling of one, like an unknown id',
    async check(records) {
      const { id, state } = await records.create();
      const malformed = [
        '',
        'nope',
        '1',
        ` ${id}`,
        id.toUpperCase(),
        id.replaceAll('-', ''),
        `{${id}}`,
        `urn:uuid:${id}`,
        `${id}0`,
      ];
      const answers = async (text: string) => JSON.stringify(await all(records, text, state));
      const expected = await answers(unknown);
      for (const text of malformed) expect(await answers(text)).toBe(expected);
    },
  },
  {
    id: 'I-04',
    sentence: "MUST treat another entity's id like an unknown id",
    async check(records) {
      const { world, subject } = records;
      const other = world.subjects.find(
        ({ type, fields }) => type !== subject.type && fields.every(({ owner }) => !owner),
      )!;
      const { id } = await world.of(other.type).create();
      expect(await records.read(id)).toBeNull();
      const error = await records.refused('delete', { id, expectedVersion: 1 });
      expect(error.message).toBe(`There is no such ${subject.type}.`);
    },
  },
];

function changes(patch: object) {
  return [
    ['update', { patch }],
    ['delete', {}],
    ['restore', {}],
    ['revert', { toVersion: 1 }],
  ] as const;
}

/** What is answered wherever an id can stand, without what differs between any two requests. */
async function all({ world, subject, selection, document }: Records, id: string, state: object): Promise<unknown[]> {
  const { one, type, many, fields } = subject;
  const questions: [string, object][] = [
    [`query ($id: ID!) { ${one}(id: $id) { ${selection} } }`, {}],
    ['query ($id: ID!) { node(id: $id) { id } }', {}],
    ['query ($id: ID!) { history(id: $id) { totalCount } }', {}],
    ['query ($id: ID!) { version(id: $id, version: 1) { version } }', {}],
    ['query ($id: ID!) { diff(id: $id, from: 1, to: 1) { field } }', {}],
    ['query ($id: ID!) { changeSet(id: $id) { id } }', {}],
    ['query ($id: ID!) { auditLog(filter: { entityId: $id }) { totalCount } }', {}],
    ['query ($id: ID!) { auditLog(filter: { changeSetId: $id }) { totalCount } }', {}],
    ...fields
      .filter(({ kind }) => kind === 'reference')
      .map(({ name }): [string, object] => [
        `query ($id: ID!) { ${many}(filter: { ${name}: { eq: $id } }) { totalCount } }`,
        {},
      ]),
    ...changes({}).map(([change, more]): [string, object] => [
      document.call({ subject, selection } as Records, change),
      { input: { id, expectedVersion: 1, ...more } },
    ]),
    ...fields
      .filter(({ kind }) => kind !== 'value')
      .map(({ name, kind }): [string, object] => [
        `mutation ($input: Create${type}Input!) { create${type}(input: $input) { ${one} { id } } }`,
        { input: { ...state, [name]: kind === 'links' ? [id] : id } },
      ]),
  ];
  const answers: unknown[] = [];
  for (const [query, variables] of questions) {
    const { data, errors } = await world.send(query, { id, ...variables });
    // A field that is undefined is left out of the JSON that is compared.
    const told = errors.map(({ message, extensions }) => ({ message, ...extensions, requestId: undefined }));
    answers.push({ data, errors: told });
  }
  return answers;
}
