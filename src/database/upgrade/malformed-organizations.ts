import { organizationForm } from '../../modules/organization/organization.entity.js';
import type { NewConstraint } from './new-constraint.js';
import { SqlState } from '../../versioning/index.js';

/**
 * Organizations whose slug or name could not be given by `org create`. They are named by their ids, which can be
 * printed.
 */
export const malformedOrganizations: readonly NewConstraint[] = Object.entries(organizationForm).map(
  ([column, { name, expression }]) => ({
    name,
    violation: SqlState.checkViolation,
    breaches: `select id as named from organization where not (${expression})`,
    advice: (count, ids) =>
      `${count} organizations have a ${column} that is none (ids ${ids.join(', ')}): change it so that ${expression}`,
  }),
);
