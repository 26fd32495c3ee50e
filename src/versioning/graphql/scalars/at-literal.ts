import { type ASTNode, GraphQLError } from 'graphql';
import { badValue } from './bad-value.js';

/**
 * Checks the value of a literal; what is refused is refused at the literal's place, which is all that tells a client
 * with many literals which one it was.
 *
 * @throws GraphQLError as `check` does, with the place
 */
export function atLiteral<T>(node: ASTNode, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof GraphQLError ? badValue(error.message, node) : error;
  }
}
