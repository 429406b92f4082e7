// The results of a bench as text, and their place in the document that keeps the last run of each.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Figure } from '../../test/support/measurement.ts';

export interface Machine {
  cpu: string;
  cores: number;
  /** e.g. `v24.21.0`. */
  node: string;
}

export interface Section {
  about: string;
  figures: readonly Figure[];
}

export interface BenchReport {
  name: string;
  /** When it began, ISO 8601 with `Z`. */
  at: string;
  machine: Machine;
  sections: readonly Section[];
}

const INTRODUCTION = `# Performance

The last run of each bench, written by \`npm run bench -- NAME --save\`. Times depend on the machine, which each
section names; ratios and counts don't. A bench ends with 1 when a figure misses its bar.
`;

/** Whether a figure keeps its bar; one without a bar always does. */
export function isMet({ value, min, max }: Figure): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
}

/** For a terminal. */
export function textOf({ name, machine, sections }: BenchReport): string {
  const lines = sections.flatMap(({ about, figures }) => {
    const width = Math.max(...figures.map((figure) => figure.name.length));
    return [
      '',
      about,
      ...figures.map((figure) =>
        `  ${figure.name.padEnd(width)}  ${valueOf(figure).padStart(20)}  ${verdictOf(figure)}`.trimEnd(),
      ),
    ];
  });
  return [`bench ${name} on ${machineOf(machine)}`, ...lines, ''].join('\n');
}

/** Puts a report in the place of the one before it; other benches keep theirs. */
export function saveReport(file: string, report: BenchReport): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : INTRODUCTION;
  const sections = text.split(/^(?=## )/m);
  const [head = INTRODUCTION, ...rest] = sections;
  const others = rest.filter((section) => !section.startsWith(`## ${report.name}\n`)).map((section) => section.trim());
  const all = [...others, markdownOf(report).trim()].toSorted();
  writeFileSync(file, `${[head.trim(), ...all].join('\n\n')}\n`);
}

function markdownOf({ name, at, machine, sections }: BenchReport): string {
  const tables = sections.map(({ about, figures }) =>
    [
      `${about}:`,
      '',
      '| figure | value | bar |',
      '|---|---:|---|',
      ...figures.map((figure) => `| ${figure.name} | ${valueOf(figure)} | ${verdictOf(figure)} |`),
    ].join('\n'),
  );
  return [`## ${name}`, `${at.slice(0, 10)}, ${machineOf(machine)}.`, ...tables].join('\n\n');
}

function machineOf({ cpu, cores, node }: Machine): string {
  return `${cpu}, ${cores} cores, Node ${node}`;
}

function valueOf({ value, unit }: Figure): string {
  const digits = Number.isInteger(value) ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

function verdictOf(figure: Figure): string {
  const { min, max } = figure;
  if (min === undefined && max === undefined) return '';
  const bar = [...(min === undefined ? [] : [`≥ ${min}`]), ...(max === undefined ? [] : [`≤ ${max}`])].join(', ');
  return `${bar}: ${isMet(figure) ? 'met' : 'MISSED'}`;
}
