// How well each behaviour of webhooks is known: rows of COVERAGE.md.
import type { Coverage } from '../../core/service.ts';

const webhook = (behaviour: string, evidence: Coverage['evidence'], source: string, difference?: string): Coverage => ({
  service: 'graph',
  behaviour: `webhooks: ${behaviour}`,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
});

export const webhookCoverage: readonly Coverage[] = [
  webhook(
    'handshake with both addresses before a subscription',
    'documented',
    'concepts/change-notifications-delivery-webhooks; docs issue 21160 for the token',
  ),
  webhook('a life of 10,080 minutes at most, of 45 at least', 'documented', 'resources/subscription'),
  webhook('at most 1,000 subscriptions per mailbox', 'documented', 'concepts/webhooks', 'status and code are inferred'),
  webhook('clientState is null when read back', 'observed', 'subscription-get, answers of tenants'),
  webhook(
    'a new event is told as created and updated, an edit up to three times',
    'observed',
    'docs issue 7598, contrib issue 3072, docs issue 8498',
  ),
  webhook('the deletion of an occurrence is an update of its series', 'observed', 'docs issue 5520'),
  webhook('several subscriptions may share a POST', 'documented', 'concepts/change-notifications-delivery-webhooks'),
  webhook(
    'retries up to four hours, longer and longer apart',
    'documented',
    'concepts/change-notifications-delivery-webhooks',
    'the intervals are inferred: 10 s, doubled each time, an hour at most',
  ),
  webhook(
    'slow webhooks wait, slower ones lose notifications',
    'documented',
    'concepts/change-notifications-delivery-webhooks',
    'pages of different years give other numbers: the setting slowWebhooks chooses; judged from ten answers on',
  ),
  webhook(
    'lifecycle events: missed, subscriptionRemoved, reauthorizationRequired',
    'documented',
    'concepts/change-notifications-lifecycle-events',
    'reauthorizationRequired comes a day before the end, or at half of a short life',
  ),
  webhook('me/events hears of all calendars of the mailbox', 'inferred', 'resources/change-notifications-api-overview'),
];
