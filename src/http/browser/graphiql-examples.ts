/** A tab that GraphiQL opens with. */
export interface ExampleTab {
  query: string;
  headers: string;
}

/** The headers that a tab begins with where nobody is signed in: a place for the token. */
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

const signedIn = `# You are signed in as an editor, on this machine only.
# To be somebody else, write into Headers, below:
# { "authorization": "Bearer <token>" }
`;

/**
 * Tabs to begin with.
 *
 * @param examples operations that run as they stand once somebody is signed in
 * @param isSignedIn whether the page itself has a token. Where it has none, signing in comes first and without one:
 *   GraphiQL asks for the schema with the headers of the first tab, and a placeholder is no valid token.
 */
export function exampleTabs(examples: readonly string[], isSignedIn: boolean): ExampleTab[] {
  const toSignIn = { headers: withoutToken, query: signIn };
  if (!isSignedIn) return [toSignIn, ...examples.map((query) => ({ headers: withToken, query }))];
  const [first = '', ...others] = examples;
  return [...[signedIn + first, ...others].map((query) => ({ headers: withoutToken, query })), toSignIn];
}
