import { enumValues } from '../../../../sdk/src/index.js';
import { types } from '../../api/catalogue.js';
import { Choice } from '../../components/choice.js';
import { type ActivityFilter, fieldsToFilter, isFiltered, noFilter } from '../../model/activity-filter.js';
import { fromLocalInput, toLocalInput } from '../../model/instant.js';
import type { Actor } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { MomentInput } from './moment-input.js';
import { OtherPerson } from './other-person.js';
import { PersonFilter } from './person-filter.js';

interface ActivityFilterFormProps {
  readonly filter: ActivityFilter;
  /** Who is known to have changed something. */
  readonly people: ReadonlyMap<string, Actor>;
  readonly onChange: (filter: ActivityFilter) => void;
}

const words = texts.activity.filter;
const any = ['', words.any] as const;
const asOptions = (names: readonly string[], told: Readonly<Record<string, string>> = {}) => [
  any,
  ...names.map((name) => [name, told[name] ?? name] as const),
];

/** Which change sets are shown. What is chosen counts at once, what is written with the button. */
export function ActivityFilterForm({ filter, people, onChange }: ActivityFilterFormProps) {
  const choose = (change: Partial<ActivityFilter>) => onChange({ ...filter, ...change });
  const { actor, type, operation, field, value, reason, source, from, to } = filter;
  return (
    <form
      class="list-filter"
      role="search"
      aria-label={words.label}
      onSubmit={(event) => {
        event.preventDefault();
        choose(writtenIn(event.currentTarget, filter));
      }}
    >
      <input
        type="search"
        name="reason"
        key={`reason ${reason}`}
        defaultValue={reason}
        aria-label={words.reason}
        placeholder={words.reason}
      />
      <button type="submit">{words.apply}</button>
      <PersonFilter actor={actor} people={people} onChoose={(id) => choose({ actor: id })} />
      <Choice
        label={words.type}
        value={type}
        options={asOptions(types().types.map(({ name }) => name))}
        onChange={(chosen) => choose({ type: chosen, field: '', value: '' })}
      />
      <Choice
        label={words.operation}
        value={operation}
        options={asOptions(enumValues.Operation, texts.operations)}
        onChange={(chosen) => choose({ operation: chosen })}
      />
      {isFiltered(filter) && (
        <button type="button" onClick={() => onChange(noFilter)}>
          {words.clear}
        </button>
      )}
      <details class="filter-more" open={[field, source, from, to].some((of) => of !== '')}>
        <summary>{words.more}</summary>
        <div class="list-filter">
          <Choice
            label={words.field}
            value={field}
            options={asOptions(fieldsToFilter(types(), type))}
            onChange={(chosen) => choose({ field: chosen, value: '' })}
          />
          {field !== '' && (
            <input
              type="search"
              name="value"
              key={`value ${field} ${value}`}
              defaultValue={value}
              aria-label={words.value}
              placeholder={words.value}
            />
          )}
          <Choice
            label={words.source}
            value={source}
            options={asOptions(enumValues.ChangeSource, texts.activity.sources)}
            onChange={(chosen) => choose({ source: chosen })}
          />
          <OtherPerson known={[...people.keys()]} onChoose={(id) => choose({ actor: id })} />
          <MomentInput name="from" label={words.from} instant={from} />
          <MomentInput name="to" label={words.to} instant={to} />
          <button type="submit">{words.apply}</button>
        </div>
      </details>
    </form>
  );
}

/** What is written in the form's text fields. A moment that nobody touched stays exact. */
function writtenIn(form: HTMLFormElement, { from, to }: ActivityFilter): Partial<ActivityFilter> {
  const data = new FormData(form);
  const text = (name: string) => {
    const written = data.get(name);
    return typeof written === 'string' ? written : '';
  };
  const moment = (name: string, before: string) =>
    before !== '' && text(name) === toLocalInput(before) ? before : fromLocalInput(text(name));
  return { reason: text('reason'), value: text('value'), from: moment('from', from), to: moment('to', to) };
}
