import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'bench/peers';

/** Installs what is compared with, by its own lock file, unless it is there. */
export function installPeers(): void {
  if (existsSync(join(folder, 'node_modules'))) return;
  console.log(`Installing ${folder}, once.`);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
}

/** The exact versions of what is compared with. */
export function peerVersions(): Readonly<Record<string, string>> {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}
