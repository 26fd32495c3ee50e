import { visit, type DocumentNode } from 'graphql';
import { DomainError, unstorableText } from '../../versioning/index.js';
import { mostObjects } from './input-size.js';

/** Documents that have passed; Apollo keeps parsed documents, so that the same one comes again. */
const passed = new WeakSet<DocumentNode>();

/**
 * Refuses a document with a string literal that PostgreSQL cannot hold, or with more input objects than variables may
 * hold.
 *
 * @throws DomainError BAD_USER_INPUT, naming the argument or input field; QUERY_TOO_COMPLEX
 */
export function checkLiterals(document: DocumentNode): void {
  if (passed.has(document)) return;
  const names: string[] = [];
  let objects = 0;
  const named = {
    enter: (node: { name: { value: string } }) => void names.push(node.name.value),
    leave: () => void names.pop(),
  };
  visit(document, {
    Argument: named,
    ObjectField: named,
    ObjectValue() {
      if (++objects <= mostObjects) return;
      throw new DomainError('QUERY_TOO_COMPLEX', `The document holds more than ${mostObjects} objects.`, {
        limit: 'objects',
        allowed: mostObjects,
      });
    },
    StringValue({ value }) {
      const reason = unstorableText(value);
      if (reason) throw new DomainError('BAD_USER_INPUT', `The value at "${names.join('.')}" ${reason}`);
    },
  });
  passed.add(document);
}
