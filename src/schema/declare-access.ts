import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { DeclarationError } from '../versioning/index.js';

/**
 * Writes the words of `@Authorized` into the extensions of the schema's root fields (`access`), so that who calls can
 * be compared with them before anything of an operation is worked out. TypeGraphQL itself asks only when a field is
 * executed.
 *
 * @throws DeclarationError for a mutation that says nothing of who may call it: for TypeGraphQL that would be anybody
 */
export function declareAccess(schema: GraphQLSchema): void {
  const { queries, mutations } = getMetadataStorage();
  declare(schema.getQueryType(), queries);
  declare(schema.getMutationType(), mutations);
}

function declare(
  type: GraphQLObjectType | null | undefined,
  operations: readonly { readonly schemaName: string; readonly roles?: readonly unknown[] }[],
): void {
  const fields = type?.getFields() ?? {};
  for (const { schemaName, roles } of operations) {
    const field = fields[schemaName];
    if (field && !roles?.length && type?.name === 'Mutation') {
      throw new DeclarationError(
        `The mutation ${schemaName} does not say who may call it: give it @Authorized('WRITE') or the like.`,
      );
    }
    if (field && roles) field.extensions = { ...field.extensions, access: roles };
  }
}
