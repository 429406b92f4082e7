// What the sandbox sends to webhooks: notifications, retries, slow and lost ones, lifecycle events.
import { describe, expect, test } from 'vitest';
import { openSandbox } from './sandbox-client.ts';
import { asked, event, inMinutes, LIFECYCLE, openWebhook, WEBHOOK, WEEK_MINUTES } from './webhook-client.ts';

describe('notifications', () => {
  test('a new event is told as created and updated, with the shape that Graph gives it', async () => {
    const { ada, client, posts } = openWebhook();
    const { body: subscription } = await ada.post('/subscriptions', asked());
    const made = await ada.post('/me/events', event('Planning'));
    await client.sandbox.deliverDue();
    const told = posts.flatMap(({ value }) => value);
    const owner = String(subscription.creatorId);
    const path = `Users/${owner}/Events/${String(made.body.id)}`;
    expect(told.map(({ changeType }) => changeType)).toEqual(['created', 'updated']);
    expect(told[0]).toEqual({
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: subscription.expirationDateTime,
      changeType: 'created',
      resource: path,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Event',
        '@odata.id': path,
        '@odata.etag': made.body['@odata.etag'],
        id: made.body.id,
      },
      clientState: 'secret',
      tenantId: [...client.world().users.values()].find(({ id }) => id === owner)?.tenantId,
    });
    expect(posts[0]?.contentType).toContain('application/json');
  });

  test('an edit is told one to three times as updated, a deletion as deleted', async () => {
    const { ada, client, posts } = openWebhook();
    await ada.post('/subscriptions', asked({ changeType: 'updated,deleted' }));
    const { body } = await ada.post('/me/events', event('Planning'));
    const counts = new Set<number>();
    for (let edit = 0; edit < 12; edit += 1) {
      await client.sandbox.deliverDue();
      posts.length = 0;
      await ada.patch(`/me/events/${String(body.id)}`, { subject: `Planning ${edit}` });
      await client.sandbox.deliverDue();
      const told = posts.flatMap(({ value }) => value);
      expect(new Set(told.map(({ changeType }) => changeType))).toEqual(new Set(['updated']));
      counts.add(told.length);
    }
    expect(counts).toEqual(new Set([1, 2, 3]));
    posts.length = 0;
    await ada.delete(`/me/events/${String(body.id)}`);
    await client.sandbox.deliverDue();
    expect(posts.flatMap(({ value }) => value).map(({ changeType }) => changeType)).toEqual(['deleted']);
  });

  test('deleting an occurrence updates its series', async () => {
    const { ada, client, posts } = openWebhook();
    const recurrence = {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
    };
    const { body: master } = await ada.post('/me/events', { ...event('Stand-up'), recurrence });
    const window = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-05T00:00:00Z';
    const instances = await ada.get<{ value: { id: string }[] }>(`/me/events/${String(master.id)}/instances?${window}`);
    await ada.post('/subscriptions', asked());
    await ada.delete(`/me/events/${instances.body.value[1]?.id}`);
    await client.sandbox.deliverDue();
    const told = posts.flatMap(({ value }) => value);
    expect(told.length).toBeGreaterThan(0);
    for (const { changeType, resourceData } of told) {
      expect([changeType, (resourceData as { id: string }).id]).toEqual(['updated', master.id]);
    }
  });

  test('name immutable ids where the subscription asked for them', async () => {
    const { ada, client, posts } = openWebhook();
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const made = await ada.post('/subscriptions', asked(), prefer);
    expect(made.headers['preference-applied']).toBe('IdType=ImmutableId');
    const { body } = await ada.post('/me/events', event('Planning'), prefer);
    await client.sandbox.deliverDue();
    expect(
      posts.flatMap(({ value }) => value).every(({ resource }) => String(resource).endsWith(`/${String(body.id)}`)),
    ).toBe(true);
  });

  test('of a meeting reach the guests’ subscriptions too, and may share a POST', async () => {
    const mixed: boolean[] = [];
    for (let seed = 1; seed <= 8; seed += 1) {
      const { ada, client, posts } = openWebhook({ seed });
      await ada.post('/subscriptions', asked());
      await client.as('bo').post('/subscriptions', asked());
      await ada.post('/me/events', {
        ...event('Together'),
        attendees: [{ type: 'required', emailAddress: { address: 'bo@contoso.example' } }],
      });
      await client.sandbox.deliverDue();
      const told = posts.flatMap(({ value }) => value);
      expect(new Set(told.map(({ subscriptionId }) => subscriptionId)).size).toBe(2);
      mixed.push(posts.some(({ value }) => new Set(value.map(({ subscriptionId }) => subscriptionId)).size > 1));
    }
    expect(new Set(mixed)).toEqual(new Set([true, false]));
  });

  test('of one calendar are told apart from those of another', async () => {
    const { ada, client, posts } = openWebhook();
    const { body: other } = await ada.post('/me/calendars', { name: 'Travel' });
    await ada.post(
      '/subscriptions',
      asked({ resource: `me/calendars/${String(other.id)}/events`, changeType: 'created' }),
    );
    await ada.post('/me/events', event('At home'));
    await ada.post(`/me/calendars/${String(other.id)}/events`, event('Away'));
    await client.sandbox.deliverDue();
    expect(posts.flatMap(({ value }) => value)).toHaveLength(1);
  });
});

