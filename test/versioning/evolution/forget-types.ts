import { getMetadataStorage } from 'type-graphql';

interface Declared {
  readonly name?: unknown;
  readonly target?: { readonly name?: string };
  /** Of a resolver: the type whose fields it resolves. */
  readonly getObjectType?: () => { readonly name?: string };
}

/**
 * Takes the GraphQL types of an entity out of TypeGraphQL's one list, so that another class of its name can have them. Of
 * the schema that was built of them nothing changes.
 *
 * @param names what the names of its classes and enums contain
 */
export function forgetTypes(names: RegExp): void {
  const storage = getMetadataStorage() as unknown as Record<string, unknown>;
  const ofEntity = (storage['resolverClasses'] as Declared[]).filter((resolver) => names.test(typeOf(resolver) ?? ''));
  const targets = new Set(ofEntity.map(({ target }) => target));
  const isForgotten = ({ name, target }: Declared) =>
    targets.has(target) ||
    names.test(target?.name ?? '') ||
    (typeof name === 'string' && target === undefined && names.test(name));
  for (const [list, declared] of Object.entries(storage)) {
    if (Array.isArray(declared)) storage[list] = (declared as Declared[]).filter((one) => !isForgotten(one));
  }
}

/** The name of the type that a resolver is for; undefined where it is for none, which TypeGraphQL takes for a mistake. */
function typeOf({ getObjectType }: Declared): string | undefined {
  try {
    return getObjectType?.().name;
  } catch {
    return undefined;
  }
}
