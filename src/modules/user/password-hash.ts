import { TextType } from '@mikro-orm/core';

/** What stands in the column since a password was taken away, followed by what no other mark has. */
export const noPassword = '$none$';

/** A hashed password; null for a user who never had one, or whose was taken away. */
export class PasswordHash extends TextType {
  // By the database, since what the ORM compares with is the row as it was read.
  override convertToJSValueSQL(column: string): string {
    return `(case when ${column} not like '${noPassword}%' then ${column} end)`;
  }
}
