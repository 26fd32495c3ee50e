import { ID, Mutation, Resolver } from 'type-graphql';
import { expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { buildSchema } from '../../src/schema/build-schema.js';

@Resolver()
class OpenResolver {
  @Mutation(() => ID)
  openToAll(): string {
    return 'done';
  }
}

it('has no mutation that does not say who may call it', async () => {
  await expect(buildSchema(authChecker as never, [OpenResolver])).rejects.toThrow(
    "The mutation openToAll does not say who may call it: give it @Authorized('WRITE') or the like.",
  );
});
