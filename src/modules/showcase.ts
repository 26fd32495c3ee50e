import { modules } from './registry.js';
import { userExamples } from './user/examples.js';

/** What there is to see of the modules when the server is tried; of the users alone where no other shows something. */
export const showcase = {
  /** The query that the server prints to be pasted. */
  greeting:
    modules.find((module) => module.greeting)?.greeting ?? '{ users { nodes { displayName version updatedAt } } }',
  /** Operations that GraphiQL has a tab for each. */
  examples: modules.some((module) => module.examples) ? modules.flatMap(({ examples = [] }) => examples) : userExamples,
};
