/** What GraphiQL has a tab for each, where no other module has something to show. */
export const userExamples: readonly string[] = [
  `# Run this with the button, or with Ctrl-Enter.
query Users {
  viewer { role user { displayName } organization { slug name } }
  users(first: 10) { totalCount nodes { id version displayName email role updatedAt } }
}
`,
  `# The past of every user: who changed what, when and why.
query History {
  users(first: 5) {
    nodes {
      displayName
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
];
