import { GraphQLScalarType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

/** The GraphQL name of what `@Field(() => type)` was given. */
export function graphQLTypeName(type: unknown): string {
  if (type instanceof GraphQLScalarType) return type.name;
  if (type === String) return 'String';
  if (type === Number) return 'Float';
  if (type === Boolean) return 'Boolean';
  const registered = getMetadataStorage().enums.find(({ enumObj }) => enumObj === type);
  if (!registered)
    throw new Error('A field of this type cannot be filtered; register the enum or leave the field private.');
  return registered.name;
}
