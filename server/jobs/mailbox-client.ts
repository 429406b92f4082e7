// The Graph client of one mailbox: a token that Graph refuses is renewed, and the request sent once more.
import { createGraphClient, type GraphClient } from '../../graph/transport/graph-client.ts';
import type { Transport } from '../../graph/transport/transport.ts';
import type { AccessTokens } from '../oauth/access-tokens.ts';

/** A refused token means that Graph did nothing, so that the repetition is safe for writes, too. */
export function createMailboxClient(transport: Transport, tokens: AccessTokens, mailboxId: string): GraphClient {
  const client = createGraphClient(transport, () => tokens.of(mailboxId));
  return {
    async send(request) {
      const answer = await client.send(request);
      if (answer.status !== 401) return answer;
      await tokens.renew(mailboxId);
      return client.send(request);
    },
  };
}
