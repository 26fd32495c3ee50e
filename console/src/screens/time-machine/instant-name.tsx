import { readChangeSetHead } from '../../api/changes-in-time.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { isInstant } from '../../model/instant.js';
import { nameOf } from '../../model/shown-record.js';
import type { ShownInstant } from '../../model/shown-instant.js';
import { texts } from '../../texts.js';

/** What an instant is called: its time, or whose change it is next to. */
export function InstantName({ instant }: { readonly instant: ShownInstant }) {
  if (instant.snapshot !== undefined) return <>{texts.time.seen}</>;
  if (instant.at !== undefined) {
    return (
      <>
        {texts.time.at} {isInstant(instant.at) ? <When instant={instant.at} /> : <SafeText text={instant.at} />}
      </>
    );
  }
  const [words, id] =
    instant.before === undefined
      ? ([texts.time.after, instant.changeSet] as const)
      : ([texts.time.before, instant.before] as const);
  return (
    <>
      {words} <ChangeSetName id={id} />
    </>
  );
}

function ChangeSetName({ id }: { readonly id: string }) {
  const { value: changeSet } = useLoaded((signal) => readChangeSetHead(id, signal), [id]);
  // Where there is no such change set, what the page itself asks as of it fails, and says so.
  if (!changeSet) return <code>{nameOf({ id, label: null })}</code>;
  return (
    <>
      <When instant={changeSet.recordedAt} /> <Who actor={changeSet.actor} />
      {changeSet.reason !== null && (
        <q class="reason">
          <SafeText text={nameOf({ id, label: changeSet.reason })} />
        </q>
      )}
    </>
  );
}
