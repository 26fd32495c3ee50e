import { InexactNumber } from './exact-number.js';

/** How deep lists and objects may stand in each other in one JSON value. */
export const maximumNesting = 100;

interface Problem {
  path: (string | number)[];
  sentence: string;
}

/**
 * Looks through a JSON value for what PostgreSQL or a JavaScript number cannot hold exactly: NUL characters, lone
 * surrogates, rounded numbers, and lists and objects that stand too deep in each other.
 *
 * @param value any JSON value
 * @param name what the value is called in the sentence, the path is appended to it: `variables`
 * @param deepest how many levels are accepted
 * @returns one sentence that names the place, never the value; undefined when all of it can be held
 */
export function findUnstorable(value: unknown, name: string, deepest = maximumNesting): string | undefined {
  const problem = look(value, deepest);
  return problem && `The value at "${name}${problem.path.map(step).join('')}" ${problem.sentence}`;
}

/**
 * Says why PostgreSQL cannot hold a text.
 *
 * @returns the end of a sentence, undefined for a text that can be held
 */
export function unstorableText(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character, which cannot be stored.';
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which is no character.';
  return undefined;
}

/** @param room how many levels may still follow */
function look(value: unknown, room: number): Problem | undefined {
  switch (typeof value) {
    case 'string':
      return problem(unstorableText(value));
    case 'number':
      return problem(Number.isFinite(value) ? undefined : 'is no number that JSON has.');
    case 'boolean':
      return undefined;
    case 'object':
      if (value === null) return undefined;
      if (value instanceof InexactNumber) {
        return problem('is a number that would be rounded; send it as a string.');
      }
      if (room === 0) return problem('is nested too deeply.');
      return Array.isArray(value) ? lookInList(value, room - 1) : lookInObject(value, room - 1);
    default:
      return problem('is no JSON value.');
  }
}

function lookInList(list: readonly unknown[], room: number): Problem | undefined {
  for (const [index, item] of list.entries()) {
    const found = look(item, room);
    if (found) return { ...found, path: [index, ...found.path] };
  }
  return undefined;
}

function lookInObject(object: object, room: number): Problem | undefined {
  for (const [key, item] of Object.entries(object)) {
    // A key is not repeated in the sentence when it is itself what cannot be written.
    const badKey = unstorableText(key);
    if (badKey) return problem(`has a key that ${badKey}`);
    if (key === '__proto__') return problem('has the key "__proto__", which is not accepted.');
    const found = look(item, room);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

function problem(sentence: string | undefined): Problem | undefined {
  return sentence === undefined ? undefined : { path: [], sentence };
}

function step(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `.${key}`;
}
