import {
  createDocumentClient,
  isUnauthenticated,
  SignInDocument,
  type SignInInput,
  ViewerDocument,
  type Viewer,
} from '../../../sdk/src/index.js';
import { beginSession, endedBecause, keptToken, loseSession, type Session } from './session.js';

const url = new URL('/graphql', globalThis.location.href).href;

/** Signs in by organization, email and password. @throws PalimpsestError */
export async function signIn(input: SignInInput): Promise<void> {
  const { signIn } = await createDocumentClient({ url }).request(SignInDocument, { input });
  beginSession(sessionOf(signIn.token, signIn.viewer));
}

/**
 * Signs in by a token that somebody else has issued, such as an identity provider.
 *
 * @param pasted also with the `Bearer` of the header that it was copied from
 * @throws PalimpsestError, TypeError
 */
export async function signInByToken(pasted: string): Promise<void> {
  const token = pasted.trim().replace(/^bearer\s+/i, '');
  const { viewer } = await createDocumentClient({ url, token }).request(ViewerDocument, {});
  if (!viewer) throw new NoToken('This is no token.');
  beginSession(sessionOf(token, viewer));
}

/** Takes up the session of the tab, where there is one. Where that cannot be asked now, the tab keeps it. */
export async function resumeSession(): Promise<void> {
  const token = keptToken();
  if (token === null) return;
  try {
    await signInByToken(token);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    if (isUnauthenticated(error) || error instanceof NoToken) loseSession(because);
    else endedBecause.value = because;
  }
}

/** A text with which nobody is signed in. */
class NoToken extends TypeError {}

/**
 * Signs in by the code of a link that the server has printed; it is good for once.
 *
 * @throws TypeError where the code is good for nothing, in the server's words
 */
export async function signInByCode(code: string): Promise<void> {
  const response = await fetch('/console/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  // What stands between may answer in a form of its own.
  const answer = (await response.json().catch(() => ({}))) as { readonly token?: string; readonly message?: string };
  if (answer.token === undefined) throw new TypeError(answer.message ?? `HTTP status ${response.status}`);
  await signInByToken(answer.token);
}

function sessionOf(token: string, viewer: Viewer): Session {
  const { id, role, organization, user } = viewer;
  return { token, viewerId: id, role, organization: organization.name, name: user?.displayName ?? null };
}
