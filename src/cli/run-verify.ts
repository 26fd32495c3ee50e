import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { readEachTenant, type Tenant } from '../database/tenants/each-tenant.js';
import { strayRows } from '../database/tenants/stray-rows.js';
import { countRetiredVersions, query, readNotices, verify } from '../versioning/index.js';
import { print } from './print.js';
import { showProgress } from './progress.js';
import { countFindings, type Found, type Verification, verificationJson, verificationText } from './verify-report.js';
import { withReader } from './with-reader.js';

/** What is asked of a verification. */
export interface VerifyOptions {
  readonly sessions: number;
  readonly all?: true;
  readonly json?: true;
}

/** Verifies, and says what was found. */
export async function runVerify({ sessions, all, json }: VerifyOptions): Promise<void> {
  const verification = await verifyAll(sessions, all ? Number.MAX_SAFE_INTEGER : undefined);
  for (const line of (json ? verificationJson : verificationText)(verification)) print(line);
  if (countFindings(verification) > 0) process.exitCode = 1;
}

function verifyAll(sessions: number, mostNamed: number | undefined): Promise<Verification> {
  return withReader(async ({ orm, config, problems }) => {
    const started = performance.now();
    const findings: Found[] = [];
    const notices: Found[] = [];
    const retired = new Map<string, number>();
    let versions = 0;
    const read = async (ems: readonly SqlEntityManager[], { slug: organization }: Tenant) => {
      const [em] = ems as [SqlEntityManager];
      const [counted] = await query<{ count: string }>(em)`select count(*) from entity_version`;
      versions += Number(counted!.count);
      const found = await verify(ems, {
        report: ({ done, of, entityType }) => showProgress(done / of, `${organization} ${entityType}`),
        ...(mostNamed !== undefined && { mostNamed }),
      });
      findings.push(...found.map((finding) => ({ organization, ...finding })));
      notices.push(...(await readNotices(em, mostNamed)).map((notice) => ({ organization, ...notice })));
      for (const [table, count] of await countRetiredVersions(em))
        retired.set(table, (retired.get(table) ?? 0) + count);
    };
    await readEachTenant(orm, read, Math.min(sessions, config.pool.size));
    const stray = await strayRows(orm);
    const seconds = (performance.now() - started) / 1000;
    return { problems, findings, stray, notices, retired, versions, seconds };
  });
}
