import { useEffect, useRef } from 'preact/hooks';
import { types } from '../api/catalogue.js';
import { session } from '../api/session.js';
import { useKeptFocus } from '../components/use-kept-focus.js';
import { mayOpen } from '../model/rights.js';
import { writeInstant } from '../model/shown-instant.js';
import { OnlyNow } from '../screens/time-machine/only-now.js';
import { texts } from '../texts.js';
import { foundScreen } from './found-screen.js';
import { NotForRole } from './not-for-role.js';
import { route } from './route.js';
import { UnlessBroken } from './unless-broken.js';

/** The screen of the address. A place that is gone to gets the focus: screen readers read it, and the keyboard goes on from there. */
export function Place() {
  const { path, instant } = route.value;
  const main = useRef<HTMLElement>(null);
  const place = path.join('/').replace(/\/versions\/\d+$/, '/versions');
  const isFirst = useRef(true);
  useKeptFocus(main);
  useEffect(() => {
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
    globalThis.scrollTo(0, 0);
  }, [place]);
  return (
    <main id="content" ref={main} tabIndex={-1}>
      <UnlessBroken key={`${place}?${instant ? writeInstant(instant) : ''}`}>
        <Found path={path} isPast={instant !== null} />
      </UnlessBroken>
    </main>
  );
}

interface FoundProps {
  readonly path: readonly string[];
  readonly isPast: boolean;
}

function Found({ path, isPast }: FoundProps) {
  const found = foundScreen(path);
  if (!found) return <p>{texts.notFound}</p>;
  const { screen, values } = found;
  // Of whoever is signed in: what tells of all times is for administrators in the past, too.
  const { role } = session.value!;
  if (!mayOpen(role, screen, types().listedAs(values.plural ?? ''))) return <NotForRole role={role} path={path} />;
  return isPast && screen.inPast === 'nothing' ? <OnlyNow /> : <screen.component {...values} />;
}
