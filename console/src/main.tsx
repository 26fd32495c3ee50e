import { render } from 'preact';
import { endedBecause } from './api/session.js';
import { resumeSession, signInByCode } from './api/sign-in.js';
import { App } from './app/app.js';
import { replaceWith } from './app/route.js';
import { followTheme } from './app/theme.js';
import './styles/base.css';
import './styles/layout.css';
import './styles/forms.css';
import './styles/records.css';
import './styles/filters.css';
import './styles/history.css';
import './styles/activity.css';
import './styles/time.css';
import './styles/blame.css';

/** A link that the server has printed: its code is in the fragment, which is sent to nobody. */
const linked = /^#sign-in=([\w-]+)$/.exec(globalThis.location.hash)?.[1];

followTheme();
if (linked === undefined) await resumeSession();
else {
  // At once, so that the code stands in no history.
  replaceWith([]);
  try {
    await signInByCode(linked);
  } catch (error) {
    endedBecause.value = error instanceof Error ? error.message : String(error);
  }
}
render(<App />, document.querySelector('#console')!);
