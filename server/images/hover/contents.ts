/** The line of a hover on what is in the image: user, shell, programs, platforms. */
import type { ImageFact } from '../facts.ts';
import { escapeMarkdown } from './markdown.ts';

const maximumArchitectures = 4;

export function contentsLine(fact: ImageFact): string {
  return [user(fact), contents(fact), architectures(fact)].filter((part) => part !== undefined).join(' · ');
}

function user(fact: ImageFact): string | undefined {
  const runsAs = fact.defaultUser;
  if (runsAs === undefined) return undefined;
  const other = fact.nonRootUser;
  if (runsAs.uid !== 0) return `runs as ${account(runsAs)}`;
  return other === undefined ? 'runs as root' : `runs as root (has a user ${account(other)})`;
}

export function account(user: NonNullable<ImageFact['defaultUser']>): string {
  const name = user.name && escapeMarkdown(user.name);
  const uid = user.uid === undefined ? undefined : `uid ${user.uid}`;
  return [name, uid].filter((part) => part !== undefined).join(', ');
}

/** Shell and package manager also where nobody recorded the programs. */
function contents(fact: ImageFact): string | undefined {
  const shell = fact.shell === false ? 'no shell' : fact.shellName;
  const rest = fact.toolsKnown
    ? fact.tools.filter((tool) => tool !== fact.shellName && tool !== 'busybox')
    : [];
  const tools = rest.map((tool) =>
    tool === 'wget' && fact.tools.includes('busybox') ? 'wget (busybox)' : tool,
  );
  const text = [shell, fact.packageManager, ...tools].filter((part) => part !== undefined).join(', ');
  return text === '' ? undefined : text;
}

function architectures(fact: ImageFact): string | undefined {
  const all = fact.architectures;
  if (all.length === 0) return undefined;
  // What most people build for comes first.
  const common = ['linux/amd64', 'linux/arm64'].filter((name) => all.includes(name));
  const sorted = [...common, ...all.filter((name) => !common.includes(name))];
  const more = sorted.length - maximumArchitectures;
  const shown = sorted.slice(0, maximumArchitectures).map(escapeMarkdown);
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
