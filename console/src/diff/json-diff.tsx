import { useMemo } from 'preact/hooks';
import { compareJson, type JsonChange } from '../model/json-diff.js';
import { ClippedText } from '../components/clipped-text.js';
import { SafeText } from '../components/safe-text.js';
import { texts } from '../texts.js';

/** Two values of JSON, told by path. */
export function JsonDiff({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const { changes, isCut } = useMemo(() => compareJson(before, after), [before, after]);
  return (
    <>
      <ul class="json-changes">
        {changes.map((change) => (
          <JsonChangeItem key={change.path} change={change} />
        ))}
      </ul>
      {isCut && <p class="quiet">{texts.compare.cut}</p>}
    </>
  );
}

function JsonChangeItem({ change }: { readonly change: JsonChange }) {
  const { path, kind, before, after } = change;
  return (
    <li>
      <code>
        <SafeText text={path === '' ? '/' : path} />
      </code>{' '}
      {kind !== 'added' && (
        <del>
          <ClippedText text={JSON.stringify(before) ?? ''} />
        </del>
      )}{' '}
      {kind !== 'removed' && (
        <ins>
          <ClippedText text={JSON.stringify(after) ?? ''} />
        </ins>
      )}
    </li>
  );
}
