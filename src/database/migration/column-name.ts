import { linksKey } from '../../versioning/index.js';

/** The name of a table or column that a class or property has. */
export function snakeCase(name: string): string {
  // As MikroORM's UnderscoreNamingStrategy.
  return name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}

/** What clients call the field of a column, or of the key of links. */
export function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

export function pascalCase(name: string): string {
  return camelCase(`_${name}`);
}

/** Under which a snapshot may hold what a property of that name says: a value, a reference, links. */
export function keysOf(property: string): string[] {
  const column = snakeCase(property);
  return [column, `${column}_id`, linksKey(column)];
}
