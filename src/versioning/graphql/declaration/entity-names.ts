import pluralize from 'pluralize';
import { DeclarationError } from '../../errors/declaration-error.js';
import { type VersionedClass, versionedOptions } from '../../model/map-versioned.js';

/** What an entity is called in the API: one of it, and many. */
export interface EntityNames {
  readonly one: string;
  readonly many: string;
}

/**
 * `post` and `posts` for `Post`; the plural is that of English, or what `@Versioned({ plural })` says.
 *
 * @throws DeclarationError for a name that is its own plural: the two queries would be one
 */
export function entityNames(entity: VersionedClass): EntityNames {
  const one = entity.name.charAt(0).toLowerCase() + entity.name.slice(1);
  const many = versionedOptions(entity).plural ?? pluralize(one);
  if (many === one) {
    throw new DeclarationError(`The plural of ${one} is ${one}: give it another by @Versioned({ plural }).`);
  }
  return { one, many };
}
