import type { EntityMetadata } from '@mikro-orm/core';
import { expect, it } from 'vitest';
import { expectWritten, planFlush } from '../../../src/versioning/record/recording/flush-plan.js';
import { Operation } from '../../../src/versioning/model/operation.js';
import type { PendingVersion } from '../../../src/versioning/record/recording/pending-version.js';

function pending(table: string, id: string, operation: Operation, more: Partial<PendingVersion> = {}): PendingVersion {
  const meta = { tableName: table } as EntityMetadata;
  const version = operation === Operation.CREATE ? undefined : 3;
  return { meta, record: { id, version } as never, operation, redacted: [], ...more };
}

const changes = [
  pending('post', 'a', Operation.DELETE),
  pending('comment', 'b', Operation.DELETE, { causeId: 'a' }),
  pending('post', 'c', Operation.CREATE, { redacted: ['secret'] }),
];

it('A flush is planned as one list of versions for each entity, however many records it changes', () => {
  expect(planFlush(changes)).toEqual({
    versions: new Map([
      [
        'post',
        [
          { id: 'a', operation: 'DELETE', cause_id: null, redacted: [] },
          { id: 'c', operation: 'CREATE', cause_id: null, redacted: ['secret'] },
        ],
      ],
      ['comment', [{ id: 'b', operation: 'DELETE', cause_id: 'a', redacted: [] }]],
    ]),
    expected: new Map([
      ['a', 4],
      ['b', 4],
    ]),
    size: 3,
  });
});

it.each([
  ['was not written', new Map([['a', { version: 4 }]])],
  [
    'was at another version',
    new Map([
      ['a', { version: 4 }],
      ['b', { version: 5 }],
    ]),
  ],
])('A flush is not recorded where a row %s', (_, rows) => {
  expect(() => expectWritten(planFlush(changes), rows)).toThrow('Version 4 of b was to be written');
});
