/** Which commands of a RUN leave nothing behind. */
import type { Instruction } from '../../dockerfile/model.ts';
import type { ShellCommand, ShellScript } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';

export interface Uselessness {
  readonly span: Span;
  readonly message: string;
  /** Its author meant it to last: later lines or the container rely on something that is not there. */
  readonly lost: boolean;
  /** It only shows something. */
  readonly removable: boolean;
}

/** Undefined where the command leaves something behind, or where another one of the script may use what it does. */
export function uselessness(
  command: ShellCommand,
  script: ShellScript,
  run: Instruction,
): Uselessness | undefined {
  if (command.conditional || command.pipedFrom || command.pipesInto || !command.exact) return undefined;
  // Nested scripts and substitutions have items of the outer one.
  if (command.subshell && !command.wrappers.includes('sudo')) return undefined;
  return (
    lostState(command, script) ??
    startedService(command, script) ??
    interactive(command) ??
    kernel(command, run) ??
    lookedAt(command, script)
  );
}

function isLast({ item }: ShellCommand, { items }: ShellScript): boolean {
  return item === items.length - 1 && items[item]!.simple;
}

/** What changes nothing but the shell that runs it, and of those only what is also meant to. */
function lostState(command: ShellCommand, script: ShellScript): Uselessness | undefined {
  if (!isLast(command, script) || command.words.length < 2) return undefined;
  const text = describe(command);
  const lost = (message: string): Uselessness => ({
    span: command.span,
    message,
    lost: true,
    removable: false,
  });
  const { name, args } = command;
  const substitutes = command.words.some(({ raw }) => /\$\(|`/.test(raw));
  if (name === 'export' && args[0]!.raw.includes('=')) {
    // The command in `$( )` may have been the point.
    return substitutes
      ? undefined
      : lost(
          `\`${text}\` lasts to the end of this RUN only: later lines and the container do not have the variable. Use ENV.`,
        );
  }
  if (name === 'source' || name === '.') {
    if (/\/activate$/.test(args[0]!.value))
      return lost(
        `\`${text}\` lasts to the end of this RUN only: later lines run outside of the virtual environment. Put its bin folder in PATH with ENV.`,
      );
    if (/(?:^|\/)(?:\.?bashrc|\.?profile|\.bash_profile|\.zshrc|environment|env)$/.test(args[0]!.value))
      return lost(
        `\`${text}\` lasts to the end of this RUN only: every RUN starts a shell of its own. Set what it sets with ENV.`,
      );
    return undefined;
  }
  if (name === 'conda' && args[0]!.value === 'activate')
    return lost(
      `\`${text}\` lasts to the end of this RUN only. Put the environment's bin folder in PATH with ENV, or use \`conda run\`.`,
    );
  if (name === 'alias')
    return lost(
      `\`${text}\` lasts to the end of this RUN only, and no other RUN, CMD or ENTRYPOINT has the alias.`,
    );
  if (name === 'ulimit')
    return lost(
      `\`${text}\` lasts to the end of this RUN only. Limits of the container are set where it is started (\`docker run --ulimit\`).`,
    );
  return undefined;
}

/** Names without the ones that are used inside of builds to prepare data: those only count at the end. */
function startedService(command: ShellCommand, script: ShellScript): Uselessness | undefined {
  if (!isLast(command, script)) return undefined;
  const words = command.args.filter(({ value }) => !value.startsWith('-')).map(({ value }) => value);
  const verb = command.name === 'service' || command.name === 'rc-service' ? words[1] : command.name === 'systemctl' ? words[0] : undefined; // prettier-ignore
  const service = command.name === 'systemctl' ? words[1] : words[0];
  if (!/^(?:start|restart|reload)$/.test(verb ?? '') || service === undefined) return undefined;
  return {
    span: command.span,
    message: `\`${describe(command)}\` runs ${service} until this RUN ends; the container does not have it running. Start it with CMD or ENTRYPOINT, or in a container of its own.`,
    lost: true,
    removable: false,
  };
}

const editors: ReadonlySet<string> = new Set(['vi', 'vim', 'nvim', 'nano', 'emacs', 'htop', 'top', 'mc']);

function interactive(command: ShellCommand): Uselessness | undefined {
  const { name, args, redirects } = command;
  if (redirects.length > 0) return undefined;
  if (editors.has(name)) {
    // `vim +PlugInstall +qall`, `top -bn1` and `emacs --batch` need nobody.
    if (args.some(({ value }) => /^[-+]/.test(value))) return undefined;
    return {
      span: command.span,
      message: `\`${describe(command)}\` waits for a person at a terminal, which a build does not have. Change files with COPY, a heredoc or sed.`,
      lost: false,
      removable: false,
    };
  }
  if (!/^(?:shutdown|reboot|halt|poweroff)$/.test(name)) return undefined;
  return {
    span: command.span,
    message: `\`${name}\` is for whole machines: a build step ends by itself, and nothing is running that it could stop.`,
    lost: false,
    removable: true,
  };
}

function kernel(command: ShellCommand, run: Instruction): Uselessness | undefined {
  const { name, args, span } = command;
  const useless = (message: string): Uselessness => ({ span, message, lost: false, removable: false });
  if (name === 'mount' && args.some(({ value }) => !value.startsWith('-'))) {
    const allowed = run.flags.some((flag) => flag.name === 'security' && flag.value === 'insecure');
    return allowed
      ? undefined
      : useless(
          'The builder does not allow `mount`, and what is mounted would be gone after this RUN. Use `RUN --mount=…`, or a volume of the container.',
        );
  }
  if (name === 'sysctl' && args.some(({ value }) => /^-[a-zA-Z]*[wp]|=/.test(value)))
    return useless(
      '`sysctl` sets the kernel of the build machine, not the image. Use `docker run --sysctl` where the container is started.',
    );
  if (name === 'modprobe' || name === 'insmod' || name === 'swapon')
    return useless(
      `\`${name}\` changes the kernel of the machine, which an image does not have. Do it on the host.`,
    );
  return undefined;
}

/** Shows something about the machine of the build. */
function lookedAt(command: ShellCommand, script: ShellScript): Uselessness | undefined {
  if (!/^(?:ps|free|top|uptime|ifconfig)$/.test(command.name) || command.redirects.length > 0)
    return undefined;
  if (!script.items[command.item]?.simple) return undefined;
  // `ifconfig eth0 …` configures, `ps` between other commands may be waited for.
  if (command.name === 'ifconfig' && command.args.length > 1) return undefined;
  return {
    span: command.span,
    message: `\`${describe(command)}\` shows the machine and the moment of the build and leaves nothing in the image.`,
    lost: false,
    removable: true,
  };
}

function describe({ words }: ShellCommand): string {
  const text = words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' '); // prettier-ignore
  return text.length > 50 ? `${text.slice(0, 49).trimEnd()}…` : text;
}
