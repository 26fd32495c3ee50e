import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { directResolver } from '../versioning/index.js';

/** How a field is resolved; undefined: as graphql-js does by itself, which takes the property of its name. */
type Resolve = GraphQLFieldResolver<unknown, unknown> | undefined;

interface Guarded {
  readonly roles?: readonly unknown[];
  readonly middlewares?: readonly unknown[];
}

/**
 * Lets graphql-js take plain properties, and call the resolvers that are derived from entities, by itself: TypeGraphQL does
 * much around each call, for lists hundreds of times in an answer. Where there is anything to be done around it, such as
 * `@Authorized`, a middleware or a resolver that a program has written, it is left as it is.
 */
export function declareDirectFields(schema: GraphQLSchema): void {
  const classes = new Map(getMetadataStorage().objectTypes.map(({ name, target }) => [name, target]));
  for (const type of Object.values(schema.getTypeMap())) {
    const declaredBy = classes.get(type.name);
    if (!isObjectType(type) || !declaredBy) continue;
    const declarations = declarationsOf(declaredBy);
    for (const field of Object.values(type.getFields())) {
      const resolve = declarations(field.name);
      if (resolve) [field.resolve] = resolve;
    }
  }
}

/** @returns how a field can be resolved directly, in a list; undefined where it cannot */
function declarationsOf(type: Function): (name: string) => readonly [Resolve] | undefined {
  const isOf = (target: Function) => target === type || Object.prototype.isPrototypeOf.call(target, type);
  const { fields, fieldResolvers } = getMetadataStorage();
  const own = fields.filter(({ target }) => isOf(target));
  const resolvers = fieldResolvers.filter(({ getObjectType }) => getObjectType && isOf(getObjectType() as Function));
  return (name) => {
    const declared = own.filter(({ schemaName }) => schemaName === name);
    const resolving = resolvers.filter(({ methodName }) => declared.some((field) => field.name === methodName));
    if (declared.length === 0 || [...declared, ...resolving].some(isGuarded)) return undefined;
    if (resolving.length === 0) return declared.every((field) => field.name === name) ? [undefined] : undefined;
    const [direct, ...others] = new Set(resolving.map((one) => directResolver(one.target, one.methodName)));
    return direct && others.length === 0 ? [direct as Resolve] : undefined;
  };
}

function isGuarded({ roles, middlewares }: Guarded): boolean {
  return roles !== undefined || (middlewares !== undefined && middlewares.length > 0);
}
