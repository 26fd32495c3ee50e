import { DomainError } from '../errors/domain-error.js';

/** The least that each rule can be. */
const rules = { trashDays: 0, historyDays: 0, historyVersions: 1 } as const;

// PostgreSQL's interval arithmetic stays within its calendar.
const mostDays = 365_000;

/** A limit of {@link Retention}. */
export type RetentionRule = keyof typeof rules;

/**
 * How long what is gone is kept. A rule that is absent or null sets no limit, so that without any nothing is ever
 * removed. Declared with `@Versioned({ retention })`, overridden by the settings.
 */
export interface Retention {
  /** Days a deleted record stays in the trash before it is purged, with all that it owns. */
  readonly trashDays?: number | null;
  /** Days a version is kept after the next one, or the purge, has superseded it. */
  readonly historyDays?: number | null;
  /** Newest versions that are kept whatever their age, 1 or more. Where historyDays is set too, both must let go. */
  readonly historyVersions?: number | null;
}

/** What the settings say instead of what the entities declare, by entity (`Post`, `AuditEntry`). */
export type RetentionSettings = Readonly<Record<string, Retention>>;

/** @throws DomainError BAD_USER_INPUT for an unknown rule, or one that is negative or no whole number */
export function checkRetention(entity: string, retention: Retention): void {
  for (const [rule, value] of Object.entries(retention)) {
    if (!Object.hasOwn(rules, rule)) {
      const known = Object.keys(rules).join(', ');
      throw retentionRefused(`${entity} has no rule ${JSON.stringify(rule)}; there are ${known}`);
    }
    const least = rules[rule as RetentionRule];
    if (value != null && !(Number.isInteger(value) && value >= least && value <= mostDays)) {
      throw retentionRefused(`${entity}.${rule} must be a whole number from ${least} to ${mostDays}`);
    }
  }
}

/** The error for a retention that cannot be. */
export function retentionRefused(what: string): DomainError {
  return new DomainError('BAD_USER_INPUT', `Retention: ${what}.`);
}
