// A time that lies ahead and inside every sync window, whenever the tests run.
import { Temporal } from 'temporal-polyfill';

const inDays = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();
const day = inDays(30);

/** From ten to eleven in Berlin, thirty days from now. */
export const NEXT_MONTH = {
  start: `${day}T10:00:00`,
  end: `${day}T11:00:00`,
  zone: 'Europe/Berlin',
  isAllDay: false,
};

/** The query of a range read that takes in that day. */
export const NEXT_MONTH_RANGE = `from=${inDays(29)}T00:00:00Z&to=${inDays(32)}T00:00:00Z`;
