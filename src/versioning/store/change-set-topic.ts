import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';

/**
 * What sealed change sets are about, in the order of commit: by these questions such as who set a field are found, however
 * much lies between. Written by `note_topics` alone, as they are sealed, so that writers do not pay for it.
 */
@Entity()
export class ChangeSetTopic {
  /** The table's name when it was sealed. */
  @PrimaryKey({ type: 'text' })
  entityType!: string;

  /** An operation, or a column or link that was changed, as it was called then; those of a creation, which are all, are not told. */
  @PrimaryKey({ type: 'text' })
  topic!: string;

  /** That of the change set. */
  @PrimaryKey({ type: 'bigint', autoincrement: false })
  place!: string;
}
