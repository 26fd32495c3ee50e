import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  astFromValue,
  BreakingChangeType,
  buildSchema as parsedSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isInputObjectType,
  print,
  validateSchema,
} from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { describe, expect, it } from 'vitest';
import { buildSchema } from '../src/schema/build-schema.js';
import { printedSchema } from '../src/schema/print-schema.js';

const fromFile = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const allowAll: AuthChecker<never> = () => true;
const schema = await buildSchema(allowAll);

describe('schema.graphql', () => {
  it('is what the code makes; `npm run schema` writes it', () => {
    expect(fromFile('../schema.graphql')).toBe(printedSchema(schema));
  });

  it('is a valid schema', () => {
    expect(validateSchema(parsedSchema(fromFile('../schema.graphql')))).toEqual([]);
  });
});

describe('The contract', () => {
  const contract = parsedSchema(fromFile('contract.graphql'));

  it('is a valid schema, with all entities', () => {
    expect(validateSchema(contract)).toEqual([]);
    expect(Object.keys(contract.getMutationType()!.getFields())).toHaveLength(22);
  });

  it('holds: every type, field, argument and enum value is there, and takes and gives what it says', () => {
    expect(findBreakingChanges(contract, schema)).toEqual([]);
  });

  it('holds in its defaults', () => {
    const changes = findDangerousChanges(contract, schema);
    expect(changes.filter(({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE)).toEqual([]);
    expect(inputDefaults(schema)).toEqual(expect.objectContaining(inputDefaults(contract)));
  });

  it('would be seen to be broken', () => {
    const other = parsedSchema('type Query { viewer: Viewer lost: Int } type Viewer { id: Int! }');
    expect(findBreakingChanges(other, schema).map(({ type }) => type)).toEqual([
      BreakingChangeType.FIELD_REMOVED,
      BreakingChangeType.FIELD_CHANGED_KIND,
    ]);
  });
});

/** Defaults of input fields, by `Type.field`. */
function inputDefaults(of: GraphQLSchema): Record<string, string> {
  const inputs = Object.values(of.getTypeMap()).filter(isInputObjectType);
  const fields = inputs.flatMap((input) =>
    Object.values(input.getFields()).map((field) => ({ name: input.name, field })),
  );
  return Object.fromEntries(
    fields
      .filter(({ field }) => field.defaultValue !== undefined)
      .map(({ name, field }) => [`${name}.${field.name}`, print(astFromValue(field.defaultValue, field.type)!)]),
  );
}
