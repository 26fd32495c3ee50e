import { deepStrictEqual } from 'node:assert';
import { inputsFor } from './inputs.js';
import type { Running } from './running.js';
import type { Workload } from './workload.js';
import type { World } from './world.js';

const asked = 5;

/**
 * Asks every contestant the same, and compares what they answer with what the first of them does.
 *
 * @throws AssertionError where answers differ
 * @throws Error where there was nothing to ask for, or nothing in an answer
 */
export async function checkAnswers(running: readonly Running[], workload: Workload, world: World): Promise<void> {
  let first: unknown[] | undefined;
  for (const one of running.filter(({ contestant }) => contestant.dialect.knows(workload.name))) {
    const inputs = (await inputsFor(one, workload, world, asked)).slice(0, asked);
    const answers: unknown[] = [];
    for (const input of inputs) {
      const answer = await one.ask(workload.name, input);
      if (workload.changes === 0 && isEmpty(answer as Read)) {
        throw new Error(`${one.contestant.title} has found nothing: ${workload.title}`);
      }
      answers.push(workload.changes > 0 ? advances(answer as Changed[], input.changes) : comparable(answer));
    }
    if (answers.length < asked) throw new Error(`${workload.title}: nothing was asked.`);
    first ??= answers;
    deepStrictEqual(answers, first, `${one.contestant.title} answers otherwise: ${workload.title}`);
  }
}

/** What a read answers: of its one field a record, or a page. */
type Read = Readonly<Record<string, { readonly nodes?: readonly unknown[] } | null>>;

/** Answers of which all have found nothing are the same, and say nothing. */
function isEmpty(answer: Read): boolean {
  return Object.values(answer).every((found) => found === null || found.nodes?.length === 0);
}

interface Changed {
  readonly id: string;
  readonly version: number;
  readonly title: string;
}

/** Contestants change the same posts one after the other: each has done so where its version is the next and its title there. */
function advances(
  answer: readonly Changed[],
  changes: readonly { id: string; expectedVersion: number; title: string }[],
) {
  const expected = changes.map(({ id, expectedVersion, title }) => ({ id, version: expectedVersion + 1, title }));
  const byId = (a: Changed, b: Changed) => (a.id < b.id ? -1 : 1);
  deepStrictEqual(answer.toSorted(byId), expected.toSorted(byId));
  return expected.map(({ id }) => id);
}

const instant = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+?)0*)?(?:Z|\+00(?::00)?)$/;

/** The same moments in the same form, and what has no order in one. */
function comparable(value: unknown): unknown {
  if (typeof value === 'string') {
    const [, day, time, fraction = ''] = instant.exec(value) ?? [];
    return day === undefined ? value : `${day}T${time}.${fraction}Z`;
  }
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, unordered.has(key) ? sorted(comparable(held)) : comparable(held)]),
  );
}

const unordered: ReadonlySet<string> = new Set(['tags', 'changes']);

function sorted(list: unknown): unknown {
  return Array.isArray(list) ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
}
