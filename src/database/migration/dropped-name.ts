/**
 * The name under which the values of a dropped field stay to be read, as the database's `dropped_name` gives it: with a number
 * where another field went by its own.
 */
export function droppedName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}${number}`;
  return free;
}
