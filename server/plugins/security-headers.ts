// What browsers are told about every answer: nothing inline, no framing, no referrer.
import helmet from '@fastify/helmet';
import type { App } from '../context.ts';

const YEAR_SECONDS = 31_536_000;

export async function addSecurityHeaders(app: App, isHttps: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps ? { maxAge: YEAR_SECONDS } : false,
  });
}
