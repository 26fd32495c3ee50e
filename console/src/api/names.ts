import { distinct, type ToName } from '../model/named-values.js';
import { type AnsweredRecord, type Named, namedOf } from '../model/shown-record.js';
import { documents, types } from './catalogue.js';
import { askFields } from './request.js';

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
  const fields = asked.map(({ type, id }) => documents().nameOf(type, id));
  const answers = await askFields<AnsweredRecord | null>('NamesOf', fields, signal);
  const named = asked.flatMap(({ type }, n) => {
    const answer = answers[n];
    return answer ? [namedOf(types(), type, answer)] : [];
  });
  return new Map(named.map((one) => [one.id, one]));
}
