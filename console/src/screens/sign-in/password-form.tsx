import { signIn } from '../../api/sign-in.js';
import { Failure } from '../../components/failure.js';
import { useAction } from '../../components/use-action.js';
import { texts } from '../../texts.js';
import { SignInField } from './sign-in-field.js';

/** Signs in by what a person knows. */
export function PasswordForm() {
  const { isBusy, error, run } = useAction();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const said = new FormData(event.currentTarget);
        const value = (name: string) => String(said.get(name) ?? '');
        run(() => signIn({ organization: value('organization'), email: value('email'), password: value('password') }));
      }}
    >
      <SignInField name="organization" label={texts.signIn.organization} autoComplete="organization" />
      <SignInField name="email" label={texts.signIn.email} type="email" autoComplete="username" />
      <SignInField name="password" label={texts.signIn.password} type="password" autoComplete="current-password" />
      <Failure error={error} />
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {texts.signIn.submit}
      </button>
    </form>
  );
}
