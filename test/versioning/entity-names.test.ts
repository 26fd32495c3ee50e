import { describe, expect, it } from 'vitest';
import { fieldName } from '../../src/versioning/model/entity-field.js';
import { mapVersioned } from '../../src/versioning/model/map-versioned.js';
import { entityNames } from '../../src/versioning/graphql/declaration/entity-names.js';
import { namedClass } from '../../src/versioning/graphql/declaration/named-class.js';

const namesOf = (name: string, plural?: string) => {
  const entity = namedClass(name);
  mapVersioned(entity as never, plural === undefined ? {} : { plural });
  return entityNames(entity as never);
};

describe('The names of an entity', () => {
  it.each([
    ['Day', 'day', 'days'],
    ['Box', 'box', 'boxes'],
    ['Category', 'category', 'categories'],
    ['Address', 'address', 'addresses'],
    ['Status', 'status', 'statuses'],
    ['Person', 'person', 'people'],
    ['Analysis', 'analysis', 'analyses'],
    ['SalesPerson', 'salesPerson', 'salesPeople'],
    ['LineItem', 'lineItem', 'lineItems'],
    ['Post', 'post', 'posts'],
  ])('%s: %s, %s', (name, one, many) => {
    expect(namesOf(name)).toEqual({ one, many });
  });

  it('are what the entity says', () => {
    expect(namesOf('Virus', 'viruses')).toEqual({ one: 'virus', many: 'viruses' });
  });

  it('cannot be one name', () => {
    expect(() => namesOf('Series')).toThrow(
      'The plural of series is series: give it another by @Versioned({ plural }).',
    );
    expect(() => namesOf('Sheep', 'sheep')).toThrow('plural');
  });
});

describe('Links in inputs', () => {
  it.each([
    ['tags', 'tagIds'],
    ['boxes', 'boxIds'],
    ['addresses', 'addressIds'],
    ['categories', 'categoryIds'],
    ['children', 'childIds'],
    ['relatedPosts', 'relatedPostIds'],
  ])('%s are %s', (name, links) => {
    expect(fieldName({ name, kind: 'm:n' as never })).toBe(links);
  });
});
