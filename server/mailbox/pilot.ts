// The pilot mode: a roll-out to a few people first. Only listed users connect; only listed recipients may be mailed.
import { isOnList } from '../../sync/index.ts';
import type { PilotSetting } from '../database/settings.ts';

/** The code by which a user is told that the roll-out has not reached him. */
export const NOT_IN_PILOT = 'not_in_pilot';

/** @param email by which the user signs in here. Who is connected already stays so. */
export function mayConnect(pilot: PilotSetting, email: string): boolean {
  return !pilot.active || isOnList(pilot.users, email);
}
