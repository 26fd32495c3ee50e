import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium as playwright, type Browser } from 'playwright-core';

/** Where Chrome or Chromium may stand. */
const installed = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A root of containers has no user namespace to put a sandbox into; a page of our own is no stranger. */
const args = ['--no-sandbox'];

/**
 * Starts a browser without a window: one that this machine has, else the one that the package @sparticuz/chromium brings
 * on Linux, on a bare machine with the libraries that it brings, too.
 *
 * @returns undefined where none can be had, with the reason on standard error
 * @throws the reason where REQUIRE_BROWSER is set
 */
export async function startBrowser(): Promise<Browser | undefined> {
  const path = pathOfInstalled();
  const ways =
    path === undefined ? [packaged, packagedWithLibraries] : [() => playwright.launch({ executablePath: path, args })];
  let reason: unknown;
  for (const start of ways) {
    try {
      return await start();
    } catch (error) {
      reason = error;
    }
  }
  if (process.env['REQUIRE_BROWSER'] !== undefined) throw reason;
  console.error(`NO BROWSER HERE, SO THE CONSOLE IS NOT TESTED IN ONE: ${String(reason).split('\n')[0]}`);
  return undefined;
}

function pathOfInstalled(): string | undefined {
  const search = installed.map((name) => `command -v ${name}`).join(' || ');
  return execFileSync('sh', ['-c', `${search} || true`], { encoding: 'utf8' }).trim() || undefined;
}

async function packaged(): Promise<Browser> {
  const { default: chromium } = await import('@sparticuz/chromium');
  return playwright.launch({ executablePath: await chromium.executablePath(), args });
}

async function packagedWithLibraries(): Promise<Browser> {
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  const archive = fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium')));
  const env = { ...process.env, LD_LIBRARY_PATH: `${await inflate(archive)}/lib` } as Record<string, string>;
  return playwright.launch({ executablePath: await chromium.executablePath(), args, env });
}
