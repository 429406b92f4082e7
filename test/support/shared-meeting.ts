// An office of three, and a meeting that two of them share, for tests to begin with.
import { createMemoryOffice } from './memory-office.ts';
import { guests } from './sync-world.ts';

/** Ada, Bo and Cleo; nobody is connected yet. */
export function createOffice() {
  const office = createMemoryOffice(['ada', 'bo', 'cleo']);
  const [ada, bo, cleo] = office.people;
  if (!ada || !bo || !cleo) throw new Error('The office is empty.');
  const syncAll = async () => {
    for (const person of office.people) if (person.isConnected) await person.sync();
  };
  return { office, ada, bo, cleo, syncAll };
}

/** A meeting of Ada's with Bo, whom Outlook has invited; both are connected and agree. */
export async function sharedMeeting() {
  const world = createOffice();
  world.ada.connect();
  world.bo.connect();
  const event = world.ada.add({ guests: guests(world.bo.address) });
  await world.syncAll();
  await world.syncAll();
  world.ada.outlook.mails.splice(0);
  return { ...world, event };
}
