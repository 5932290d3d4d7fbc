/**
 * Writes server/images/table.generated.ts from scripts/image-table/images.jsonl.
 *
 *   node scripts/run.mjs scripts/generate-image-table.ts [--check]
 *
 * The encoding is described in server/images/decode.ts, which reads it. The output depends on the input alone.
 */
import { readFile } from 'node:fs/promises';
import { encodeTable, tableFile } from './image-table/encode.ts';
import { imagesFile, readImages } from './image-table/source.ts';
import { generatedFiles } from './put.ts';

const check = process.argv.includes('--check');
const files = generatedFiles(check);
await files.put(tableFile, encodeTable(readImages(await readFile(imagesFile, 'utf8'))));
if (check && files.stale) process.exitCode = 1;
