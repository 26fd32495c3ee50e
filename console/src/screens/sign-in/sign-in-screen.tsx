import { useState } from 'preact/hooks';
import { endedBecause } from '../../api/session.js';
import { Failure } from '../../components/failure.js';
import { texts } from '../../texts.js';
import { PasswordForm } from './password-form.js';
import { TokenForm } from './token-form.js';

/** Signing in: by organization, email and password, or by a token. */
export function SignInScreen() {
  const [isByToken, setByToken] = useState(false);
  return (
    <main class="sign-in">
      <h1 class="brand">{texts.product}</h1>
      <h2>{texts.signIn.title}</h2>
      <Failure error={endedBecause.value} />
      {isByToken ? <TokenForm /> : <PasswordForm />}
      <p>
        <button type="button" class="link" onClick={() => setByToken(!isByToken)}>
          {isByToken ? texts.signIn.byPassword : texts.signIn.byToken}
        </button>
      </p>
      <p class="quiet small">{texts.signIn.keeping}</p>
    </main>
  );
}
