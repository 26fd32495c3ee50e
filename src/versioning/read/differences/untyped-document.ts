import { droppedName } from './dropped-changes.js';
import type { UntypedState } from '../states/record-state.js';

/** All of a version whose entity is unknown here: its columns, and beside them what it holds of fields that were dropped. */
export function untypedDocument({ columns, dropped }: UntypedState): Readonly<Record<string, unknown>> {
  const present = new Set(Object.keys(columns));
  const former = Object.entries(dropped).map(([name, value]) => [droppedName(present, name), value] as const);
  return { ...columns, ...Object.fromEntries(former) };
}
