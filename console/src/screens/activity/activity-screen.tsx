import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { goTo, route } from '../../app/route.js';
import { activityFilter, activityParameters } from '../../model/activity-filter.js';
import type { Actor } from '../../model/shown-record.js';
import { ScreenTitle } from '../../components/screen-title.js';
import { texts } from '../../texts.js';
import { ActivityFeed } from './activity-feed.js';
import { ActivityFilterForm } from './activity-filter-form.js';

/** What was changed in the organization, newest first: filtered as the address says, and followed. */
export function ActivityScreen() {
  const filter = activityFilter(types(), route.value.parameters);
  const [people, setPeople] = useState<ReadonlyMap<string, Actor>>(new Map());
  const meet = (actors: readonly Actor[]) =>
    setPeople((known) => new Map([...known, ...actors.map((actor) => [actor.id, actor] as const)]));
  return (
    <>
      <header class="screen-head">
        <ScreenTitle name={texts.activity.title} />
        <p class="quiet small">{texts.activity.watching}</p>
      </header>
      <ActivityFilterForm
        filter={filter}
        people={people}
        onChange={(asked) => goTo(['activity'], activityParameters(asked))}
      />
      <ActivityFeed key={JSON.stringify(filter)} filter={filter} onMeet={meet} />
    </>
  );
}
