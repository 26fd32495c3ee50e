import { expect, it } from 'vitest';
import { AtMost, mostLinksOf, usualMostLinks } from '../../../src/versioning/model/most-links.js';

class Article {
  @AtMost(20)
  tags: unknown;

  @AtMost(5)
  authors: unknown;

  readers: unknown;
}

class Review extends Article {
  @AtMost(3)
  declare authors: unknown;
}

it.each<[string, number]>([
  ['tags', 20],
  ['authors', 3],
  ['readers', usualMostLinks],
])('a bound of links is inherited unless a subclass has its own: %s', (property, most) => {
  expect(mostLinksOf(Review, property)).toBe(most);
});
