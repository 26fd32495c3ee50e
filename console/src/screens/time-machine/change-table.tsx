import type { Span } from '../../model/change-plot.js';
import { texts } from '../../texts.js';
import type { Column } from './change-plot.js';

interface ChangeTableProps {
  readonly columns: readonly Column[];
  readonly onNarrow: (part: Span) => void;
}

/** What the plot shows, in words; parts in which nothing was changed are left out. */
export function ChangeTable({ columns, onNarrow }: ChangeTableProps) {
  return (
    <table class="records compact">
      <thead>
        <tr>
          <th scope="col">{texts.time.when}</th>
          <th scope="col" class="number">
            {texts.time.plot}
          </th>
        </tr>
      </thead>
      <tbody>
        {columns
          .filter(({ count }) => count > 0)
          .map(({ from, to, count, name }) => (
            <tr key={from}>
              <th scope="row">
                <button
                  type="button"
                  class="link"
                  aria-label={texts.time.narrow(name)}
                  onClick={() => onNarrow({ from, to })}
                >
                  {name}
                </button>
              </th>
              <td class="number">{count.toLocaleString('en')}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
