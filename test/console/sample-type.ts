import { Catalogue, type EntityField, type EntityType } from '../../console/src/model/catalogue.js';

/** A field of a type, as the server describes it. */
export function field(name: string, kind: string, more: Partial<EntityField> = {}): EntityField {
  return {
    name,
    shownAs: name.replace(/Ids?$/, ''),
    kind: kind as EntityField['kind'],
    type: 'String',
    isList: false,
    isNullable: true,
    isRequired: false,
    default: null,
    values: null,
    target: null,
    isOwner: false,
    isSensitive: false,
    isUnique: false,
    isFilterable: true,
    orderField: name.toUpperCase(),
    ...more,
  };
}

export const title = field('title', 'TEXT', { isNullable: false, isRequired: true });

/** A type with a field of each kind that is shown in a way of its own. */
export const type: EntityType = {
  name: 'Post',
  singular: 'post',
  plural: 'posts',
  label: 'title',
  write: 'WRITE',
  fields: [
    field('slug', 'TEXT'),
    title,
    field('body', 'DOCUMENT', { isFilterable: false, orderField: null }),
    field('status', 'ENUM', { values: ['DRAFT', 'PUBLISHED'] }),
    field('isPinned', 'BOOLEAN'),
    field('price', 'DECIMAL'),
    field('authorId', 'REFERENCE', { target: 'User' }),
    field('tagIds', 'LINKS', { target: 'Tag' }),
  ],
};

export const catalogue = new Catalogue([type]);
