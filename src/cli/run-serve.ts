import { randomBytes } from 'node:crypto';
import { OneTimeCode } from '../auth/one-time-code.js';
import { Role } from '../auth/role.js';
import { type Config, readConfig } from '../config.js';
import type { EmbeddedAddress } from '../database/embedded/address.js';
import { listOrganizations } from '../database/tenants/organizations.js';
import { seedDemo } from '../database/tenants/seed.js';
import { type RunningServer, startServer } from '../server.js';
import { withBounds } from '../versioning/index.js';
import type { Shutdown } from './shutdown.js';
import { freeStartupMemory } from './free-startup-memory.js';
import { greeting } from './greeting.js';
import { openLog } from './open-log.js';
import { print } from './print.js';
import { roleToken } from './role-token.js';

/**
 * Runs the server until it is told to end. With the embedded database it makes the demo at the first start, and prints
 * what is needed to try it.
 */
export async function runServe(shutdown: Shutdown): Promise<void> {
  const config = readConfig();
  // The log goes to standard error: what is printed for people holds tokens, which the log never does.
  const logger = openLog(2, config.logLevel);
  let demoPassword: string | undefined;
  const { code, redeemable } = OneTimeCode.issue();
  const starting = startServer(config, {
    logger,
    signal: shutdown.signal,
    prepare: async ({ orm, embedded }) => {
      if (embedded && !config.production && (await listOrganizations(embedded)).length === 0) {
        demoPassword = randomBytes(6).toString('hex');
        await seedDemo(orm, demoPassword);
      }
    },
    ...(!config.production && {
      graphiqlToken: editorToken,
      redeemCode: (offered, server) => redeemable.redeem(offered, () => editorToken(server)),
    }),
  });
  const greeted = starting.then((server) => {
    logger.info({ url: server.url }, 'ready');
    return withBounds({ signal: shutdown.signal }, () =>
      printGreeting(server, config, { code, ...(demoPassword && { demoPassword }) }),
    );
  });
  // Told to end while starting or greeting: that ends by itself, having stopped what it had started.
  const stop = async () => {
    const [outcome] = await Promise.allSettled([starting, greeted]);
    if (outcome.status === 'fulfilled') await outcome.value.stop();
  };
  // Whoever was told what to press sees at once that it has been heard; the log may be silent.
  if (config.databaseUrl === undefined) shutdown.signal.addEventListener('abort', () => print('Stopping.'));
  shutdown.stopBy({ stop, logger, underNpm: config.underNpm });
  try {
    await greeted;
    await freeStartupMemory();
  } catch (error) {
    // What fails because it is being stopped is no failure.
    if (!shutdown.signal.aborted) throw error;
  }
}

/** For the first organization's editor, where the database is the embedded one. */
async function editorToken({ embedded, ...server }: Pick<RunningServer, 'orm' | 'auth' | 'embedded'>) {
  const [first] = embedded && server.auth.secret !== undefined ? await listOrganizations(embedded) : [];
  return first && roleToken(server, first, Role.EDITOR);
}

/** What only this start knows: the code of its link, and the password of a demo that it has made. */
interface FreshSecrets {
  readonly code: string;
  readonly demoPassword?: string;
}

async function printGreeting(server: RunningServer, config: Config, secrets: FreshSecrets): Promise<void> {
  const { embedded } = server;
  if (embedded) {
    print(await greet({ ...server, embedded }, config, secrets));
  }
}

async function greet(
  { url, orm, auth, embedded }: RunningServer & { embedded: EmbeddedAddress },
  { dataDir, console, graphiql, production }: Config,
  { code, demoPassword }: FreshSecrets,
): Promise<string> {
  const organizations = await listOrganizations(embedded);
  const [first] = organizations;
  const tokens = new Map<Role, string>();
  if (first && auth.secret !== undefined && !production) {
    for (const role of Object.values(Role)) {
      const token = await roleToken({ orm, auth }, first, role);
      if (token !== undefined) tokens.set(role, token);
    }
  }
  const link = console && tokens.has(Role.EDITOR) ? { signInLink: `${url}/#sign-in=${code}` } : {};
  const known = { url, console, graphiql, dataDir, organizations, tokens, ...link };
  return greeting({ ...known, ...(demoPassword && { demoPassword }) });
}
