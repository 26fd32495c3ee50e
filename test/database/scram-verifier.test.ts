import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { inject } from 'vitest';
import { expect, it, onTestFinished } from 'vitest';
import { answers } from '../../src/database/client/answers.js';
import { scramVerifier } from '../../src/database/client/scram-verifier.js';
import { asSuperuser } from '../support/cluster.js';

it.each(['plain', `every ASCII sign: !"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`, 'not ASCII: pässwörd ünïcode'])(
  'PostgreSQL takes the verifier in the place of a password that is %s',
  async (password) => {
    const { superuserUrl } = inject('cluster');
    const role = `scram_${process.pid}_${password.length}`;
    await asSuperuser(superuserUrl, (client: Client) =>
      client.query(`create role ${escapeIdentifier(role)} login password ${escapeLiteral(scramVerifier(password))}`),
    );
    onTestFinished(() =>
      asSuperuser(superuserUrl, async (client) => {
        await client.query(`drop role ${escapeIdentifier(role)}`);
      }),
    );
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = encodeURIComponent(password);
    expect(await answers(url.href)).toBe(true);
    url.password = 'another';
    expect(await answers(url.href)).toBe(false);
  },
);
