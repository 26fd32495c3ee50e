import { StringType } from '@mikro-orm/core';
import { z } from 'zod';
import type { CheckedType } from '../../versioning/index.js';

/** What is not seen tells addresses apart that look the same. */
const unseen = /\p{C}/u;

/** An email address, in any script. Whether it reaches somebody only a letter to it tells. */
export class EmailAddress extends StringType implements CheckedType {
  refusalOf(value: unknown): string | undefined {
    const isAddress = typeof value === 'string' && z.regexes.unicodeEmail.test(value) && !unseen.test(value);
    return isAddress ? undefined : 'must be an email address like ada@acme.example.';
  }
}
