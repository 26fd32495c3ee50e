import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TrafficCounter } from '../../../bench/round-trips/traffic.js';
import { WireProxy } from '../../../bench/round-trips/wire-proxy.js';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { sqlState, withBounds } from '../../../src/versioning/index.js';
import { AnswerBudget, outsideAnswer, withinAnswer } from '../../../src/versioning/values/answer-budget.js';
import { asking } from '../../../src/versioning/read/statements/asking.js';
import type { RawRow } from '../../../src/versioning/read/statements/read-statement.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const traffic = new TrafficCounter();
let database: TestDatabase;
let proxy: WireProxy;
let orm: MikroORM;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await WireProxy.start(database.applicationUrl, traffic.onMessage, traffic.onReady);
  orm = await MikroORM.init(ormOptions({ url: proxy.url }));
  // On a connection that is there.
  await inTransaction((em) => asking(em)(said(0)));
});

afterAll(async () => {
  await orm.close();
  await proxy.stop();
  await database.drop();
});

const said = (value: number) => sql<RawRow>`select ${value}::int as said`;
const sleeping = sql<RawRow>`select pg_sleep(${10}::int)::text as said`;
const failing = sql<RawRow>`select 1 / ${0}::int as said`;

function inTransaction<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  return orm.em.fork({ session: tenantSession(randomUUID()) }).transactional((em) => work(em as SqlEntityManager));
}

