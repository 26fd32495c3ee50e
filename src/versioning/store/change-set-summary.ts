import { Check, Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** How many change sets are summed up in one, as `sum_up_change_sets` does it. */
export const summedUpTogether = 64;

/**
 * What some sealed change sets hold that follow each other: who made them and by what, parts of their reasons, what was done to
 * what, and what fields were set to. A search for some of these passes over nearly all that have them not. Written as they are sealed, so that writers do not pay for it; made anew when
 * retention removes something of them.
 */
@Entity()
@Index({ properties: ['firstPlace'], where: 'bits is null' })
@Check({
  name: 'change_set_summary_size_check',
  expression: `last_place = first_place + ${summedUpTogether - 1}`,
})
export class ChangeSetSummary {
  /** Where they begin in the order of commit. */
  @PrimaryKey({ type: 'bigint', autoincrement: false })
  firstPlace!: string;

  @Property({ type: 'bigint' })
  lastPlace!: string;

  /** A Bloom filter, as `bloom_filter` makes it; null: it is still to be made, and they may hold anything. */
  @Property({ columnType: 'bytea', type: 'blob', nullable: true })
  bits?: Buffer | null;
}
