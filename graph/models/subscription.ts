// Microsoft Graph's `subscription` (webhooks) and the notifications that it sends.

export interface GraphSubscription {
  id: string;
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  /** ISO 8601 with `Z`. */
  expirationDateTime: string;
  /** At most 128 characters; null when read back. */
  clientState: string | null;
  applicationId: string;
  creatorId: string | null;
}

export interface ChangeNotification {
  subscriptionId: string;
  subscriptionExpirationDateTime: string;
  clientState: string | null;
  changeType: 'created' | 'updated' | 'deleted';
  resource: string;
  tenantId: string;
  resourceData: { '@odata.type': string; '@odata.id': string; '@odata.etag': string; id: string };
}

export interface LifecycleNotification {
  subscriptionId: string;
  subscriptionExpirationDateTime: string;
  clientState: string | null;
  tenantId: string;
  lifecycleEvent: 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';
}
