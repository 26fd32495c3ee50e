const numbers = ['Int', 'Float', 'Decimal', 'Boolean'];

/**
 * Compares two values of a type, as a program would that has no database: texts by a language, as they are written where they are
 * alike in it.
 *
 * @param collation PostgreSQL's name of it; absent for what is no text
 */
export function compareValues(type: string, left: unknown, right: unknown, collation?: string): number {
  if (numbers.includes(type)) return Number(left) - Number(right);
  if (type === 'BigInt') return compare(BigInt(left as string), BigInt(right as string));
  if (collation === undefined || collation === 'C') return compare(left as string, right as string);
  const language = collation.replace(/-x-icu$/, '');
  return (
    new Intl.Collator(language).compare(left as string, right as string) || compare(left as string, right as string)
  );
}

function compare<T extends string | bigint>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
