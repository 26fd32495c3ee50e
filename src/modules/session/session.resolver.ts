import { Arg, Authorized, Ctx, Extensions, Mutation, Resolver } from 'type-graphql';
import type { SessionContext } from './session-context.js';
import { signIn } from './sign-in.js';
import { SignInInput } from './sign-in-input.js';
import { SignInPayload } from './sign-in-payload.js';
import { Viewer } from './viewer.js';

@Resolver()
export class SessionResolver {
  @Authorized('PUBLIC')
  @Extensions({ ownTransactions: true })
  @Mutation(() => SignInPayload, { description: 'Gives a token for an email and a password.' })
  async signIn(
    @Ctx() context: SessionContext,
    @Arg('input', () => SignInInput) input: SignInInput,
  ): Promise<SignInPayload> {
    const { token, expiresAt, organization, user } = await signIn(context, input);
    return {
      token,
      // The token's expiry is in whole seconds.
      expiresAt: expiresAt.toISOString().replace('Z', '000Z'),
      viewer: new Viewer(user.id, user.role, organization.id, { organization, user }),
    };
  }
}
