import { Property } from '@mikro-orm/decorators/legacy';
import { Authorized, Field, FieldResolver, Resolver } from 'type-graphql';
import { expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { Versioned, VersionedEntity, VersionedResolver } from '../../src/versioning/index.js';

@Versioned()
class Vault extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Authorized('ADMINISTER')
  @Field()
  @Property()
  salary!: string;
}

@Resolver(() => Vault)
class VaultResolver extends VersionedResolver(Vault) {}

@Versioned()
class Safe extends VersionedEntity {
  @Field()
  @Property()
  code!: string;

  @Authorized('ADMINISTER')
  @Field()
  hint(): string {
    return `${this.code.length} digits`;
  }
}

@Resolver(() => Safe)
class SafeResolver extends VersionedResolver(Safe) {}

@Resolver(() => Safe)
class GuardedCodeResolver {
  @Authorized('ADMINISTER')
  @FieldResolver(() => String)
  code(): string {
    return 'hidden';
  }
}

it('has no stored field for some roles alone, which history and filters would tell to all', async () => {
  const building = buildSchema(authChecker as never, [VaultResolver, SafeResolver, GuardedCodeResolver]);
  // The hint is computed, and nothing else tells it.
  await expect(building).rejects.toThrow('@Authorized() cannot be on what is stored (Vault.salary, Safe.code):');
});
