// A sandbox whose way out leads to a webhook in the test: what arrives there, and what it answers.
import type { OutgoingAnswer, SendOut } from '../../sandbox/core/deliveries.ts';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

export const WEBHOOK = 'https://calendar.example/hooks/outlook?key=1';
export const LIFECYCLE = 'https://calendar.example/hooks/lifecycle';
export const WEEK_MINUTES = 10_080;
const NOW_MS = Date.parse('2026-11-24T09:00:00Z');

interface Post {
  url: URL;
  contentType: string;
  value: Record<string, unknown>[];
}

export interface Webhook {
  client: SandboxClient;
  ada: GraphUser;
  /** What arrived after the handshakes. */
  posts: Post[];
  handshakes: URL[];
  /** What the webhook answers to notifications. */
  answerWith(answer: (post: Post) => number): void;
}

/** A sandbox with a webhook that answers handshakes as it should, and notifications with 202. */
export function openWebhook(options: { handshake?: (token: string) => OutgoingAnswer; seed?: number } = {}): Webhook {
  const posts: Post[] = [];
  const handshakes: URL[] = [];
  let answer: (post: Post) => number = () => 202;
  const sendOut: SendOut = (address, request) => {
    const url = new URL(address);
    const token = url.searchParams.get('validationToken');
    if (token !== null) {
      handshakes.push(url);
      const asked = options.handshake ?? plainText;
      return Promise.resolve(asked(token));
    }
    const { value } = JSON.parse(request.body) as { value: Record<string, unknown>[] };
    const post = { url, contentType: request.headers['content-type'] ?? '', value };
    posts.push(post);
    return Promise.resolve({ status: answer(post), headers: {}, body: '' });
  };
  const client = openSandbox({ sendOut, ...(options.seed === undefined ? {} : { seed: options.seed }) });
  return { client, ada: client.as('ada'), posts, handshakes, answerWith: (next) => (answer = next) };
}

export function plainText(body: string): OutgoingAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

export function inMinutes(minutes: number): string {
  return new Date(NOW_MS + minutes * 60_000).toISOString();
}

export function asked(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    changeType: 'created,updated,deleted',
    notificationUrl: WEBHOOK,
    resource: 'me/events',
    expirationDateTime: inMinutes(1_000),
    clientState: 'secret',
    ...change,
  };
}

export function event(subject: string): Record<string, unknown> {
  const at = (time: string) => ({ dateTime: `2026-12-01T${time}`, timeZone: 'UTC' });
  return { subject, start: at('09:00:00'), end: at('10:00:00') };
}

export function errorOf(body: Record<string, unknown>): { code: string; message: string } {
  return body.error as { code: string; message: string };
}
