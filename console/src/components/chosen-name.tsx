import { types } from '../api/catalogue.js';
import { readRecord } from '../api/records.js';
import { SafeText } from './safe-text.js';
import { useLoaded } from './use-loaded.js';
import type { EntityType } from '../model/catalogue.js';
import { labelOf, shortId } from '../model/shown-record.js';

/** What a record is called by its id; the id where it cannot be read. */
export function ChosenName({ type, id }: { readonly type: EntityType; readonly id: string }) {
  const { value: record } = useLoaded((signal) => readRecord(type, id, signal), [type.name, id]);
  return <SafeText text={record ? labelOf(types().labelOf(type), record) : shortId(id)} />;
}
