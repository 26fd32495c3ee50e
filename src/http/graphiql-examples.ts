/** A tab that GraphiQL opens with. */
export interface ExampleTab {
  query: string;
  headers: string;
}

/** The headers that a tab begins with: a place for the token. */
const withToken = JSON.stringify({ authorization: 'Bearer <token>' }, null, 2);
const withoutToken = '{}';

const signIn = `# The server printed the demo's password when it was first started.
mutation SignIn {
  signIn(input: { organization: "acme", email: "ada@acme.example", password: "" }) {
    token
    expiresAt
    viewer { id role }
  }
}
`;

/**
 * Tabs to begin with. The first has no token, because GraphiQL asks for the schema with the headers of the first tab, and
 * a placeholder is no valid token.
 *
 * @param examples operations that run as they stand once a token is in the headers
 */
export function exampleTabs(examples: readonly string[]): ExampleTab[] {
  return [{ headers: withoutToken, query: signIn }, ...examples.map((query) => ({ headers: withToken, query }))];
}
