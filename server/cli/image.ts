/** `image`: what is known about base images. */
import type { ImageFact, ImageFacts } from '../images/facts.ts';
import { defaultPlatform } from '../images/live-overlay.ts';
import { parseReference } from '../images/reference.ts';
import { formatPlatform, isUsualPlatform, parsePlatform } from '../registry/platform.ts';
import type { ImageCommand } from './arguments.ts';
import { imageAsJson } from './image-json.ts';
import { imageAsText, imagesAsTable } from './image-text.ts';
import { imagesOf, warnOfOldTable } from './images.ts';
import { exitCodes, UsageError } from './io.ts';
import type { CliIo } from './io.ts';
import { printable } from './style.ts';

export async function runImage(io: CliIo, command: ImageCommand): Promise<number> {
  const references = [...new Set(command.references)];
  const wrong = references.find((reference) => parseReference(reference) === undefined);
  if (wrong !== undefined)
    throw new UsageError(`${wrong === '' ? 'An empty text' : wrong} is not the name of an image.`);
  const platform = command.platform === undefined ? defaultPlatform : parsePlatform(command.platform);
  if (!platform || !isUsualPlatform(platform))
    throw new UsageError(`--platform ${command.platform}: write OS/ARCHITECTURE, such as linux/arm64.`);
  const images = imagesOf(io, { ...command, quick: false });
  const wanted = { platform: formatPlatform(platform) };
  const learned = images.learn(references, wanted);
  const siblings = references.flatMap((reference) => siblingsOf(reference, images.facts(platform)));
  await Promise.all([
    learned,
    images.learn(
      siblings.slice(0, maximumSiblings).map(({ name }) => name),
      wanted,
    ),
  ]);
  const facts = images.facts(platform);
  const trouble = (reference: string): string | undefined => images.trouble(reference, platform);
  if (command.json) {
    const answers = references.map((reference) =>
      imageAsJson(reference, facts, { ...wanted, trouble: trouble(reference) }),
    );
    io.stdout.write(`${JSON.stringify(answers.length === 1 ? answers[0] : answers, undefined, 2)}\n`);
  } else io.stdout.write(printable(asText(references, facts, wanted.platform)));
  const unknown = references.filter((reference) => facts.lookup(reference) === undefined);
  const told = new Set<string>();
  for (const reference of references) {
    const why = trouble(reference);
    if (unknown.includes(reference)) {
      const table = `${reference} is not in the table of ${facts.compiled}.`;
      io.stderr.write(`${printable(why === undefined ? table : `${table} ${why}`)}\n`);
    } else if (why !== undefined && !told.has(why)) {
      // Many images of one registry have one trouble.
      told.add(why);
      io.stderr.write(`${printable(`${reference}: ${why} What is shown is known from elsewhere.`)}\n`);
    }
  }
  warnOfOldTable(io, facts);
  return unknown.length > 0 ? exitCodes.findings : exitCodes.ok;
}

/** Of all images asked about. Each costs a registry a few requests. */
const maximumSiblings = 8;

function siblingsOf(reference: string, facts: ImageFacts): readonly ImageFact[] {
  const fact = facts.lookup(reference);
  return fact ? facts.siblings(fact).slice(0, 4) : [];
}

/** Everything about a single image; several side by side. Nothing for a single one that is not known. */
function asText(references: readonly string[], facts: ImageFacts, platform: string): string {
  if (references.length > 1)
    return imagesAsTable(references.map((reference) => [reference, facts.lookup(reference)]));
  const reference = references[0]!;
  const fact = facts.lookup(reference);
  return fact ? imageAsText(reference, fact, facts, platform) : '';
}
