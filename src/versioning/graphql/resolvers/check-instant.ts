import type { GraphQLFieldResolver } from 'graphql';
import { type AsOf, asOfArgument, toInstant } from '../inputs/as-of.js';
import type { VersioningContext } from '../loading/context.js';
import { whenLoaded } from '../loading/loaded.js';
import { pastReads } from '../plan/past-reads.js';
import { selectedIn } from '../plan/selected-in.js';

type Resolver = GraphQLFieldResolver<unknown, VersioningContext, Record<string, unknown>>;

/**
 * A resolver that fails where the instant that its field names cannot be answered as a whole: it is none, or retention has
 * removed something that would be read, of the field itself or of what is selected below it.
 *
 * @throws DomainError BAD_USER_INPUT or NOT_FOUND, naming the argument
 */
export function checkingInstant(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const instant = toInstant(args[asOfArgument] as AsOf | null | undefined);
    if (!instant) return resolve(source, args, context, info);
    const reads = pastReads(...selectedIn(info), context.loaders.metadata);
    return whenLoaded(context.loaders.kept(instant, reads), () => resolve(source, args, context, info));
  };
}
