import type { EntityField } from '../model/catalogue.js';
import type { Draft } from '../model/draft.js';
import type { Named } from '../model/shown-record.js';

/** What every control of a form is given. */
export interface ControlProps {
  readonly id: string;
  readonly field: EntityField;
  readonly draft: Draft;
  /** What the records are called that the draft names, as far as it is known. */
  readonly names: ReadonlyMap<string, Named>;
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly onInput: (draft: Draft) => void;
}
