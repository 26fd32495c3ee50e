import { catalogue, loadCatalogue } from '../api/catalogue.js';
import { endedBecause, session } from '../api/session.js';
import { Failure } from '../components/failure.js';
import { useLoaded } from '../components/use-loaded.js';
import { SignInAgain } from '../screens/sign-in/sign-in-again.js';
import { SignInScreen } from '../screens/sign-in/sign-in-screen.js';
import { TimeBar } from '../screens/time-machine/time-bar.js';
import { texts } from '../texts.js';
import { foundScreen } from './found-screen.js';
import { Navigation } from './navigation.js';
import { Notice } from './notice.js';
import { Place } from './place.js';
import { route, shownInstant } from './route.js';

/** The console: for whoever is signed in, the place that the address names. */
export function App() {
  if (!session.value) return <SignInScreen />;
  return (
    <>
      <SignedIn key={session.value.viewerId} />
      {endedBecause.value !== null && <SignInAgain because={endedBecause.value} />}
    </>
  );
}

function SignedIn() {
  const { error, isLoading, reload } = useLoaded(() => loadCatalogue(), []);
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (isLoading || !catalogue.value) return <p class="waiting">{texts.loading}</p>;
  return (
    <div class={shownInstant.value ? 'console is-past' : 'console'}>
      <a class="skip" href="#content" onClick={skipToContent}>
        {texts.nav.skip}
      </a>
      <Navigation />
      <div class="content">
        <TimeBar inPast={foundScreen(route.value.path)?.screen.inPast} />
        <Place />
      </div>
      <Notice />
    </div>
  );
}

/** The fragment of the address says which place is shown, so that a link cannot use it to jump within the page. */
function skipToContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}
