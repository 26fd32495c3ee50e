import { Field, ID, InputType, Int } from 'type-graphql';
import type { VersionedClass } from '../../model/map-versioned.js';
import { apiFieldsOf, type ApiField } from '../declaration/api-field.js';
import { namedClass } from '../declaration/named-class.js';

/** What a client gives to change a record, besides the record's own fields. */
export interface ChangeInput {
  readonly reason?: string | null;
}

export interface ExistingInput extends ChangeInput {
  readonly id: string;
  readonly expectedVersion: number;
}

export type CreateInput = ChangeInput & Readonly<Record<string, unknown>>;

export interface UpdateInput extends ExistingInput {
  readonly patch: Readonly<Record<string, unknown>>;
}

export interface RestoreInput extends ExistingInput {
  readonly patch?: Readonly<Record<string, unknown>> | null;
}

export interface RevertInput extends ExistingInput {
  readonly toVersion: number;
}

export interface ChangeInputs {
  readonly Create: new () => object;
  readonly Update: new () => object;
  readonly Delete: new () => object;
  readonly Restore: new () => object;
  readonly Revert: new () => object;
}

/**
 * The input types of an entity, derived from its fields: `CreatePostInput`, `PostPatch`, `UpdatePostInput` and so on.
 */
export function changeInputsOf(entity: VersionedClass): ChangeInputs {
  const { name } = entity;
  const fields = apiFieldsOf(entity).filter(({ kind }) => kind !== undefined);
  const Create = inputType(
    `Create${name}Input`,
    (input) => fields.forEach((field) => addField(input, field, 'create')),
    false,
  );
  const Patch = inputType(
    `${name}Patch`,
    (input) => fields.forEach((field) => addField(input, field, 'patch')),
    false,
    false,
  );
  return {
    Create,
    Update: inputType(`Update${name}Input`, (input) => Field(() => Patch)(input, 'patch')),
    Delete: inputType(`Delete${name}Input`),
    Restore: inputType(`Restore${name}Input`, (input) => Field(() => Patch, { nullable: true })(input, 'patch')),
    Revert: inputType(`Revert${name}Input`, (input) => Field(() => Int)(input, 'toVersion')),
  };
}

function inputType(
  name: string,
  addFields?: (prototype: object) => void,
  existing = true,
  reason = true,
): new () => object {
  const type = namedClass(name);
  const prototype = type.prototype as object;
  if (existing) {
    Field(() => ID)(prototype, 'id');
    Field(() => Int)(prototype, 'expectedVersion');
  }
  addFields?.(prototype);
  if (reason)
    Field(() => String, { nullable: true, description: 'Why; kept with the change set.' })(prototype, 'reason');
  InputType(name)(type);
  return type;
}

function addField(
  prototype: object,
  { name, kind, isNullable, default: usual, declaration }: ApiField,
  purpose: 'create' | 'patch',
): void {
  const nullable = purpose === 'patch' || isNullable || kind === 'links' || usual !== undefined;
  const options = {
    nullable,
    ...(purpose === 'create' && usual !== undefined && { defaultValue: usual }),
  };
  if (kind === 'links') Field(() => [ID], options)(prototype, name);
  else if (kind === 'reference') Field(() => ID, options)(prototype, name);
  else if (declaration)
    Field(declaration.getType as never, { ...options, ...listOf(declaration) } as never)(prototype, name);
  else Field(() => String, options)(prototype, name);
}

function listOf({ typeOptions }: NonNullable<ApiField['declaration']>): object {
  return typeOptions.array ? { array: true, arrayDepth: typeOptions.arrayDepth } : {};
}
