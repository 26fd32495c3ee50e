import { Command, InvalidArgumentError } from 'commander';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { readEachTenant, type Tenant } from '../database/each-tenant.js';
import { strayRows } from '../database/stray-rows.js';
import { type Finding, query, readNotices, verify } from '../versioning/index.js';
import { print } from './print.js';
import { showProgress } from './progress.js';
import { withOrm } from './with-orm.js';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('hold all that is stored, of every tenant, against what it must be; also while the server works')
    .option('--sessions <n>', 'connections that work at the same time', sessionCount, 2)
    .action(run);
}

async function run({ sessions }: { sessions: number }): Promise<void> {
  const findings: (Finding & { slug: string })[] = [];
  const notices: (Finding & { slug: string })[] = [];
  let versions = 0;
  let started = 0;
  const stray = await withOrm(async ({ orm, config }) => {
    started = performance.now();
    const read = async (ems: readonly SqlEntityManager[], { slug }: Tenant) => {
      const rows = await query<{ count: string }>(ems[0]!)`select count(*) from entity_version`;
      versions += Number(rows[0]!.count);
      const found = await verify(ems, ({ done, of, entityType }) => showProgress(done / of, `${slug} ${entityType}`));
      findings.push(...found.map((finding) => ({ slug, ...finding })));
      notices.push(...(await readNotices(ems[0]!)).map((notice) => ({ slug, ...notice })));
    };
    await readEachTenant(orm, read, Math.min(sessions, config.pool.size));
    return strayRows(orm);
  });
  const seconds = (performance.now() - started) / 1000;
  for (const finding of findings) print(sentenceOf(finding));
  for (const { table, tenant, count } of stray) {
    print(`${tenant}: ${table}: ${count} against "the organization that rows belong to is there".`);
  }
  for (const notice of notices) print(`No damage, but not up to date: ${sentenceOf(notice)}`);
  const found = findings.length + stray.length;
  const rate = Math.round(versions / seconds);
  print(`Verified ${versions} versions in ${seconds.toFixed(1)} s (${rate}/s): ${found} findings.`);
  if (found > 0) process.exitCode = 1;
}

function sessionCount(text: string): number {
  if (!/^([1-9]|1[0-6])$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 16.');
  return Number(text);
}

function sentenceOf({ slug, entityType, requirement, count, first }: Finding & { slug: string }): string {
  return `${slug}: ${entityType}: ${count} against "${requirement}", first ${first.map(nameOf).join(', ')}.`;
}

function nameOf({ id, version }: Finding['first'][number]): string {
  return version === null ? id : `${id} at version ${version}`;
}
