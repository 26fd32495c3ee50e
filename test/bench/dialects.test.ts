import { readFileSync } from 'node:fs';
import { buildSchema, parse, type OperationDefinitionNode, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { describe, expect, it } from 'vitest';
import { palimpsestDialect } from '../../bench/compare/dialects/palimpsest.js';
import type { OperationName } from '../../bench/compare/dialect.js';
import { changeOf, nextInput, workloads } from '../../bench/compare/workload.js';

const id = '01a21a38-b59d-7e2f-9355-4134924e0d79';
const input = { id, after: 'post-0000001', changes: Array.from({ length: 20 }, () => changeOf(id, 1)) };

describe('The benchmark', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const operations: OperationName[] = [...workloads.map(({ name }) => name), 'cursor'];

  it.each(operations)('asks this server what it knows: %s', (operation) => {
    const { query, variables } = JSON.parse(palimpsestDialect.ask(operation, input).body);
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    const { variableDefinitions = [] } = document.definitions[0] as OperationDefinitionNode;
    expect(getVariableValues(schema, variableDefinitions, variables).errors).toBeUndefined();
  });

  it('goes on after a change with the version that it made, and another title', () => {
    const [first] = input.changes;
    const [next] = nextInput(input).changes;
    expect(next).toEqual({ id, expectedVersion: 2, title: expect.not.stringMatching(first!.title) });
  });
});
