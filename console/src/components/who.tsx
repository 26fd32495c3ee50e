import type { Actor } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { SafeText } from './safe-text.js';

/** Who did something. */
export function Who({ actor }: { readonly actor: Actor | null }) {
  if (!actor) return <span class="quiet">{texts.somebody}</span>;
  const { displayName, kind, id } = actor;
  if (displayName !== null) {
    return (
      <span title={id}>
        <SafeText text={displayName} />
      </span>
    );
  }
  return (
    <span title={id}>
      {texts.actorKinds[kind] ?? kind} <SafeText text={kind === 'USER' ? '' : id} />
    </span>
  );
}
