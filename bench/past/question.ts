/** One thing that is asked of the past, and the same of the present where there is such. */
export interface Question {
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const page = (args: string) => `query ($asOf: AsOf) {
  posts(first: 50, asOf: $asOf${args}) { nodes { id title status author { displayName } tags { name } } } }`;

const lists = {
  'page of 50 with author and tags': page(''),
  'the same, filtered and ordered by title': page(
    ', filter: { title: { contains: "9" } }, orderBy: [{ field: TITLE, direction: DESC }]',
  ),
  'the same, filtered and ordered by time': page(
    ', filter: { status: { eq: PUBLISHED } }, orderBy: [{ field: UPDATED_AT, direction: DESC }]',
  ),
};

/**
 * What is measured.
 *
 * @param instants change sets, by what they are called
 * @param post some post's id
 */
export function questionsOf(instants: Readonly<Record<string, string>>, post: string): Question[] {
  const ofLists = Object.entries(lists).flatMap(([title, query]) => [
    { title: `${title}, now`, query, variables: {} },
    ...Object.entries(instants).map(([name, changeSet]) => ({
      title: `${title}, ${name}`,
      query,
      variables: { asOf: { changeSet } },
    })),
  ]);
  return [
    ...ofLists,
    {
      title: 'history of a record, 20',
      query: 'query ($id: ID!) { history(id: $id, first: 20) { nodes { version operation recordedAt actor { id } } } }',
      variables: { id: post },
    },
    {
      title: 'change sets, 20',
      query: '{ changeSets(first: 20) { nodes { id recordedAt operationName } } }',
      variables: {},
    },
  ];
}
