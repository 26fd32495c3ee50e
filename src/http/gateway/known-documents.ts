import type { ApolloServerPlugin } from '@apollo/server';
import type { CheckedSources } from '../limits/checked-sources.js';

/**
 * Gives Apollo a document that it has parsed and found valid before. Apollo keeps none itself: its store counts neither a
 * document's text nor its tokens, of which comments are most.
 */
export function knownDocuments(sources: Pick<CheckedSources, 'validDocument'>): ApolloServerPlugin {
  const didResolveSource = async (request: { source: string; document?: unknown }) => {
    const document = sources.validDocument(request.source);
    // What has a document is neither parsed nor validated.
    if (document) request.document = document;
  };
  return { requestDidStart: async () => ({ didResolveSource }) };
}
