// The sandbox by itself: `node test/sandbox/main.ts --port 8480 --seed 1 --world contoso`.
import { parseArgs } from 'node:util';
import { startSandbox } from './start-sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8480' },
    seed: { type: 'string', default: '1' },
    world: { type: 'string', default: 'contoso' },
  },
});
const running = await startSandbox({
  port: Number(values.port),
  seed: Number(values.seed),
  world: values.world,
  onAnswer: (request, status) => console.log(`${status} ${request.method} ${request.url.host}${request.url.pathname}`),
});
console.log(`Sandbox on ${running.url} (people and passwords: ${running.url}/_sandbox/info)`);
