// What the sandbox sends by itself, and the ways out that it is given for that.

/** The ways out of the sandbox, given by whoever runs it: it owns no timers and no sockets. */
export interface WorldPorts {
  /** Waits for a simulated delay. */
  sleep(ms: number): Promise<void>;
  /** Null: nothing is sent. Webhooks then count as validated, and deliveries as made when they are taken from the queue. */
  sendOut: SendOut | null;
  /** Runs something after a while, once. Null: deliveries wait until they are asked for, or the clock is moved. */
  schedule: ((delayMs: number, run: () => void) => void) | null;
}

/** Sends a POST out of the sandbox. @throws when no answer came in time. */
export type SendOut = (url: string, request: OutgoingRequest) => Promise<OutgoingAnswer>;

export interface OutgoingRequest {
  method: 'POST';
  headers: Record<string, string>;
  body: string;
  /** When to give up. */
  timeoutMs: number;
}

export interface OutgoingAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** One POST to a webhook, with the notifications in it. */
export interface Delivery {
  id: number;
  url: string;
  kind: 'change' | 'lifecycle';
  subscriptionIds: string[];
  body: { value: Record<string, unknown>[] };
  /** When it was first due, and when it is due next, as epoch milliseconds. */
  firstDue: number;
  due: number;
  attempts: number;
  /** `discarded`: never sent, since the webhook was too slow; `givenUp`: no 2xx came in time; `withdrawn`: its subscription is gone. */
  state: 'waiting' | 'sending' | 'delivered' | 'discarded' | 'givenUp' | 'withdrawn';
  /** Of the last answer; null: none came. */
  status: number | null;
}

/** Steps through the deliveries of a world. */
export interface DeliverySteps {
  /** Sends what is due, one after the other, the earliest first. @param max how many at most. @returns what was sent. */
  deliverDue(max?: number): Promise<Delivery[]>;
  /** When the next one is due, as epoch milliseconds; null: none waits. */
  nextDue(): number | null;
}
