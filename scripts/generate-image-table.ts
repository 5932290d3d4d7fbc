/**
 * Writes server/images/table.generated.ts from a base-images.json:
 *
 *     node scripts/run.mjs scripts/generate-image-table.ts PATH/base-images.json
 *
 * The encoding is described in server/images/decode.ts, which reads it. The output depends on the input alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { correct } from './image-table/correct.ts';
import { encodeTable } from './image-table/encode.ts';
import { readImages } from './image-table/source.ts';

const output = 'server/images/table.generated.ts';
const maximumBytes = 80_000;

const input = process.argv[2];
if (input === undefined) throw new Error('usage: generate-image-table.ts PATH/base-images.json');
const images = readImages(readFileSync(input, 'utf8')).map(correct);
const text = encodeTable(images);
const bytes = Buffer.byteLength(text);
if (bytes >= maximumBytes)
  throw new Error(`${output} would have ${bytes} bytes, the limit is ${maximumBytes}`);
writeFileSync(output, text);
process.stdout.write(`${output}: ${images.length} images, ${bytes} bytes\n`);
