import { useEffect, useRef } from 'preact/hooks';
import { matchPath } from '../model/route.js';
import { texts } from '../texts.js';
import { route } from './route.js';
import { type PlaceValues, screens } from './screens.js';

/** The screen of the address. Going to another place puts the focus on it, so that it is read and the keyboard is there. */
export function Place() {
  const { path } = route.value;
  const main = useRef<HTMLElement>(null);
  const place = path.join('/').replace(/\/versions\/\d+$/, '/versions');
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
    globalThis.scrollTo(0, 0);
  }, [place]);
  return (
    <main id="content" ref={main} tabIndex={-1}>
      <Found path={path} key={place} />
    </main>
  );
}

function Found({ path }: { readonly path: readonly string[] }) {
  for (const { pattern, component: Component } of screens) {
    const values = matchPath(pattern, path);
    if (values) return <Component {...(values as PlaceValues)} />;
  }
  return <p>{texts.notFound}</p>;
}
