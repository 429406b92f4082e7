// The models stand for Microsoft's JSON: proven assignable to the official types where those are not narrower than the wire.
import type * as official from '@microsoft/microsoft-graph-types';
import { expect, expectTypeOf, test } from 'vitest';
import type {
  GraphApplication,
  GraphServicePrincipal,
  OAuth2PermissionGrant,
} from '../../../graph/models/application.ts';
import type { GraphCalendar } from '../../../graph/models/calendar.ts';
import { type DeltaItem, isBareOccurrence, isRemoved } from '../../../graph/models/delta.ts';
import { errorCodeOf } from '../../../graph/models/error.ts';
import type { GraphEvent, GraphEventPatch } from '../../../graph/models/event.ts';
import type { PatternedRecurrence } from '../../../graph/models/recurrence.ts';
import type {
  ChangeNotification,
  GraphSubscription,
  LifecycleNotification,
} from '../../../graph/models/subscription.ts';
import type { IdTokenClaims, TokenAnswer, TokenError } from '../../../graph/models/token.ts';
import type { GraphOrganization, GraphUser } from '../../../graph/models/user.ts';

test('models are assignable to the official types', () => {
  expectTypeOf<GraphEvent>().toExtend<official.Event>();
  expectTypeOf<GraphEventPatch>().toExtend<official.Event>();
  expectTypeOf<PatternedRecurrence>().toExtend<official.PatternedRecurrence>();
  expectTypeOf<GraphCalendar>().toExtend<
    Omit<official.Calendar, 'color' | 'allowedOnlineMeetingProviders' | 'defaultOnlineMeetingProvider'>
  >();
  expectTypeOf<GraphUser>().toExtend<official.User>();
  expectTypeOf<GraphOrganization>().toExtend<official.Organization>();
  expectTypeOf<GraphSubscription>().toExtend<official.Subscription>();
  expectTypeOf<ChangeNotification['changeType']>().toExtend<official.ChangeType>();
  expectTypeOf<LifecycleNotification['lifecycleEvent']>().toExtend<official.LifecycleEventType>();
  expectTypeOf<GraphApplication>().toExtend<official.Application>();
  expectTypeOf<GraphServicePrincipal>().toExtend<official.ServicePrincipal>();
  expectTypeOf<OAuth2PermissionGrant>().toExtend<official.OAuth2PermissionGrant>();
});

test('token answers and claims hold what the protocol promises', () => {
  expectTypeOf<TokenAnswer>().toHaveProperty('access_token').toBeString();
  expectTypeOf<TokenError>().toHaveProperty('error').toBeString();
  expectTypeOf<IdTokenClaims>().toHaveProperty('oid').toBeString();
});

test('delta items are told apart: removed, bare occurrence, whole event', () => {
  const removed: DeltaItem = { id: 'a', '@removed': { reason: 'deleted' } };
  const time = { dateTime: '2026-11-24T09:00:00.0000000', timeZone: 'UTC' };
  const bare: DeltaItem = {
    id: 'b',
    type: 'occurrence',
    seriesMasterId: 'm',
    '@odata.etag': 'W/"1"',
    start: time,
    end: time,
  };
  expect([isRemoved(removed), isBareOccurrence(removed)]).toEqual([true, false]);
  expect([isRemoved(bare), isBareOccurrence(bare)]).toEqual([false, true]);
});

test.each([
  [{ error: { code: 'ErrorItemNotFound', message: '' } }, 'ErrorItemNotFound'],
  [{ error: 'invalid_grant' }, undefined],
  ['<html>Bad gateway</html>', undefined],
  [undefined, undefined],
  [null, undefined],
])('the error code of %j is %s', (body, code) => {
  expect(errorCodeOf(body)).toBe(code);
});
