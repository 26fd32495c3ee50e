import type { StrayRows } from '../database/tenants/stray-rows.js';
import type { Finding } from '../versioning/index.js';

/** What verification has found of all organizations. */
export interface Verification {
  /** What is wrong with the database itself, one phrase each. */
  readonly problems: readonly string[];
  readonly findings: readonly Found[];
  readonly stray: readonly StrayRows[];
  /** What is no damage and cannot be brought up to date. */
  readonly notices: readonly Found[];
  /** How many versions there are of tables that migrations have retired. */
  readonly retired: ReadonlyMap<string, number>;
  readonly versions: number;
  readonly seconds: number;
}

/** A finding, with the slug of the organization. */
export interface Found extends Finding {
  readonly organization: string;
}

const organizationIsThere = 'the organization that rows belong to is there';

/** How much there is that must not be. */
export function countFindings({ problems, findings, stray }: Verification): number {
  return problems.length + findings.length + stray.length;
}

/** For people: a sentence each, the last one says it all. */
export function verificationText(verification: Verification): string[] {
  const { problems, findings, stray, notices, retired, versions, seconds } = verification;
  const rate = Math.round(versions / seconds);
  const ofRetired = [...retired].map(([table, count]) => `${count} of ${table}`).join(', ');
  return [
    ...problems.map((problem) => `The database: ${problem}.`),
    ...findings.map(sentenceOf),
    ...stray.map(({ table, tenant, count }) => `${tenant}: ${table}: ${count} against "${organizationIsThere}".`),
    ...notices.map((notice) => `No damage, but not up to date: ${sentenceOf(notice)}`),
    `Verified ${versions} versions in ${seconds.toFixed(1)} s (${rate}/s): ${countFindings(verification)} findings.${ofRetired && ` Among them are versions of retired tables: ${ofRetired}.`}`,
  ];
}

/** For programs: a JSON object in each line. */
export function verificationJson(verification: Verification): string[] {
  const { problems, findings, stray, notices, retired, versions, seconds } = verification;
  const told = (kind: string) => (found: Found) => {
    const { organization, entityType, requirement, count, first: records } = found;
    return { kind, organization, entityType, requirement, count, records };
  };
  const lines = [
    ...problems.map((problem) => ({ kind: 'database', problem })),
    ...findings.map(told('finding')),
    ...stray.map(({ table, tenant, count }) => ({
      ...told('finding')({
        organization: tenant,
        entityType: table,
        requirement: organizationIsThere,
        count,
        first: [],
      }),
    })),
    ...notices.map(told('notice')),
    {
      kind: 'summary',
      versions,
      seconds: Number(seconds.toFixed(3)),
      findings: countFindings(verification),
      retired: Object.fromEntries(retired),
    },
  ];
  return lines.map((line) => JSON.stringify(line));
}

function sentenceOf({ organization, entityType, requirement, count, first }: Found): string {
  const more = count - first.length;
  const records = first.filter(({ id }) => id !== null).map(nameOf);
  const named = records.length === 0 ? '' : `: ${records.join(', ')}`;
  return `${organization}: ${entityType}: ${count} against "${requirement}"${named}${more > 0 ? ` and ${more} more, which --all names` : ''}.`;
}

function nameOf({ id, version, columns = [] }: Finding['first'][number]): string {
  return [id, version !== null && `at version ${version}`, columns.length > 0 && `(${columns.join(', ')})`]
    .filter(Boolean)
    .join(' ');
}
