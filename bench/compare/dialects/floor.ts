import type { Dialect } from '../dialect.js';

/** The floor has a path for each workload, and answers in the form in which answers are compared. */
export const floorDialect: Dialect = {
  knows: () => true,
  ask: (operation, input) => ({ path: `/${operation}`, body: JSON.stringify(input) }),
  read: (_, answer) => answer,
};
