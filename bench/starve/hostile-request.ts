import type { Filled } from './fill.js';

/** A request, small or wrong or both, that others must not have to wait for. */
export interface HostileRequest {
  readonly name: string;
  readonly body: string;
  /** Nobody's where false; else that of a user of the organization that was filled. */
  readonly signedIn: boolean;
  /** How many are sent at the same time. */
  readonly times: number;
}

const megabyte = 1024 * 1024;
const list = (item: string, bytes: number) => `[${`${item},`.repeat(Math.floor(bytes / (item.length + 1)))}${item}]`;
const operation = (query: string, variables: object = {}) => JSON.stringify({ query, variables });
const filtered = 'query ($filter: PostFilter) { posts(filter: $filter) { totalCount } }';
const conditions = `{"query":"${filtered}","variables":{"filter":{"or":${list('{}', 2.7 * megabyte)}}}}`;

/** What was found to stop the others, with its brothers. */
export function hostileRequests({ busyPost, longPost }: Filled): HostileRequest[] {
  const extensions = `{"query":"{ __typename }","extensions":{"a":${list('1', 3.7 * megabyte)}}}`;
  const diffs = Array.from({ length: 49 }, (_, i) => `d${i}: diff(id: "${longPost}", from: 1, to: 2) { before after }`);
  const bodies = Array.from({ length: 6 }, (_, i) => `p${i}: posts(first: 100) { nodes { body } }`);
  const shared = Array.from(
    { length: 49 },
    (_, i) => `c${i}: changeSets(filter: { actorId: $t }, first: 1) { nodes { id } }`,
  );
  const sharing = (characters: number) =>
    operation(`query ($t: ID!) {${shared.join(' ')}}`, { t: 'x'.repeat(characters) });
  const past = `{history(id:"${busyPost}",first:100){nodes{...on PostVersion{snapshot{comments(first:1){totalCount}}}}}}`;
  const fewer = past.replace('first:100', 'first:39');
  return [
    { name: 'nothing', body: '{}', signedIn: false, times: 1 },
    { name: 'anonymous: a list of numbers in extensions', body: extensions, signedIn: false, times: 1 },
    { name: 'anonymous: a list that is no request', body: list('1', 3.7 * megabyte), signedIn: false, times: 1 },
    { name: 'anonymous: 900,000 conditions', body: conditions, signedIn: false, times: 1 },
    { name: 'signed in: a list of numbers in extensions', body: extensions, signedIn: true, times: 1 },
    { name: 'signed in: 900,000 conditions', body: conditions, signedIn: true, times: 1 },
    { name: 'past lists of a post with many comments', body: operation(past), signedIn: true, times: 12 },
    { name: 'past lists, as many as are let through', body: operation(fewer), signedIn: true, times: 12 },
    { name: 'bodies of 100 posts', body: operation('{posts(first:100){nodes{body}}}'), signedIn: true, times: 1 },
    { name: 'bodies, six times', body: operation(`{${bodies.join(' ')}}`), signedIn: true, times: 1 },
    { name: '49 diffs of long bodies', body: operation(`{${diffs.join(' ')}}`), signedIn: true, times: 1 },
    { name: 'a variable of 3.9 MB in 49 fields', body: sharing(3.9 * megabyte), signedIn: true, times: 1 },
    { name: 'a variable in 49 fields, as long as is let through', body: sharing(20_000), signedIn: true, times: 1 },
    {
      name: 'tags of posts of authors of posts',
      body: operation('{posts(first:60){nodes{author{posts(first:60){nodes{tags{id name}}}}}}}'),
      signedIn: true,
      times: 1,
    },
  ];
}
