import { join } from 'node:path';
import { type AuthConfig, type Config, ConfigError } from './config.js';
import { readOrCreateSecret } from './database/embedded/secret-file.js';

/**
 * The settings with which tokens are checked and issued. With the embedded database a secret is made once and kept in
 * the data folder, unless one is set.
 *
 * @throws {ConfigError} where there is a database of the operator's and no setting
 */
export async function authOf(config: Config): Promise<AuthConfig> {
  if (config.databaseUrl !== undefined) {
    return requireAuth(config.auth);
  }
  const { secret, jwksUrl } = config.auth;
  if (secret !== undefined || jwksUrl !== undefined) {
    return config.auth;
  }
  return { ...config.auth, secret: await readOrCreateSecret(join(config.dataDir, 'auth-secret')) };
}

function requireAuth(auth: AuthConfig): AuthConfig {
  if (auth.secret === undefined && auth.jwksUrl === undefined) {
    throw new ConfigError('AUTH_JWT_SECRET or AUTH_JWKS_URL is missing; with DATABASE_URL one of them is required.');
  }
  return auth;
}
