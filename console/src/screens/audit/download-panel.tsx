import { useEffect, useRef, useState } from 'preact/hooks';
import { allAuditEntries, countAuditEntries } from '../../api/audit-log.js';
import { tell } from '../../app/notice.js';
import { useAskBeforeLeaving } from '../../app/written.js';
import { Failure } from '../../components/failure.js';
import { Progress } from '../../components/progress.js';
import { useAction } from '../../components/use-action.js';
import { openFile } from '../../download/open-file.js';
import { writeLines } from '../../download/write-lines.js';
import { auditFileName, type AuditFormat, auditFormats } from '../../model/audit-format.js';
import type { AuditConditions } from '../../model/audit-query.js';
import { texts } from '../../texts.js';

/** After so many entries it is shown anew how far it is. */
const step = 100;

/** Takes the entries that are filtered for into a file, page after page. */
export function DownloadPanel({ query }: { readonly query: AuditConditions }) {
  const [done, setDone] = useState<number | null>(null);
  const [all, setAll] = useState<number | undefined>(undefined);
  const { error, run } = useAction();
  const ending = useRef<AbortController | null>(null);
  useAskBeforeLeaving(done !== null);
  useEffect(() => () => ending.current?.abort(), []);

  const download = async (format: AuditFormat) => {
    const file = await openFile(auditFileName(format, new Date()), format.mediaType);
    if (!file) return;
    const { signal } = (ending.current = new AbortController());
    let written = 0;
    setDone(0);
    setAll(undefined);
    // The number is only shown: where counting takes too long, the download goes on without it.
    void countAuditEntries(query, signal).then(setAll, () => setAll(undefined));
    try {
      await writeLines(file, format.head, allAuditEntries(query, signal), format.line, (count) => {
        written = count;
        if (count % step === 0) setDone(count);
      });
      tell(<p>{texts.audit.saved(written)}</p>);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
      tell(<p>{texts.audit.stopped}</p>);
    } finally {
      ending.current.abort();
      setDone(null);
    }
  };
  return (
    <div class="download">
      {done === null ? (
        <p class="actions">
          {Object.entries(auditFormats).map(([name, format]) => (
            <button key={name} type="button" onClick={() => run(() => download(format))}>
              {texts.audit.download(name)}
            </button>
          ))}
        </p>
      ) : (
        <Progress
          label={texts.audit.downloading}
          done={done}
          all={all === undefined ? undefined : Math.max(all, done)}
          onStop={() => ending.current?.abort()}
        />
      )}
      <Failure error={error} />
    </div>
  );
}
