import type { ApolloServerPlugin } from '@apollo/server';

/**
 * An operation name that is empty, as in `?operationName=`, is none: forms and proxies send parameters without a value.
 */
export const emptyOperationName: ApolloServerPlugin = {
  async requestDidStart({ request }) {
    if (request.operationName === '') delete request.operationName;
  },
};
