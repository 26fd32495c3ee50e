import type { DocumentTypeDecoration } from './document-type-decoration.js';

/**
 * A GraphQL document as text that knows its types, such as GraphQL Code Generator makes with `documentMode: 'string'`.
 */
export interface TypedDocument<TResult, TVariables> extends DocumentTypeDecoration<TResult, TVariables> {
  toString(): string;
}
