import { endedBecause, session } from '../../api/session.js';
import { Dialog } from '../../components/dialog.js';
import { Failure } from '../../components/failure.js';
import { SafeText } from '../../components/safe-text.js';
import { texts } from '../../texts.js';
import { SignInForms } from './sign-in-forms.js';

/** Signing in anew before the page that one was at, which keeps all that was written there. */
export function SignInAgain({ because }: { readonly because: string }) {
  const { name, viewerId } = session.value!;
  return (
    <Dialog title={texts.signIn.again} onClose={() => (endedBecause.value = null)}>
      <Failure error={because} />
      <p>
        <SafeText text={texts.signIn.againHint(name ?? viewerId)} />
      </p>
      <SignInForms />
    </Dialog>
  );
}
