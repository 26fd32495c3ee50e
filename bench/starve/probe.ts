const everyMs = 20;

/** The longest that somebody else waited, in milliseconds. */
export interface LongestWaits {
  /** For /healthz, which needs the process alone. */
  readonly health: number;
  /** For a small query of another organization, which needs the database too. */
  readonly query: number;
  /** Small queries that were refused. */
  readonly refused: number;
}

/**
 * Asks a server for little, again and again and without waiting for answers, while it is asked for much.
 *
 * @param token of another organization than that of the hostile request
 * @param work what is done meanwhile
 */
export async function probeDuring(url: string, token: string, work: () => Promise<unknown>): Promise<LongestWaits> {
  const health: Promise<Answered>[] = [];
  const query: Promise<Answered>[] = [];
  const ask = () => {
    health.push(timed(() => fetch(`${url}/healthz`)));
    query.push(
      timed(() =>
        fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: '{"query":"{ tags(first: 1) { totalCount } }"}',
        }),
      ),
    );
  };
  const timer = setInterval(ask, everyMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  ask();
  const [alive, answered] = await Promise.all([Promise.all(health), Promise.all(query)]);
  return { health: longest(alive), query: longest(answered), refused: answered.filter(({ ok }) => !ok).length };
}

interface Answered {
  readonly ms: number;
  readonly ok: boolean;
}

async function timed(ask: () => Promise<Response>): Promise<Answered> {
  const started = performance.now();
  const ok = await ask()
    .then(async (response) => response.ok && !(await response.text()).includes('"errors"'))
    .catch(() => false);
  return { ms: performance.now() - started, ok };
}

function longest(answers: readonly Answered[]): number {
  return Math.max(...answers.map(({ ms }) => ms));
}
