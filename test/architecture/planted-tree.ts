// A small tree with the layout of ours and its rules, for planting what they forbid and asking the checkers about it.
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const RULE_FILES = ['.dependency-cruiser.mjs', '.oxlintrc.json', 'package.json', 'tsconfig.json'];
const OUTPUT_BYTES_MAX = 64 * 1_048_576;
const OURS = /\.tsx?$/;

export interface PlantedTree {
  folder: string;
  /** Writes a file that holds this code. @param place a file, or a folder (with a final slash) for a file with a name of its own. @returns the file. */
  plant(place: string, code: string): string;
  /**
   * Writes a file with one import, and an empty one where that leads.
   * @param what a package, or a file of ours from the root; `type …` imports its types only, `late …` when it runs.
   * @returns the file.
   */
  plantImport(place: string, what: string): string;
  remove(): void;
}

export function createPlantedTree(): PlantedTree {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  for (const file of RULE_FILES) copyFileSync(join(ROOT, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  let planted = 0;

  function write(file: string, code: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  function plant(place: string, code: string): string {
    planted += 1;
    const file = place.endsWith('/') ? `${place}planted-${planted}.ts` : place;
    write(file, code);
    return file;
  }
  function plantImport(place: string, what: string): string {
    const [, manner, target = ''] = /^(?:(type|late) )?(.*)$/.exec(what) ?? [];
    const isOurs = OURS.test(target);
    if (isOurs && !existsSync(join(folder, target))) write(target, 'export const it = 1;\n');
    const from = isOurs ? `./${relative(dirname(place.replace(/\/$/, '/x')), target)}` : target;
    return plant(place, importing(manner, from));
  }
  return { folder, plant, plantImport, remove: () => rmSync(folder, { recursive: true }) };
}

function importing(manner: string | undefined, from: string): string {
  if (manner === 'type') return `import type * as it from '${from}';\nexport type Planted = typeof it;\n`;
  if (manner === 'late') return `export const planted = () => import('${from}');\n`;
  return `import * as it from '${from}';\nexport const planted = it;\n`;
}

export interface Cruise {
  modules: { source: string; dependencies: { rules?: { name: string; severity: string }[] }[] }[];
  summary: {
    violations: { from: string; to: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
}

/** The import rules of `npm run check`. @param folder of a tree; left out, ours. */
export function cruise(rooms: readonly string[], folder = ROOT): Promise<Cruise> {
  return reportOf('depcruise', ['--output-type=json', ...rooms], folder);
}

export interface Lint {
  diagnostics: { filename: string; code: string; severity: string }[];
}

/** The lint rules of `npm run check`, but for those that need types. @param folder of a tree; left out, ours. */
export function lint(rooms: readonly string[], folder = ROOT): Promise<Lint> {
  return reportOf('oxlint', ['--quiet', '--format=json', ...rooms], folder);
}

/** Takes no notice of how the checker ended: that is a failure whenever it found something. */
function reportOf<Report>(program: string, args: readonly string[], cwd: string): Promise<Report> {
  const options = { cwd, maxBuffer: OUTPUT_BYTES_MAX };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [`node_modules/.bin/${program}`, ...args], options, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`${program} said nothing: ${stderr}`, { cause: error }));
      else resolve(JSON.parse(stdout) as Report);
    });
  });
}
