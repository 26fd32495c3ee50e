/**
 * What makes a document typed: the types of its answer and of its variables, in a property that no document really has.
 * The same form as in @graphql-typed-document-node/core, so that documents made by any code generator fit.
 */
export interface DocumentTypeDecoration<TResult, TVariables> {
  __apiType?: (variables: TVariables) => TResult;
}
