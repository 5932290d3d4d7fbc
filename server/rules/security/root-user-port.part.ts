/** Ports that an image lets programs listen on. */
import { compareVersions } from '../../images/tag.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { Stage } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import { startedCommands } from '../../tools/started.ts';
import type { RuleContext } from '../rule.ts';

/**
 * ASP.NET Core's images set ASPNETCORE_URLS to port 80 before .NET 8, and to 8080 since
 * (https://learn.microsoft.com/dotnet/core/compatibility/containers/8.0/aspnet-port). Undefined where the file says another.
 */
export function portOfImage({ endState }: Stage, fact: ImageFact | undefined): number | undefined {
  if (!fact || !/^mcr\.microsoft\.com\/dotnet\/(?:core\/)?aspnet$/.test(fact.repository)) return undefined;
  if (endState.env.has('ASPNETCORE_URLS') || endState.env.has('DOTNET_URLS')) return undefined;
  const { version } = fact.runtime ?? {};
  return version !== undefined && compareVersions(version, '8') < 0 ? 80 : undefined;
}

/** Servers that open a port below 1024 unless a variable names another one, by their names. */
const ownPorts: Readonly<Record<string, { readonly port: number; readonly variable: string }>> = {
  // https://github.com/basecamp/thruster#custom-configuration
  thrust: { port: 80, variable: 'HTTP_PORT' },
  // https://frankenphp.dev/docs/config/#environment-variables
  frankenphp: { port: 80, variable: 'SERVER_NAME' },
};
const portOptions = /^(?:--(?:port|http-port|bind|listen|address)|-S|-b)(?:=|$)/;
/** `-p` is the port of these. */
const shortOption = /^(?:puma|rackup|thin|unicorn|rails|falcon|shotgun|ruby)$/;

/** The port below 1024 that the start command names, or that its server opens by itself. */
export function portOfStart(stage: Stage, { model, facts }: RuleContext): number | undefined {
  const started = startedCommands(stage, model, facts);
  if (typeof started === 'string') return undefined;
  const { env } = stage.endState;
  for (const { command } of started.commands) {
    const own = ownPorts[programOf(command)];
    if (own && !env.has(own.variable)) return own.port;
    const ports = portsOf(command).filter((port) => port > 0 && port < 1024);
    if (ports.length > 0) return ports[0];
  }
  return undefined;
}

/** What `bundle exec` and an interpreter start counts. */
function programOf({ name, args }: ShellCommand): string {
  const words = args.map(({ value }) => value);
  const inner = name === 'bundle' && words[0] === 'exec' ? words[1] : name === 'ruby' ? words[0] : name;
  return (inner ?? name).replace(/^.*\//, '');
}

/** `--port 80`, `-b tcp://0.0.0.0:80`, `-S 0.0.0.0:80`. */
function portsOf(command: ShellCommand): number[] {
  const words = command.args.map(({ value }) => value);
  const isShort = shortOption.test(programOf(command));
  return words.flatMap((word, i) => {
    if (!portOptions.test(word) && !(isShort && /^-[po]$/.test(word))) return [];
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[i + 1] ?? '');
    const port = /^(?:.*:)?(\d{1,5})$/.exec(value)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}
