import { useLayoutEffect, useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { Choice } from '../../components/choice.js';
import type { EntityType } from '../../model/catalogue.js';
import { checkedCondition, type Conditions, filterFieldsOf } from '../../model/condition.js';
import { InvalidDraft } from '../../model/draft.js';
import { fieldTitle } from '../../model/field-title.js';
import { changedQuery, isSearchable, type ListQuery } from '../../model/list-query.js';
import { texts } from '../../texts.js';
import { ConditionChips } from './condition-chips.js';
import { ConditionControl } from './condition-control.js';

interface ListFilterProps {
  readonly type: EntityType;
  readonly query: ListQuery;
  readonly onChange: (query: ListQuery) => void;
}

/** What a list shows: a search in what records are called, living or deleted ones, and conditions by field. */
export function ListFilter({ type, query, onChange }: ListFilterProps) {
  const label = types().labelOf(type);
  const searched = label && isSearchable(label) ? label : undefined;
  const fields = filterFieldsOf(type).filter((field) => field !== searched);
  const [search, setSearch] = useState(query.search);
  const [drafts, setDrafts] = useState<Conditions>(query.conditions);
  const [problem, setProblem] = useState<InvalidDraft | undefined>(undefined);
  // The controls follow the address, as where somebody goes back; before the page is painted, so that nothing written is lost.
  useLayoutEffect(() => {
    setSearch(query.search);
    setDrafts(query.conditions);
    setProblem(undefined);
  }, [query.search, JSON.stringify(query.conditions)]);

  const apply = () => {
    try {
      onChange(changedQuery(query, { search, conditions: checked(type, drafts) }));
    } catch (error) {
      if (!(error instanceof InvalidDraft)) throw error;
      setProblem(error);
    }
  };
  return (
    <form
      class="list-filter"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {searched ? (
        <>
          <input
            type="search"
            value={search}
            aria-label={texts.list.search(fieldTitle(searched))}
            placeholder={texts.list.search(fieldTitle(searched))}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
          <button type="submit">{texts.list.submit}</button>
        </>
      ) : (
        label && <span class="quiet small">{texts.list.noSearch(fieldTitle(label))}</span>
      )}
      <Choice
        label={texts.list.shown}
        value={query.deleted}
        options={[
          ['EXCLUDE', texts.list.living],
          ['ONLY', texts.list.deletedOnly],
          ['INCLUDE', texts.list.both],
        ]}
        onChange={(deleted) => onChange(changedQuery(query, { deleted: deleted as ListQuery['deleted'] }))}
      />
      <ConditionChips
        fields={fields}
        conditions={query.conditions}
        onChange={(conditions) => onChange(changedQuery(query, { conditions }))}
      />
      <details class="conditions">
        <summary>{texts.list.filter}</summary>
        <div class="condition-grid">
          {fields.map((field) => (
            <ConditionControl
              key={field.name}
              field={field}
              condition={drafts[field.name] ?? {}}
              problem={problem?.field === field.name ? problem.message : undefined}
              onInput={(condition) => setDrafts({ ...drafts, [field.name]: condition })}
            />
          ))}
        </div>
        <button type="submit" class="primary">
          {texts.list.apply}
        </button>
      </details>
    </form>
  );
}

/** @throws InvalidDraft */
function checked(type: EntityType, drafts: Conditions): Conditions {
  const found = filterFieldsOf(type).flatMap((field) => {
    const condition = checkedCondition(field, drafts[field.name] ?? {});
    return condition ? [[field.name, condition] as const] : [];
  });
  return Object.fromEntries(found);
}
