import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describeError } from '../errors/error-description.js';
import type { Health } from './health.js';
import { HealthGauges } from './health-gauges.js';
import type { RequestRecord } from '../log/request-record.js';

/** What Prometheus reads, with a registry of its own for each server. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'palimpsest_graphql_requests_total',
    help: 'GraphQL requests by operation type and outcome: OK, or the code of the first error.',
    labelNames: ['operation', 'code'],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: 'palimpsest_graphql_request_duration_seconds',
    help: 'How long GraphQL requests took, by operation type and outcome.',
    labelNames: ['operation', 'code'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.#registry],
  });

  readonly #health: HealthGauges;

  constructor(orm: MikroORM, health: Health, logger: Logger) {
    this.#health = new HealthGauges(this.#registry, health);
    collectDefaultMetrics({ register: this.#registry });
    this.#registry.registerMetric(poolGauge(orm, logger));
  }

  /** The media type of {@link print}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Counts a request that has been answered. */
  count(record: RequestRecord, durationMs: number): void {
    const [code = 'OK'] = record.errorCodes;
    const labels = { operation: record.operationType ?? 'none', code };
    this.#requests.inc(labels);
    this.#durations.observe(labels, durationMs / 1000);
  }

  /** Everything in the text format of Prometheus. */
  async print(): Promise<string> {
    await this.#health.refresh();
    return this.#registry.metrics();
  }
}

function poolGauge(orm: MikroORM, logger: Logger): Gauge<'state'> {
  return new Gauge({
    name: 'palimpsest_database_pool',
    help: 'Connections of the pool: open, idle; and requests waiting for one.',
    labelNames: ['state'],
    registers: [],
    async collect() {
      // Without a first connection there is no pool, and the other metrics must not fail for that.
      const pool = await orm.em
        .getConnection()
        .getNativeClient()
        .catch((error: unknown) => {
          logger.warn({ error: describeError(error) }, 'The pool of connections could not be looked at.');
        });
      if (!pool) return this.reset();
      this.set({ state: 'open' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}
