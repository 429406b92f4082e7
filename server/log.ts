// The log: one JSON object a line, with everything that looks like a secret taken out before it is written.
import type { FastifyRequest } from 'fastify';
import { redact } from '../graph/transport/redaction.ts';

/** Where lines go; null for no log. */
export type LogDestination = { level: string; write: (line: string) => void } | null;

/** Options for Fastify's logger. Query strings, headers and bodies stay out of the request lines. */
export function logOptions(destination: LogDestination) {
  if (!destination) return false as const;
  return {
    level: destination.level,
    stream: { write: (line: string) => destination.write(redact(line)) },
    serializers: {
      req: ({ method, url, id }: FastifyRequest) => ({ id, method, path: url.split('?')[0] }),
    },
  };
}
