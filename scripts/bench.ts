// npm run bench -- [NAME] [--json] [--save]: runs the benches of test/bench and says how they stand to their bars.
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BenchTools, Measurement } from '../test/support/measurement.ts';
import { type BenchReport, isMet, type Machine, type Section, saveReport, textOf } from './bench/report.ts';

const ROOT = path.join(import.meta.dirname, '..');
const BENCHES = path.join(ROOT, 'test', 'bench');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    // Keeps the results in docs/performance.md.
    save: { type: 'boolean', default: false },
  },
});

const known = readdirSync(BENCHES)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'));
const unknown = positionals.find((name) => !known.includes(name));
if (unknown === undefined) await runAll(positionals.length > 0 ? positionals : known);
else {
  process.stderr.write(`There is no bench "${unknown}"; there are ${known.join(', ')}.\n`);
  process.exitCode = 2;
}

async function runAll(names: readonly string[]): Promise<void> {
  const reports: BenchReport[] = [];
  for (const name of names) {
    const report = { name, at: new Date().toISOString(), machine: machine(), sections: await run(name) };
    reports.push(report);
    if (!values.json) console.log(textOf(report));
    if (values.save) saveReport(path.join(ROOT, 'docs', 'performance.md'), report);
  }
  if (values.json) console.log(JSON.stringify(reports, null, 2));
  const isGood = reports.every(({ sections }) => sections.every(({ figures }) => figures.every(isMet)));
  process.exitCode = isGood ? 0 : 1;
}

async function run(name: string): Promise<Section[]> {
  const bench = (await import(path.join(BENCHES, `${name}.ts`))) as { measurements: readonly Measurement[] };
  const sections: Section[] = [];
  for (const { about, run: measure } of bench.measurements) sections.push({ about, figures: await measure(tools()) });
  return sections;
}

function tools(): BenchTools {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  return {
    now: () => performance.now(),
    processorMs() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    },
    async heapUsedBytes() {
      // Weak references hold on until the present turn has ended; what finalizers let go of is free only at the second pass.
      for (let pass = 0; pass < 2; pass += 1) {
        await setImmediate();
        collectGarbage();
      }
      return process.memoryUsage().heapUsed;
    },
  };
}

function machine(): Machine {
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(), node: process.version };
}
