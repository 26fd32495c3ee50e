import { sql } from 'kysely';
import { Resolver } from 'type-graphql';
import { DomainError, type VersioningContext, VersionedResolver } from '../../src/versioning/index.js';
import { Plant } from './plant.entity.js';

type Operations = InstanceType<ReturnType<typeof VersionedResolver<Plant>>>;

/** Particular behaviour by ordinary inheritance, in a change and in a list. */
@Resolver(() => Plant)
export class PlantResolver extends VersionedResolver(Plant) {
  override async create(...[input, context]: Parameters<Operations['create']>): ReturnType<Operations['create']> {
    const name = String(input['name']);
    if (name === 'weed') throw new DomainError('BAD_USER_INPUT', 'name: weeds are not planted.', { field: 'name' });
    return super.create({ ...input, name: name.toUpperCase() }, context);
  }

  override async update(...[input, context]: Parameters<Operations['update']>): ReturnType<Operations['update']> {
    const updated = await super.update(input, context);
    await water(context);
    return updated;
  }
}

/** Something of one's own in the transaction of the change. */
async function water({ em }: VersioningContext): Promise<void> {
  await sql`select set_config('test.watered', 'yes', true)`.execute(em.getKysely());
}
