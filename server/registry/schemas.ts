/** What a registry's documents look like, as far as we read them. Unknown fields are left alone. */
import { array, integer, maxLength, maxValue, minValue, nullish, number, object, optional, picklist, pipe, record, regex, string, unknown } from 'valibot'; // prettier-ignore
import { indexTypes, manifestTypes } from './media-types.ts';

/** sha256 and sha512 are what the specification registers; both are checked by us where a body is read. */
const digest = pipe(string(), regex(/^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/));
/** Bytes. No blob has more than a pebibyte. */
const size = pipe(number(), integer(), minValue(0), maxValue(2 ** 50));
const text = pipe(string(), maxLength(65_536));
const annotations = nullish(record(string(), string()));

const platform = object({
  architecture: text,
  os: text,
  variant: nullish(text),
  'os.version': nullish(text),
});

const descriptor = object({ mediaType: text, digest, size, annotations });

/** More than any index has; 100 platforms with their attestations are 200. */
const maximumEntries = 1000;
/** Docker's own limit is 127. */
const maximumLayers = 1000;

export const indexSchema = object({
  schemaVersion: picklist([2]),
  mediaType: optional(picklist(indexTypes)),
  manifests: pipe(
    array(object({ ...descriptor.entries, platform: nullish(platform) })),
    maxLength(maximumEntries),
  ),
  annotations,
});

export const manifestSchema = object({
  schemaVersion: picklist([2]),
  mediaType: optional(picklist(manifestTypes)),
  config: descriptor,
  layers: pipe(array(descriptor), maxLength(maximumLayers)),
  annotations,
});

const words = nullish(array(text));

export const configSchema = object({
  created: nullish(text),
  architecture: nullish(text),
  os: nullish(text),
  variant: nullish(text),
  config: nullish(
    object({
      User: nullish(text),
      Env: words,
      Entrypoint: words,
      Cmd: words,
      WorkingDir: nullish(text),
      ExposedPorts: nullish(record(string(), unknown())),
      Labels: nullish(record(string(), string())),
      Healthcheck: nullish(object({ Test: words })),
      StopSignal: nullish(text),
    }),
  ),
  history: nullish(
    array(object({ created: nullish(text), created_by: nullish(text), comment: nullish(text), empty_layer: nullish(unknown()) })),
  ),
}); // prettier-ignore