describe('deliveries', () => {
  test('are tried again, ever longer apart, until a 2xx comes', async () => {
    const { ada, client, posts, answerWith } = openWebhook();
    await ada.post('/subscriptions', asked({ changeType: 'created' }));
    answerWith(() => (posts.length < 4 ? 503 : 202));
    await ada.post('/me/events', event('Planning'));
    await client.control('PUT', '/clock', { advance: 'PT1H' });
    expect(posts).toHaveLength(4);
    expect(client.world().deliveries.map(({ state, attempts, status }) => [state, attempts, status])).toEqual([
      ['delivered', 4, 202],
    ]);
  });

  test('are given up after four hours, which the lifecycle address hears as missed', async () => {
    const { ada, client, posts, answerWith } = openWebhook();
    await ada.post('/subscriptions', asked({ changeType: 'created', lifecycleNotificationUrl: LIFECYCLE }));
    answerWith(({ url }) => (url.pathname === '/hooks/lifecycle' ? 202 : 500));
    await ada.post('/me/events', event('Planning'));
    await client.control('PUT', '/clock', { advance: 'PT5H' });
    const [given] = client.world().deliveries.filter(({ kind }) => kind === 'change');
    expect(given?.state).toBe('givenUp');
    expect(given?.attempts).toBeGreaterThan(5);
    const lifecycle = posts.filter(({ url }) => url.pathname === '/hooks/lifecycle').flatMap(({ value }) => value);
    expect(lifecycle.map(({ lifecycleEvent }) => lifecycleEvent)).toEqual(['missed']);
    expect(new Set(Object.keys(lifecycle[0] ?? {}))).toEqual(
      new Set(['clientState', 'lifecycleEvent', 'subscriptionExpirationDateTime', 'subscriptionId', 'tenantId']),
    );
  });

  test('wait ten minutes for a slow webhook, and are lost on one that is slower still', async () => {
    const { ada, client, posts, answerWith } = openWebhook();
    await ada.post('/subscriptions', asked({ changeType: 'created' }));
    const tellAll = async (takes: string) => {
      answerWith(() => {
        client.advance(takes);
        return 202;
      });
      for (let count = 0; count < 10; count += 1) {
        await ada.post('/me/events', event(`Planning ${count}`));
        await client.sandbox.deliverDue();
      }
    };
    await tellAll('PT4S');
    const before = posts.length;
    await ada.post('/me/events', event('Slow'));
    await client.sandbox.deliverDue();
    expect(posts).toHaveLength(before);
    client.advance('PT10M');
    await client.sandbox.deliverDue();
    expect(posts.length).toBeGreaterThan(before);
    client.advance('PT11M');
    await tellAll('PT11S');
    await ada.post('/me/events', event('Lost'));
    expect(client.world().deliveries.at(-1)?.state).toBe('discarded');
  });

  test('without a way out they wait, and are taken step by step', async () => {
    const client = openSandbox();
    const ada = client.as('ada');
    expect((await ada.post('/subscriptions', asked({ changeType: 'created' }))).status).toBe(201);
    for (const subject of ['One', 'Two', 'Three']) {
      await ada.post('/me/events', event(subject));
      client.advance('PT1S');
    }
    const first = await client.control('POST', '/deliveries', { count: 1 });
    expect((first.body.value as { url: string }[]).map(({ url }) => url)).toEqual([WEBHOOK]);
    const rest = await client.control('POST', '/deliveries');
    expect([(rest.body.value as unknown[]).length, rest.body.nextDue]).toEqual([2, null]);
  });
});

describe('lifecycle', () => {
  test('a subscription is reminded of its end, and a renewal puts that off', async () => {
    const { ada, client, posts } = openWebhook();
    const life = { expirationDateTime: inMinutes(WEEK_MINUTES), lifecycleNotificationUrl: LIFECYCLE };
    const { body } = await ada.post('/subscriptions', asked(life));
    await client.control('PUT', '/clock', { advance: 'P5D' });
    expect(posts).toEqual([]);
    const renewed = await client
      .as('ada')
      .patch(`/subscriptions/${String(body.id)}`, { expirationDateTime: '2026-12-06T00:00:00Z' });
    expect(renewed.status).toBe(200);
    await client.control('PUT', '/clock', { advance: 'P2D' });
    expect(posts).toEqual([]);
    await client.control('PUT', '/clock', { advance: 'P4D' });
    expect(posts.flatMap(({ value }) => value).map(({ lifecycleEvent }) => lifecycleEvent)).toEqual([
      'reauthorizationRequired',
    ]);
  });

  test('a disabled account loses its subscription, and is told so', async () => {
    const { ada, client, posts } = openWebhook();
    await ada.post('/subscriptions', asked({ lifecycleNotificationUrl: LIFECYCLE }));
    const owner = [...client.world().users.values()].find(({ mail }) => mail === 'ada@contoso.example');
    if (owner) owner.accountEnabled = false;
    await ada.post('/me/events', event('Planning'));
    await client.sandbox.deliverDue();
    expect(posts.flatMap(({ value }) => value).map(({ lifecycleEvent }) => lifecycleEvent)).toEqual([
      'subscriptionRemoved',
    ]);
  });
});
