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

export const dropped =
  (field: string): Bring =>
  (state) => {
    const { [field]: value, ...values } = state.values;
    const { [field]: stored = value, ...unfit } = state.unfit;
    return { values, unfit, dropped: { [field]: stored, ...state.dropped } };
  };

/** @param value the value of today; undefined where there is none that fits */
export const become =
  (field: string, value: (former: unknown, state: PastState) => unknown): Bring =>
  (state) => {
    const former = state.values[field];
    const now = value(former, state);
    if (now !== undefined) return { ...state, values: { ...state.values, [field]: now } };
    return {
      ...state,
      values: { ...state.values, [field]: null },
      unfit: { ...state.unfit, [field]: former },
    };
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
 * @param withDropped also of fields that are gone
 */
export function differences(before: PastState | null, after: PastState, withDropped: readonly string[]): Difference[] {
  const fields = [...Object.keys(after.values), ...withDropped];
  const of = (state: PastState | null, field: string) => state?.values[field] ?? state?.dropped[field] ?? null;
  const stored = (state: PastState | null, field: string) => [of(state, field), state?.unfit[field] ?? null];
  return fields
    .filter((field) => !isDeepStrictEqual(stored(before, field), stored(after, field)))
    .map((field) => ({ field, before: of(before, field), after: of(after, field) }))
    .toSorted((one, other) => (one.field < other.field ? -1 : 1));
}
