// Microsoft Graph's `calendar`.
import type { EmailAddress } from './event.ts';

export interface GraphCalendar {
  id: string;
  name: string;
  color: string;
  hexColor: string;
  changeKey: string;
  isDefaultCalendar: boolean;
  isRemovable: boolean;
  isTallyingResponses: boolean;
  canEdit: boolean;
  canShare: boolean;
  canViewPrivateItems: boolean;
  allowedOnlineMeetingProviders: string[];
  defaultOnlineMeetingProvider: string;
  owner: EmailAddress;
}
