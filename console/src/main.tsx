import { render } from 'preact';
import { endedBecause, session } from './api/session.js';
import { resumeSession, signInByCode } from './api/sign-in.js';
import { App } from './app/app.js';
import { replaceWith } from './app/route.js';
import { followTheme } from './app/theme.js';
import './styles/palette.css';
import './styles/base.css';
import './styles/navigation.css';
import './styles/layout.css';
import './styles/forms.css';
import './styles/records.css';
import './styles/filters.css';
import './styles/timeline.css';
import './styles/diff.css';
import './styles/compare.css';
import './styles/conflict.css';
import './styles/activity.css';
import './styles/time.css';
import './styles/blame.css';

/** Of a link that the server has printed: its code is in the fragment, which is sent to nobody. */
const linked = codeIn(globalThis.location.hash);

// A link that is opened where the console is already changes the fragment alone.
globalThis.addEventListener('hashchange', () => {
  if (codeIn(globalThis.location.hash) !== undefined) globalThis.location.reload();
});

function codeIn(fragment: string): string | undefined {
  return /^#sign-in=([\w-]+)$/.exec(fragment)?.[1];
}

followTheme();
if (linked === undefined) await resumeSession();
else {
  // At once, so that the code stands in no history.
  replaceWith([]);
  try {
    await signInByCode(linked);
  } catch (error) {
    await resumeSession();
    if (!session.value) endedBecause.value = error instanceof Error ? error.message : String(error);
  }
}
render(<App />, document.querySelector('#console')!);
