// npm run coverage-table: writes COVERAGE.md and AADSTS.md of test/sandbox anew from what the sandbox says of itself.
import { writeFileSync } from 'node:fs';
import { AADSTS_FILE, aadstsTable } from './coverage-table/aadsts-table.ts';
import { COVERAGE_FILE, coverageRows, coverageTable } from './coverage-table/table.ts';

writeFileSync(COVERAGE_FILE, await coverageTable());
writeFileSync(AADSTS_FILE, aadstsTable());
console.log(`${(await coverageRows()).length} behaviours written to ${COVERAGE_FILE}, and ${AADSTS_FILE}`);
