// The handshake before a subscription: the webhook must answer with the token that it is sent.
import type { OutgoingAnswer } from '../../core/deliveries.ts';
import type { World } from '../../core/world.ts';
import { GraphRefusal } from '../operation.ts';

const ANSWER_MS_MAX = 10_000;

/** @throws GraphRefusal 400 when the webhook doesn't answer in time, or doesn't answer with the token as plain text. */
export async function validateEndpoint(world: World, address: string): Promise<void> {
  const { sendOut } = world.ports;
  if (!sendOut) return;
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${world.random.uuid()}`;
  const url = new URL(address);
  // Appended by hand: the rest of the query stays as the subscriber wrote it.
  url.search = `${url.search === '' ? '?' : `${url.search}&`}validationToken=${encodeURIComponent(token).replaceAll('%20', '+')}`;
  const answer = await ask(() =>
    sendOut(url.toString(), {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '',
      timeoutMs: ANSWER_MS_MAX,
    }),
  );
  if (answer.status !== 200) throw failed('Notification endpoint must respond with 200 OK to validation request.');
  if (!/^text\/plain\b/i.test(answer.headers['content-type'] ?? '')) {
    throw failed('Notification endpoint must respond with the content type text/plain.');
  }
  if (answer.body !== token) throw failed('Response must exactly match validationToken query parameter.');

  async function ask(send: () => Promise<OutgoingAnswer>): Promise<OutgoingAnswer> {
    const before = world.clock.now().epochMilliseconds;
    const answered = await send().catch((error: unknown) => {
      if (error instanceof Error && /timeout|abort/i.test(error.name)) throw timedOut();
      throw failed('Notification endpoint must respond with 200 OK to validation request.');
    });
    if (world.clock.now().epochMilliseconds - before > ANSWER_MS_MAX) throw timedOut();
    return answered;
  }
}

function failed(reason: string): GraphRefusal {
  return new GraphRefusal(400, 'ValidationError', `Subscription validation request failed. ${reason}`);
}

function timedOut(): GraphRefusal {
  return new GraphRefusal(400, 'InvalidRequest', 'Subscription validation request timed out.');
}
