import { types } from '../../api/catalogue.js';
import { Link } from '../../components/link.js';
import { texts } from '../../texts.js';
import type { FieldProblem } from './field-problem.js';

/** A link to the record that has a value which nobody else may have. */
export function TakenLink({ taken }: { readonly taken: NonNullable<FieldProblem['taken']> }) {
  const type = types().named(taken.entityType);
  return type ? (
    <p class="hint">
      <Link to={['records', type.plural, taken.id]}>{texts.form.openTaken}</Link>
    </p>
  ) : null;
}
