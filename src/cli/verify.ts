import { Command } from 'commander';
import { sql } from 'kysely';
import { readEachTenant } from '../database/each-tenant.js';
import { type Finding, verify } from '../versioning/index.js';
import { print } from './print.js';
import { showProgress } from './progress.js';
import { withOrm } from './with-orm.js';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('hold all that is stored, of every tenant, against what it must be; also while the server works')
    .action(run);
}

async function run(): Promise<void> {
  const findings: (Finding & { slug: string })[] = [];
  let versions = 0;
  let started = 0;
  await withOrm(({ orm }) => {
    started = performance.now();
    return readEachTenant(orm, async (em, { slug }) => {
      const { rows } = await sql<{ count: string }>`select count(*) from entity_version`.execute(em.getKysely());
      versions += Number(rows[0]!.count);
      const found = await verify(em, ({ done, of, entityType }) => showProgress(done / of, `${slug} ${entityType}`));
      findings.push(...found.map((finding) => ({ slug, ...finding })));
    });
  });
  const seconds = (performance.now() - started) / 1000;
  for (const { slug, entityType, requirement, count, first } of findings) {
    print(`${slug}: ${entityType}: ${count} against "${requirement}", first ${first.map(nameOf).join(', ')}.`);
  }
  const rate = Math.round(versions / seconds);
  print(`Verified ${versions} versions in ${seconds.toFixed(1)} s (${rate}/s): ${findings.length} findings.`);
  if (findings.length > 0) process.exitCode = 1;
}

function nameOf({ id, version }: Finding['first'][number]): string {
  return version === null ? id : `${id} at version ${version}`;
}
