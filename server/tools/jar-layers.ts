/** `java -Djarmode=tools -jar app.jar extract --layers`: where the jar lies then that starts. */
import { resolveWord } from '../dockerfile/shell.ts';
import type { CommandSite } from './sites.ts';
import { resolvePath } from './working-directory.ts';

/** Absolute; undefined for other commands (docs.spring.io: Packaging > Efficient Deployments). */
export function extractedJar({ command, instruction, directory }: CommandSite): string | undefined {
  if (command.name !== 'java' || directory === undefined) return undefined;
  const words = command.args.map((word) => resolveWord(word, instruction.state));
  if (!words.includes('-Djarmode=tools') || !words.includes('extract') || words.includes('--launcher'))
    return undefined;
  const after = (option: string): string | undefined =>
    words.includes(option) ? words[words.indexOf(option) + 1] : undefined;
  const jar = after('-jar');
  if (jar === undefined) return undefined;
  const name = after('--application-filename') ?? jar.slice(jar.lastIndexOf('/') + 1);
  const folder = resolvePath(directory, after('--destination') ?? name.replace(/\.\w+$/, ''));
  return resolvePath(folder, words.includes('--layers') ? `application/${name}` : name);
}
