import { useEffect, useRef } from 'preact/hooks';
import { types } from '../api/catalogue.js';
import { endSession, session } from '../api/session.js';
import { Link } from '../components/link.js';
import { SafeText } from '../components/safe-text.js';
import { mayOpen } from '../model/rights.js';
import { texts } from '../texts.js';
import { route } from './route.js';
import { screens } from './screens.js';
import { type Theme, theme } from './theme.js';

/** Where one can go, who is signed in, and how it looks. */
export function Navigation() {
  const [first = '', second] = route.value.path;
  const { role, organization, name, viewerId } = session.value!;
  const places = screens.filter((screen) => screen.name !== undefined && mayOpen(role, screen));
  const nav = useRef<HTMLElement>(null);
  // On a phone it is a line that is longer than the screen.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [first, second]);
  return (
    <header class="navigation">
      <p class="brand">
        <Link to={[]}>{texts.product}</Link>
        <span class="organization">
          <SafeText text={organization} />
        </span>
      </p>
      <nav ref={nav} aria-label={texts.nav.label}>
        <ul>
          {places.map(({ pattern, name: called }) => (
            <li key={pattern}>
              <Link to={pattern.split('/').filter((part) => part !== '')} current={first === pattern}>
                {called}
              </Link>
            </li>
          ))}
        </ul>
        <h2 class="navigation-group">{texts.nav.records}</h2>
        <ul>
          {types().types.map(({ plural }) => (
            <li key={plural}>
              <Link to={['records', plural]} current={first === 'records' && second === plural}>
                {plural}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div class="navigation-foot">
        <p class="quiet small">
          <SafeText text={texts.nav.signedInAs(name ?? viewerId, role)} />
        </p>
        <label class="theme">
          <span>{texts.nav.theme}</span>
          <select value={theme.value} onChange={({ currentTarget }) => (theme.value = currentTarget.value as Theme)}>
            {Object.entries(texts.nav.themes).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => endSession()}>
          {texts.nav.signOut}
        </button>
      </div>
    </header>
  );
}
