import { distinct, type ToName } from '../model/named-values.js';
import type { Named } from '../model/shown-record.js';
import { documents, types } from './catalogue.js';
import { ask } from './request.js';

/** How many records one query names: each is a name of its own in the answer, and the server allows for 50. */
const together = 40;

/** More than that nobody reads; the others are shown by their ids. */
const most = 200;

/** What records are called, deleted or not, by their ids. Those that are gone for good are not among them. */
export async function readNames(records: readonly ToName[], signal?: AbortSignal): Promise<Map<string, Named>> {
  const asked = distinct(records)
    .slice(0, most)
    .flatMap(({ type: name, id }) => {
      const type = types().named(name);
      return type ? [{ type, id }] : [];
    });
  const chunks = Array.from({ length: Math.ceil(asked.length / together) }, (_, n) =>
    asked.slice(n * together, (n + 1) * together),
  );
  const answers = await Promise.all(
    chunks.map(async (chunk) => {
      const variables = Object.fromEntries(chunk.map(({ id }, n) => [`i${n}`, id]));
      const document = documents().namesOf(chunk.map(({ type }) => type));
      const data = await ask<Record<string, Answered | null>>(document, variables, signal);
      return chunk.flatMap(({ type, id }, n) => {
        const record = data[`r${n}`];
        if (!record) return [];
        const label = record[types().labelOf(type)?.shownAs ?? ''];
        return [{ id, deletedAt: record.deletedAt, label: typeof label === 'string' ? label : null }];
      });
    }),
  );
  return new Map(answers.flat().map((named) => [named.id, named]));
}

interface Answered {
  readonly deletedAt: string | null;
  readonly [field: string]: unknown;
}
