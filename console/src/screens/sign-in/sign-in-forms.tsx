import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../../texts.js';
import { PasswordForm } from './password-form.js';
import { TokenForm } from './token-form.js';

/** The two ways to sign in: by organization, email and password, or by a token. */
export function SignInForms() {
  const [isByToken, setByToken] = useState(false);
  const forms = useRef<HTMLDivElement>(null);
  useEffect(() => forms.current?.querySelector('input')?.focus(), [isByToken]);
  return (
    <div ref={forms}>
      {isByToken ? <TokenForm /> : <PasswordForm />}
      <p>
        <button type="button" class="link" onClick={() => setByToken(!isByToken)}>
          {isByToken ? texts.signIn.byPassword : texts.signIn.byToken}
        </button>
      </p>
      <p class="quiet small">{texts.signIn.keeping}</p>
    </div>
  );
}
