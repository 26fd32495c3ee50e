/** A tab that GraphiQL opens with. */
export interface ExampleTab {
  query: string;
  headers: string;
}

/** The headers that a tab begins with: a place for the token. */
const withToken = JSON.stringify({ authorization: 'Bearer <token>' }, null, 2);
const withoutToken = '{}';

/**
 * Operations to begin with; they run as they stand once a token is in the headers. The first has none, because GraphiQL
 * asks for the schema with the headers of the first tab, and a placeholder is no valid token.
 */
export const exampleTabs: ExampleTab[] = [
  {
    headers: withoutToken,
    query: `# The server printed the demo's password when it was first started.
mutation SignIn {
  signIn(input: { organization: "acme", email: "ada@acme.example", password: "" }) {
    token
    expiresAt
    viewer { id role }
  }
}
`,
  },
  {
    headers: withToken,
    query: `# Put a token in the place of <token> in the headers below: one that the server printed, or one from SignIn.
query Posts {
  viewer { id role organization { slug name } }
  posts(first: 10, orderBy: [{ field: UPDATED_AT, direction: DESC }]) {
    totalCount
    nodes {
      id version title status updatedAt
      author { displayName }
      tags { name }
      comments(first: 3) { totalCount nodes { body } }
    }
  }
}
`,
  },
  {
    headers: withToken,
    query: `# The past of every post: who changed what, when and why.
query History {
  posts(first: 5) {
    nodes {
      title
      history(first: 5) {
        nodes {
          version operation recordedAt
          actor { displayName }
          changeSet { reason }
          changes { field before after redacted }
        }
      }
    }
  }
}
`,
  },
  {
    headers: withToken,
    query: `# What has been deleted and can be restored.
query Trash {
  posts(deleted: ONLY) { nodes { id version title deletedAt deletedBy { displayName } } }
}
`,
  },
  {
    headers: withToken,
    query: `mutation CreatePost {
  createPost(input: { title: "Hello", slug: "hello", body: "The first words.", reason: "trying it out" }) {
    post { id version title slug }
    changeSet { id recordedAt }
  }
}
`,
  },
];
