import type { Records } from './records.js';
import type { Subject } from './subject.js';

/**
 * A rule that every versioned entity keeps, as data: the form is that of graphql-http's server audits.
 * Ids are stable: a retired one is never used again.
 */
export interface Requirement {
  readonly id: string;
  /** What MUST be, in the present. */
  readonly sentence: string;
  /** For which entities the rule says something; all where absent. */
  readonly appliesTo?: (subject: Subject) => boolean;
  /** Throws where the rule is broken. */
  readonly check: (records: Records) => Promise<void>;
}
