/** How a periodic job stands; instants in RFC 3339, null where there is none. */
export interface JobHealth {
  readonly lastStartedAt: string | null;
  readonly lastFinishedAt: string | null;
  readonly lastSucceededAt: string | null;
  /** Why its last run has failed; null where it has not. */
  readonly failure: string | null;
}

export interface PurgeHealth extends JobHealth {
  /** How many records should be gone and are not. */
  readonly overdue: number | null;
  /** Since when the oldest of them should be gone. */
  readonly overdueSince: string | null;
}

export interface JobsHealth {
  readonly maintenance: JobHealth;
  readonly purge: PurgeHealth;
}

/** How the order of commit is kept. */
export interface SealingHealth {
  /** For how long the oldest change that has no durable place has been waiting for it, in seconds. */
  readonly lagSeconds: number;
  /** What to do to have times of commit; null where PostgreSQL keeps them. */
  readonly commitTimestamps: string | null;
}

export interface CatalogueHealth {
  readonly checkedAt: string | null;
  /** What is wrong with the database's own protection, one phrase each. */
  readonly problems: readonly string[];
}

/** How the tables of the database stand to those of an instance's version, and the names of migrations that only one of them has. */
export interface MigrationsHealth {
  /** Of a newer version, which has migrated the database under this one. */
  readonly newer: readonly string[];
  /** Of this version, as on a database that was restored from before them. */
  readonly pending: readonly string[];
  /** In what the tables are not those that this version needs, one phrase each. */
  readonly problems: readonly string[];
}

/** What an instance can tell of itself besides that it answers. */
export interface Health {
  /** What the last check of the catalogue has found. */
  catalogue(): CatalogueHealth;
  /** Whether statements stay prepared on their connections: not behind a pooler that does not know of them. */
  areStatementsPrepared(): boolean;
  /** Asks the database how the jobs stand; undefined where it does not tell. Never fails. */
  jobs(): Promise<JobsHealth | undefined>;
  /** Asks the database how far sealing is behind; undefined where it does not tell. Never fails. */
  sealing(): Promise<SealingHealth | undefined>;
  /** Asks the database how its migrations stand; undefined where it does not tell. Never fails. */
  migrations(): Promise<MigrationsHealth | undefined>;
}
