import { addressKey, foldedText } from '../../modules/user/folded-address.js';
import { softDelete, SqlState } from '../../versioning/index.js';
import type { NewConstraint } from './new-constraint.js';

/** Each address is of one account. */
export const clashingAddresses: NewConstraint = {
  name: addressKey,
  violation: SqlState.uniqueViolation,
  breaches: `
    select string_agg(email || ' (' || id || ')', ' and ' order by created_at, id) as named from "user"
    where ${softDelete.sql()} group by ${foldedText('email')} having count(*) > 1`,
  advice: (_, named) =>
    `Accounts of one organization have addresses that are the same but for case or Unicode form: ${named.join('; ')}; delete all but one of each or give them other addresses`,
};
