import { visit, type DocumentNode } from 'graphql';
import { unstorableText } from '../versioning/index.js';
import { DomainError } from '../versioning/index.js';

/** Documents that have passed; Apollo keeps parsed documents, so that the same one comes again. */
const passed = new WeakSet<DocumentNode>();

/**
 * Refuses a document with a string literal that PostgreSQL cannot hold.
 *
 * @throws DomainError BAD_USER_INPUT, naming the argument or input field
 */
export function checkLiterals(document: DocumentNode): void {
  if (passed.has(document)) return;
  const names: string[] = [];
  const named = {
    enter: (node: { name: { value: string } }) => void names.push(node.name.value),
    leave: () => void names.pop(),
  };
  visit(document, {
    Argument: named,
    ObjectField: named,
    StringValue({ value }) {
      const reason = unstorableText(value);
      if (reason) throw new DomainError('BAD_USER_INPUT', `The value at "${names.join('.')}" ${reason}`);
    },
  });
  passed.add(document);
}
