import type { EntityMetadata } from '@mikro-orm/core';
import { fieldKind } from '../../model/field-kind.js';

const cache = new WeakMap<object, object>();

/**
 * What rows of an entity inherit: its class, behind plain properties. MikroORM puts a setter for each property on the
 * class, to notice changes; a row that is only read would pay for them with each value that it is given.
 */
export function rowPrototype(meta: EntityMetadata): object {
  const entity = meta.class.prototype as object;
  let prototype = cache.get(entity);
  if (!prototype) {
    // What has a setter of its own in the class keeps it.
    const plain = meta.props.filter(
      (property) => !property.accessor && ['value', 'reference'].includes(fieldKind(property) ?? ''),
    );
    const property = { value: undefined, writable: true, configurable: true };
    prototype = Object.create(entity, Object.fromEntries(plain.map(({ name }) => [name, property]))) as object;
    cache.set(entity, prototype);
  }
  return prototype;
}
