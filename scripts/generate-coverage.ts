/**
 * Writes docs/coverage.md. Fails when a check of another tool has neither a rule nor a reason, or a rule names a
 * check that no list has. Runs after generate-rules.ts, which writes the registry that this reads.
 *
 *     npm run generate [-- --check]
 */
import { allRules } from '../server/rules/registry.ts';
import { coverageProblems, renderCoverage } from './coverage/page.ts';
import { generatedFiles } from './put.ts';

const check = process.argv.includes('--check');
const files = generatedFiles(check);
await files.put('docs/coverage.md', renderCoverage(allRules));
const problems = coverageProblems(allRules);
for (const problem of problems) console.error(`coverage: ${problem}`);
if (problems.length > 0 || (check && files.stale)) process.exitCode = 1;
