import { types } from '../../api/catalogue.js';
import { readRecord } from '../../api/records.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import { labelOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { EditForm } from './edit-form.js';

interface EditScreenProps {
  readonly plural?: string;
  readonly id?: string;
}

/** A form for a record as it is when the form is opened. */
export function EditScreen({ plural = '', id = '' }: EditScreenProps) {
  const type = types().listedAs(plural);
  const {
    value: record,
    error,
    isLoading,
    reload,
  } = useLoaded(async (signal) => type && readRecord(type, id, signal), [plural, id]);
  if (!type) return <p>{texts.notFound}</p>;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!record) return <p class="waiting">{isLoading ? texts.loading : texts.record.notFound}</p>;
  const name = labelOf(types().labelOf(type), record);
  return (
    <>
      <p class="crumbs">
        <Link to={['records', plural]}>{plural}</Link> ·{' '}
        <Link to={['records', plural, id]}>
          <SafeText text={name} />
        </Link>
      </p>
      <ScreenTitle name={texts.form.editTitle(name)} />
      <EditForm key={record.version} type={type} record={record} onReload={reload} />
    </>
  );
}
