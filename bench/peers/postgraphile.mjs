import { createServer } from 'node:http';
import { jwtVerify } from 'jose';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

// PostGraphile as its documentation sets it up, under the same policies as Palimpsest: the tenant comes from a verified
// token, and each operation sets it for its transaction.

const { DATABASE_URL: connectionString, AUTH_JWT_SECRET, POOL_SIZE, PORT } = process.env;
const key = new TextEncoder().encode(AUTH_JWT_SECRET);
const verified = new Map();

/** Verified once, as long as it holds. */
async function claimsOf(header) {
  const known = verified.get(header);
  if (known !== undefined && known.exp > Date.now() / 1000) return known;
  const { payload } = await jwtVerify(header.replace(/^Bearer /, ''), key);
  verified.set(header, payload);
  return payload;
}

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  // By default only what begins a whole index can be a condition or an order; the living are an index in part.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString, schemas: ['public'], poolConfig: { max: Number(POOL_SIZE) } })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    async context({ node }) {
      const { org } = await claimsOf(node.req.headers.authorization);
      return { pgSettings: { 'app.tenant_id': org } };
    },
  },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
await instance.getSchema();
server.listen(Number(PORT), '127.0.0.1', () => {
  console.error(JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${server.address().port}` }));
});
process.once('SIGTERM', () => process.exit());
