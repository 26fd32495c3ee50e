/** What a server answers, as JSON. */
export interface Answer<Data = unknown> {
  readonly data?: Data | null;
  readonly errors?: readonly unknown[];
}
export type Ask = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Answer<Data>>;

interface AuditPage {
  nodes: { entityId: string | null }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const actor = '{ id kind displayName }';
const record = `id version createdAt createdBy ${actor} updatedAt updatedBy ${actor} deletedAt deletedBy ${actor}`;
const states = {
  User: `${record} email displayName role posts(first: 10, deleted: INCLUDE) { totalCount nodes { id version title } }`,
  Tag: `${record} name`,
  Post: `${record} title slug body status publishedAt metadata author(includeDeleted: true) { id version displayName }
    tags { id version name } comments(first: 10, deleted: INCLUDE) { totalCount nodes { id version body } }`,
  Comment: `${record} body post(includeDeleted: true) { id version title } author(includeDeleted: true) { id version email }`,
};
const version = `entityId entityType version operation recordedAt actor ${actor} changes { field before after redacted }
  changeSet { id reason requestId operationName source recordedAt }
  ${Object.entries(states)
    .map(([type, state]) => `... on ${type}Version { snapshot { ${state} } }`)
    .join('\n')}`;

/**
 * Asks about all that is stored of an organization: every record, its history with snapshots and their relations, what its
 * first and its last version differ in, the trash, the holds and the audit log.
 *
 * @returns the answers, by question
 */
export async function questionsOf(ask: Ask): Promise<Record<string, Answer>> {
  const answers: Record<string, Answer> = {};
  const ids = new Set<string>();
  for (const [type, state] of Object.entries(states)) {
    const many = `${type.toLowerCase()}s`;
    const answer = await ask<{ records: { nodes: { id: string }[] } }>(
      `{ records: ${many}(first: 60, deleted: INCLUDE, orderBy: [{ field: CREATED_AT, direction: ASC }]) {
        totalCount nodes { ${state} }
      } }`,
    );
    answers[many] = answer;
    for (const { id } of answer.data?.records.nodes ?? []) ids.add(id);
  }
  for (let after: string | null = null, page = 1, more = true; more; page++) {
    const answer: Answer<{ auditLog: AuditPage }> = await ask(
      `query ($after: String) { auditLog(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { id occurredAt action actor ${actor} entityType entityId version before after changeSet { id } } } }`,
      { after },
    );
    answers[`audit log, page ${page}`] = answer;
    const { nodes = [], pageInfo } = answer.data?.auditLog ?? {};
    for (const { entityId } of nodes) if (entityId !== null) ids.add(entityId);
    [after, more] = [pageInfo?.endCursor ?? null, pageInfo?.hasNextPage === true];
  }
  answers['trash'] = await ask(
    `{ trash { totalCount nodes { deletedAt deletedBy ${actor} cascadeSize purgeAt entity { id version } } } }`,
  );
  answers['holds'] = await ask('{ legalHolds { nodes { entityId entityType placedAt reason changeSet { id } } } }');
  for (const id of ids) {
    const history = await ask<{ history: { nodes: { version: number }[] } }>(
      `query ($id: ID!) { history(id: $id, first: 20) { totalCount nodes { ${version} } } }`,
      { id },
    );
    answers[`history of ${id}`] = history;
    const versions = history.data?.history.nodes ?? [];
    const [to, from] = [versions.at(0)?.version, versions.at(-1)?.version];
    if (from === undefined) continue;
    answers[`diff of ${id}`] = await ask(
      `query ($id: ID!, $from: Int!, $to: Int!) { diff(id: $id, from: $from, to: $to) { field before after redacted } }`,
      { id, from, to },
    );
  }
  return answers;
}
