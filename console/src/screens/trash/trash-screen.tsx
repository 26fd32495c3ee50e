import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { readTrash, type TrashQuery } from '../../api/trash.js';
import { goTo, route } from '../../app/route.js';
import { EmptyPage } from '../../components/empty-page.js';
import { Failure } from '../../components/failure.js';
import { Pager } from '../../components/pager.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import { texts } from '../../texts.js';
import { SelectionActions } from './selection-actions.js';
import { TrashTable } from './trash-table.js';
import { TypeChoice } from './type-choice.js';

/** What can be restored: what, who, when, why, with how many, until when. */
export function TrashScreen() {
  const { parameters } = route.value;
  const type = types().listedAs(parameters.get('type') ?? '');
  const query: TrashQuery = {
    types: type ? [type.name] : null,
    after: parameters.get('after'),
    before: parameters.get('before'),
  };
  const { value: page, error, isLoading, reload } = useLoaded((signal) => readTrash(query, signal), [query]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const show = (of: Readonly<Record<string, string>>) =>
    goTo(['trash'], new URLSearchParams({ ...(type && { type: type.plural }), ...of }));
  const chosen = (page?.nodes ?? []).filter(({ record }) => selected.has(record.id));
  const changed = () => {
    setSelected(new Set());
    reload();
  };
  return (
    <>
      <header class="screen-head">
        <ScreenTitle name={texts.trash.title} />
        <TypeChoice
          type={type}
          onChoose={(plural) => goTo(['trash'], new URLSearchParams(plural ? { type: plural } : {}))}
        />
      </header>
      <Failure error={error} onRetry={reload} />
      {page?.nodes.length === 0 && (
        <EmptyPage page={page} first={['trash']} parameters={new URLSearchParams(type && { type: type.plural })}>
          {type ? texts.trash.noneOfType : texts.trash.empty}
        </EmptyPage>
      )}
      {page && page.nodes.length > 0 && (
        <div aria-busy={isLoading}>
          <SelectionActions chosen={chosen} all={page.nodes} onChange={changed} />
          <TrashTable items={page.nodes} selected={selected} onSelect={setSelected} onChange={changed} />
          <Pager page={page} onAfter={(after) => show({ after })} onBefore={(before) => show({ before })} />
        </div>
      )}
      {!page && isLoading && <p class="waiting">{texts.loading}</p>}
    </>
  );
}
