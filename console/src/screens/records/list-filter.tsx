import { types } from '../../api/catalogue.js';
import { Choice } from '../../components/choice.js';
import type { EntityField, EntityType } from '../../model/catalogue.js';
import { fieldTitle } from '../../model/field-title.js';
import { changedQuery, choicesOf, isSearchable, type ListQuery, referencesOf } from '../../model/list-query.js';
import { shortId } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface ListFilterProps {
  readonly type: EntityType;
  readonly query: ListQuery;
  readonly onChange: (query: ListQuery) => void;
}

/** What a list shows: a search in what records are called, values to choose, living or deleted ones. */
export function ListFilter({ type, query, onChange }: ListFilterProps) {
  const label = types().labelOf(type);
  const choose = ({ name }: EntityField, value: string) => {
    const { [name]: _, ...others } = query.equal;
    onChange(changedQuery(query, { equal: value === '' ? others : { ...others, [name]: value } }));
  };
  return (
    <form
      class="list-filter"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const search = new FormData(event.currentTarget).get('search');
        onChange(changedQuery(query, { search: typeof search === 'string' ? search : '' }));
      }}
    >
      {label && isSearchable(label) && (
        <>
          <input
            type="search"
            name="search"
            key={query.search}
            defaultValue={query.search}
            aria-label={texts.list.search(fieldTitle(label))}
            placeholder={texts.list.search(fieldTitle(label))}
          />
          <button type="submit">{texts.list.submit}</button>
        </>
      )}
      {choicesOf(type).map((field) => (
        <Choice
          key={field.name}
          label={fieldTitle(field)}
          value={query.equal[field.name] ?? ''}
          options={[
            ['', texts.list.any],
            ...(field.values ?? ['true', 'false']).map((value) => [value, value] as const),
          ]}
          onChange={(value) => choose(field, value)}
        />
      ))}
      {referencesOf(type).map(
        (field) =>
          query.equal[field.name] !== undefined && (
            <span key={field.name} class="chip">
              {fieldTitle(field)} {shortId(query.equal[field.name]!)}
              <button
                type="button"
                class="link"
                aria-label={texts.form.remove(fieldTitle(field))}
                onClick={() => choose(field, '')}
              >
                ✕
              </button>
            </span>
          ),
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
    </form>
  );
}
