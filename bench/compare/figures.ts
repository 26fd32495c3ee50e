import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type as systemType } from 'node:os';
import type { Trips } from './count-traffic.js';
import type { ContestantName } from './contestant.js';
import type { CompareOptions } from './options.js';
import { peerVersions } from './peers.js';
import type { Memory } from './process-usage.js';
import type { Turn } from './turn.js';
import type { Size } from './dataset.js';

/** Where, when and with what was measured. */
export interface Environment {
  readonly date: string;
  readonly command: string;
  readonly commit: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** All that was measured, as it is kept. */
export interface Figures {
  readonly environment: Environment;
  readonly options: CompareOptions;
  readonly size: Size;
  readonly trips: readonly Trips[];
  /** Of each server, before its first request and after its last. */
  readonly memory: readonly { readonly contestant: ContestantName; readonly idle?: Memory; readonly after?: Memory }[];
  readonly turns: readonly Turn[];
  /** What `palimpsest verify` said of the history in the end. */
  readonly verified: string;
}

/** @param postgres the version of PostgreSQL */
export function environmentOf(postgres: string): Environment {
  const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return {
    date: new Date().toISOString().slice(0, 10),
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    commit: commit(),
    machine: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${gigabytes} GB, ${systemType()} ${release()}`,
    versions: {
      palimpsest: version,
      node: process.version.slice(1),
      PostgreSQL: postgres,
      postgraphile: peerVersions()['postgraphile']!,
      pg: dependencies['pg']!,
    },
  };
}

/** With `-dirty` where files differ from it; empty outside of a repository. */
function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
