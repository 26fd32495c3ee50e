import { types } from '../../api/catalogue.js';
import { type Comparison, compareVersions } from '../../api/history.js';
import { readRecord } from '../../api/records.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import type { EntityType } from '../../model/catalogue.js';
import { isVersionNumber } from '../../model/route.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { ComparedVersions } from './compared-versions.js';

interface CompareScreenProps {
  readonly plural?: string;
  readonly id?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Two versions of a record side by side; where the left one is the present, what is on the right can be brought back. */
export function CompareScreen({ plural = '', id = '', from = '', to = '' }: CompareScreenProps) {
  const type = types().listedAs(plural);
  return type && isVersionNumber(from) && isVersionNumber(to) ? (
    <Compare type={type} id={id} from={Number(from)} to={Number(to)} />
  ) : (
    <p>{texts.notFound}</p>
  );
}

interface CompareProps {
  readonly type: EntityType;
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

function Compare({ type, id, from, to }: CompareProps) {
  const { plural } = type;
  const { value, error, isLoading, reload } = useLoaded(
    (signal) => load(type, id, from, to, signal),
    [plural, id, from, to],
  );
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!value) return <p class="waiting">{isLoading ? texts.loading : texts.notFound}</p>;
  const { record, comparison } = value;
  const { from: left, to: right, diff } = comparison;
  const name = record ? labelOf(types().labelOf(type), record) : id;
  return (
    <>
      <p class="crumbs">
        <Link to={['records', plural]}>{plural}</Link> ·{' '}
        <Link to={['records', plural, id]}>
          <SafeText text={name} />
        </Link>
      </p>
      <header class="screen-head">
        <ScreenTitle name={texts.compare.title(from, to)} of={name} />
        <Link to={['records', plural, id, 'compare', to, from]} class="button">
          {texts.compare.swap}
        </Link>
      </header>
      {left && right ? (
        <ComparedVersions type={type} record={record} left={left} right={right} diff={diff} />
      ) : (
        <p class="empty">{texts.version.gone}</p>
      )}
    </>
  );
}

interface Compared {
  readonly record: ShownRecord | null;
  readonly comparison: Comparison;
}

async function load(type: EntityType, id: string, from: number, to: number, signal: AbortSignal): Promise<Compared> {
  const [record, comparison] = await Promise.all([
    readRecord(type, id, signal),
    compareVersions(type, id, from, to, signal),
  ]);
  return { record, comparison };
}
