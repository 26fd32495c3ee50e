import type { MikroORM } from '@mikro-orm/postgresql';
import { foreignSettingsOfSession, type RoleSetting, settingProblem } from '../roles/role-settings.js';

/** The settings that the server's role has given its own sessions, as phrases; nothing where there are none. */
export async function roleSettingProblems(orm: MikroORM): Promise<string[]> {
  const rows = await orm.em.getConnection().execute<(RoleSetting & { role: string })[]>(foreignSettingsOfSession);
  return rows.map(settingProblem);
}