describe('What is asked of one transaction', () => {
  it('at the same time goes out in one message, and each hears its own answer', async () => {
    let answers: unknown[] = [];
    const { roundTrips } = await traffic.during(() =>
      inTransaction(async (em) => {
        answers = await Promise.all([1, 2, 3].map((value) => asking(em)(said(value))));
      }),
    );
    expect(answers).toEqual([[{ said: 1 }], [{ said: 2 }], [{ said: 3 }]]);
    // The other is its COMMIT.
    expect(roundTrips).toBe(2);
  });

  it('later goes out later', async () => {
    const { roundTrips } = await traffic.during(() =>
      inTransaction(async (em) => {
        for (const value of [1, 2, 3]) expect(await asking(em)(said(value))).toEqual([{ said: value }]);
      }),
    );
    expect(roundTrips).toBe(4);
  });

  it('fails for who asked what fails, and for all behind it', async () => {
    for (const statements of [
      [said(1), failing, said(3)],
      [said(1), said(2), failing],
      [failing, said(2), said(3)],
    ]) {
      const outcomes = inTransaction(async (em) => {
        const all = await Promise.allSettled(statements.map((statement) => asking(em)(statement)));
        const told = all.map((outcome) => (outcome.status === 'fulfilled' ? 'answered' : sqlState(outcome.reason)));
        throw Object.assign(new Error('rolled back'), { told });
      });
      const failed = statements.indexOf(failing);
      // As where they are asked one after the other.
      const told = statements.map((_, n) => (n < failed ? 'answered' : n === failed ? '22012' : '25P02'));
      await expect(outcomes).rejects.toMatchObject({ told });
    }
  });

  it('is not sent where the work that asks is to end, and nothing is left waiting', async () => {
    const over = new AbortController();
    const { executions } = await traffic.during(() =>
      inTransaction(async (em) => {
        const asked = withBounds({ signal: over.signal }, () =>
          Promise.allSettled([said(1), said(2)].map((statement) => asking(em)(statement))),
        );
        over.abort(new Error('over'));
        for (const outcome of await asked) {
          expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'over' } });
        }
      }),
    );
    // A transaction that has asked nothing is not begun.
    expect(executions).toBe(0);
  });

  it('is cancelled as a whole, and all hear why', async () => {
    const over = new AbortController();
    const cancelled = inTransaction(async (em) => {
      const asked = withBounds({ signal: over.signal }, () =>
        Promise.allSettled([said(1), sleeping, said(3)].map((statement) => asking(em)(statement))),
      );
      setTimeout(() => over.abort(new Error('over')), 200);
      const told = (await asked).map((outcome) =>
        outcome.status === 'fulfilled' ? 'answered' : outcome.reason.message,
      );
      throw Object.assign(new Error('rolled back'), { told });
    });
    await expect(cancelled).rejects.toMatchObject({ told: ['answered', 'over', 'over'] });
  });

  it('is bound by the work that asks each, whoever asks beside it', async () => {
    const long = sql<RawRow>`select repeat('a', ${1000}::int) as said`;
    for (const isFirst of [true, false]) {
      const outcome = inTransaction(async (em) => {
        const free = () => outsideAnswer(async () => asking(em)(long));
        const counted = () => withinAnswer(new AnswerBudget(10), async () => asking(em)(long));
        const all = await Promise.allSettled((isFirst ? [counted, free] : [free, counted]).map((ask) => ask()));
        throw Object.assign(new Error('rolled back'), { told: all.map(({ status }) => status) });
      });
      const told = isFirst ? ['rejected', 'rejected'] : ['fulfilled', 'rejected'];
      await expect(outcome).rejects.toMatchObject({ told });
    }
    const over = new AbortController();
    let told: unknown[] = [];
    const rolledBack = inTransaction(async (em) => {
      const asked = [
        asking(em)(said(1)),
        withBounds({ signal: over.signal }, () => asking(em)(sleeping)),
        asking(em)(said(3)),
      ];
      setTimeout(() => over.abort(new Error('over')), 200);
      told = (await Promise.allSettled(asked)).map(({ status }) => status);
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(told).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('fails for its own, also where what was asked in the turn before has waited, too', async () => {
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    for (const [second, expected] of [
      [
        [failing, said(4)],
        ['answered', 'answered', 'answered', '22012', '25P02'],
      ],
      [
        [said(3), failing],
        ['answered', 'answered', 'answered', 'answered', '22012'],
      ],
    ] as const) {
      let told: unknown[] = [];
      const rolledBack = inTransaction(async (em) => {
        const asked = [asking(em)(sql<RawRow>`select pg_sleep(${0.2}::float)::text as said`)];
        await turn();
        asked.push(...[said(1), said(2)].map((statement) => asking(em)(statement)));
        await turn();
        asked.push(...second.map((statement) => asking(em)(statement)));
        told = (await Promise.allSettled(asked)).map((outcome) =>
          outcome.status === 'fulfilled' ? 'answered' : sqlState(outcome.reason),
        );
      });
      await expect(rolledBack).rejects.toThrow('rolled back');
      expect(told).toEqual(expected);
    }
  });

  it('is answered, whatever savepoint other work goes back to meanwhile', async () => {
    for (let turns = 0; turns < 60; turns++) {
      await inTransaction(async (em) => {
        const nested = em.transactional(async (inner) => {
          await (inner as SqlEntityManager).execute('select 1');
          for (let n = 0; n < turns; n++) await Promise.resolve();
          throw new Error('back');
        });
        const asked = [1, 2, 3, 4, 5, 6].map((value) => asking(em)(said(value)));
        await expect(nested).rejects.toThrow('back');
        expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5, 6].map((value) => [{ said: value }]));
      });
    }
  });

  it.each([
    ['fails', failing],
    ['takes too long', sleeping],
  ])(
    'is answered where other work %s meanwhile, and has gone back from that before the last is sent',
    async (_what, statement) => {
      for (let turns = 0; turns < 12; turns++) {
        await inTransaction(async (em) => {
          const asked: Promise<readonly RawRow[]>[] = [];
          const nested = em.transactional(async (inner) => {
            await inner.execute('set local statement_timeout = 50');
            const ask = asking(inner as SqlEntityManager);
            const failed = Promise.allSettled([statement, said(7)].map((one) => ask(one)));
            for (let n = 0; n < turns; n++) await Promise.resolve();
            asked.push(...[1, 2, 3, 4, 5, 6].map((value) => asking(em)(said(value))));
            await failed;
            throw new Error('back');
          });
          await expect(nested).rejects.toThrow('back');
          expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5, 6].map((value) => [{ said: value }]));
        });
      }
    },
  );

  it('by several who work in the same transaction fails for its own, too', async () => {
    let told: unknown[] = [];
    const rolledBack = inTransaction(async (em) => {
      const beside = em.fork({ keepTransactionContext: true }) as SqlEntityManager;
      const asked = [asking(em)(said(1)), asking(em)(said(2)), asking(beside)(failing), asking(beside)(said(4))];
      told = (await Promise.allSettled(asked)).map((outcome) =>
        outcome.status === 'fulfilled' ? 'answered' : sqlState(outcome.reason),
      );
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(told).toEqual(['answered', 'answered', '22012', '25P02']);
  });

  it('goes to its own, and what is asked outside of any by itself', async () => {
    const [one, other, outside] = await Promise.all([
      inTransaction((em) => asking(em)(sql<RawRow>`select pg_backend_pid() as pid, ${1}::int as said`)),
      inTransaction((em) => asking(em)(sql<RawRow>`select pg_backend_pid() as pid, ${2}::int as said`)),
      asking(orm.em.fork() as SqlEntityManager)(said(3)),
    ]);
    expect([one[0]!.said, other[0]!.said, outside]).toEqual([1, 2, [{ said: 3 }]]);
    expect(one[0]!.pid).not.toBe(other[0]!.pid);
  });
});
