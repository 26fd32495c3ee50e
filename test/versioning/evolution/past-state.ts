import { isDeepStrictEqual } from 'node:util';

/** What a state means, whatever columns it is kept in: by the names of inputs. */
export interface PastState {
  readonly values: Readonly<Record<string, unknown>>;
  /** What fields held that are gone. */
  readonly dropped: Readonly<Record<string, unknown>>;
  /** What is stored where there is no value for it today. */
  readonly unfit: Readonly<Record<string, unknown>>;
}

/** What a change of an entity makes of a state from before it. */
export type Bring = (state: PastState) => PastState;

export const unchanged: Bring = (state) => state;

export const added =
  (field: string, value: unknown): Bring =>
  (state) => ({ ...state, values: { ...state.values, [field]: value } });

export const renamed =
  (from: string, to: string): Bring =>
  ({ values, dropped, unfit }) => ({ dropped, values: moved(values, from, to), unfit: moved(unfit, from, to) });

/** @param as the name by which its values are told; another than its own where an earlier field of that name has gone */
export const dropped =
  (field: string, as = field): Bring =>
  (state) => {
    const { [field]: value, ...values } = state.values;
    const { [field]: stored = value, ...unfit } = state.unfit;
    return { values, unfit, dropped: { ...state.dropped, [as]: stored } };
  };

/** @param value the value of today; undefined where there is none that fits */
export const become =
  (field: string, value: (former: unknown, state: PastState) => unknown): Bring =>
  (state) => {
    // What has no place stays without one.
    if (field in state.unfit) return state;
    const former = state.values[field];
    const now = value(former, state);
    if (now !== undefined) return { ...state, values: { ...state.values, [field]: now } };
    return {
      ...state,
      values: { ...state.values, [field]: null },
      unfit: { ...state.unfit, [field]: former },
    };
  };

/** A field whose values are made anew out of all that there was, by an expression that gives one in each case. */
export const made =
  (field: string, value: (state: PastState) => unknown): Bring =>
  (state) => {
    const { [field]: _, ...unfit } = state.unfit;
    return { ...state, unfit, values: { ...state.values, [field]: value(state) } };
  };

export const both =
  (...all: readonly Bring[]): Bring =>
  (state) =>
    all.reduce((one, bring) => bring(one), state);

function moved(values: PastState['values'], from: string, to: string): PastState['values'] {
  if (!(from in values)) return values;
  const { [from]: value, ...others } = values;
  return { ...others, [to]: value };
}

export interface Difference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two states.
 *
 * @param withDropped also of fields that are gone, which go by a name of their own where a field of today has theirs
 */
export function differences(before: PastState | null, after: PastState, withDropped: readonly string[]): Difference[] {
  const stored = (state: PastState | null, field: string) => [
    state?.values[field] ?? null,
    state?.unfit[field] ?? null,
  ];
  const present = Object.keys(after.values)
    .filter((field) => !isDeepStrictEqual(stored(before, field), stored(after, field)))
    .map((field) => ({ field, before: before?.values[field] ?? null, after: after.values[field] ?? null }));
  const gone = withDropped
    .map((field) => ({
      field: field in after.values ? `$${field}` : field,
      before: before?.dropped[field] ?? null,
      after: after.dropped[field] ?? null,
    }))
    .filter((one) => !isDeepStrictEqual(one.before, one.after));
  return [...present, ...gone].toSorted((one, other) => (one.field < other.field ? -1 : 1));
}
