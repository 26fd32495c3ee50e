import type { Client } from 'pg';
import type { Recording } from './recording.js';
import { stateAt } from './state.js';

/**
 * Asks again for all that was recorded.
 *
 * @param client as the server's role
 * @returns the recordings that are answered otherwise
 */
export async function findMismatches(client: Client, recordings: readonly Recording[]): Promise<Recording[]> {
  const mismatches: Recording[] = [];
  for (const [tenant, of] of Map.groupBy(recordings, (recording) => recording.tenant)) {
    await client.query('begin read only');
    await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
    const { rows } = await client.query<{ place: string }>(
      `select a.place from unnest($1::text[], $2::text[], $3::text[]) with ordinality as a (kind, name, expected, place)
       cross join lateral (
         select case a.kind
           when 'token' then palimpsest.instant_of_token(a.name)
           when 'changeSet' then palimpsest.instant_after(a.name::uuid)
           else palimpsest.instant_at(a.name::timestamptz) end as instant offset 0) i
       cross join lateral (${stateAt('i.instant')}) s
       where i.instant is null or s.state is distinct from a.expected`,
      [of.map(({ kind }) => kind), of.map(({ name }) => name), of.map(({ state }) => state)],
    );
    await client.query('commit');
    mismatches.push(...rows.map(({ place }) => of[Number(place) - 1]!));
  }
  return mismatches;
}
