import { Link } from '../components/link.js';
import { ScreenTitle } from '../components/screen-title.js';
import type { Role } from '../model/rights.js';
import { texts } from '../texts.js';

interface NotForRoleProps {
  readonly role: Role;
  /** Of the place that is not shown; what it belongs to is one part shorter. */
  readonly path: readonly string[];
}

/** In place of what a role may not do, for whoever has come by its address. */
export function NotForRole({ role, path }: NotForRoleProps) {
  return (
    <>
      <ScreenTitle name={texts.notForRole.title} />
      <p>
        {texts.notForRole.because(role)} <Link to={path.slice(0, -1)}>{texts.notForRole.back}</Link>
      </p>
    </>
  );
}
