import { signInByToken } from '../../api/sign-in.js';
import { Failure } from '../../components/failure.js';
import { useAction } from '../../components/use-action.js';
import { texts } from '../../texts.js';
import { SignInField } from './sign-in-field.js';

/** Signs in by a token that somebody else has issued. */
export function TokenForm() {
  const { isBusy, error, run } = useAction();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const token = String(new FormData(event.currentTarget).get('token') ?? '');
        run(() => signInByToken(token));
      }}
    >
      <SignInField name="token" label={texts.signIn.token} type="password" autoComplete="off" />
      <p class="hint">{texts.signIn.tokenHint}</p>
      <Failure error={error} />
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {texts.signIn.submit}
      </button>
    </form>
  );
}
