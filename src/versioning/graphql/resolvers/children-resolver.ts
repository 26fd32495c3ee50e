import { FieldResolver, Resolver } from 'type-graphql';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { connectionOf } from '../outputs/connection.js';
import { Reads } from '../declaration/field-reads.js';
import { namedClass } from '../declaration/named-class.js';
import { RecordPageArgs } from '../inputs/page-args.js';
import { addResolver, listChildren } from './relation-fields.js';

/**
 * Adds a connection to an entity from the side of the records that refer to it, so that the entity need not know of
 * them:
 *
 *     @Resolver(() => User)
 *     export class AuthoredPostsResolver extends ChildrenResolver(User, 'posts', Post, 'author') {}
 *
 * Like a `@OneToMany` of the entity's own, except that it can own nothing: the children are not deleted along.
 *
 * @param entity that gets the field
 * @param name of the field
 * @param child whose records are listed
 * @param reference the child's property that refers to the entity
 */
export function ChildrenResolver<C extends VersionedEntity>(
  entity: VersionedClass,
  name: string,
  child: VersionedClass<C>,
  reference: keyof C & string,
): abstract new () => object {
  const type = connectionOf(child);
  const resolver = namedClass('ChildrenOfEntityResolver');
  Resolver(() => entity)(resolver);
  addResolver(
    resolver,
    name,
    listChildren(child, () => reference),
    () => RecordPageArgs,
    [FieldResolver(() => type), Reads({ kind: 'children', entity: child, reference: () => reference })],
  );
  return resolver;
}
