/** What GraphiQL has a tab for each. */
export const examples: readonly string[] = [
  `# Run this with the button, or with Ctrl-Enter.
query Posts {
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
  `# The past of every post: who changed what, when and why.
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
  `# What has been deleted and can be restored.
query Trash {
  posts(deleted: ONLY) { nodes { id version title deletedAt deletedBy { displayName } } }
}
`,
  `# A new post is version 1. A second run is refused: the slug is taken.
mutation CreatePost {
  createPost(input: { title: "Hello", slug: "hello", body: "The first words.", reason: "trying it out" }) {
    post { id version title slug }
    changeSet { id recordedAt }
  }
}
`,
];
