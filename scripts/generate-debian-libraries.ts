/**
 * Writes server/tools/debian-libraries.generated.ts from scripts/debian-libraries/libraries.jsonl.
 *
 *   node scripts/run.mjs scripts/generate-debian-libraries.ts [--check]
 */
import { readFile } from 'node:fs/promises';
import { encodeLibraries, generatedFile } from './debian-libraries/encode.ts';
import { librariesFile, readLibraries } from './debian-libraries/source.ts';
import { generatedFiles } from './put.ts';

const check = process.argv.includes('--check');
const files = generatedFiles(check);
await files.put(generatedFile, encodeLibraries(readLibraries(await readFile(librariesFile, 'utf8'))));
if (check && files.stale) process.exitCode = 1;
