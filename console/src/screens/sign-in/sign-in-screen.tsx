import { endedBecause, keptToken } from '../../api/session.js';
import { resumeSession } from '../../api/sign-in.js';
import { Failure } from '../../components/failure.js';
import { texts } from '../../texts.js';
import { SignInForms } from './sign-in-forms.js';

/** Signing in, where nobody is. */
export function SignInScreen() {
  return (
    <main class="sign-in">
      <h1 class="brand">{texts.product}</h1>
      <h2>{texts.signIn.title}</h2>
      <Failure error={endedBecause.value} onRetry={keptToken() === null ? undefined : () => void resumeSession()} />
      <SignInForms />
    </main>
  );
}
