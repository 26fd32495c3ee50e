import { expect, it } from 'vitest';
import { Operation } from '../../../src/versioning/index.js';
import { topicsOf } from '../../../src/versioning/read/history/change-set-topics.js';

const post = new Map([['post', { tables: ['post'], columns: (column: string) => [column] }]]);
const status = new Map([['post', ['status']]]);

it('looks at creations for a field that changed, unless other operations are asked for', () => {
  const topics = (operations: readonly Operation[] | null) =>
    topicsOf(post, operations, status).map(({ topic }) => topic);
  expect(topics(null)).toEqual(['status', 'CREATE']);
  expect(topics([Operation.UPDATE, Operation.CREATE])).toEqual(['status', 'CREATE']);
  expect(topics([Operation.UPDATE])).toEqual(['status']);
});
