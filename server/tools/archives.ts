/** Commands that unpack or install a file: afterwards it is not needed any more. */
import type { ShellCommand, ShellWord } from '../dockerfile/shell.ts';
import { parseOptions, type ParsedOptions } from './options.ts';
import { systemCommand } from './system.ts';

export interface Extraction {
  readonly command: ShellCommand;
  /** The archive, package or installer. */
  readonly file: ShellWord;
  readonly what: 'archive' | 'package' | 'installer';
  /** tar's own options, for who wants to do the same otherwise. */
  readonly tar?: { readonly options: ParsedOptions; readonly members: readonly ShellWord[] };
}

const tarOptions: ReadonlySet<string> = new Set([
  '-f', '-C', '-T', '-X', '-b', '-I', '-K', '-N', '--file', '--directory', '--strip-components', '--exclude', '--transform', '--xform', '--wildcards-match',
  '--use-compress-program', '--owner', '--group', '--mode', '--files-from', '--exclude-from', '--strip',
]); // prettier-ignore

/** Scripts that carry what they install with them. Others are a few lines that fetch it. */
const largeInstaller = /\.(?:run|bin)$|(?:conda|forge|mamba|cuda|nvidia|cmake)[^/]*\.sh$/i;

/** Every file that the command takes out of an archive, or installs. */
export function extractions(command: ShellCommand): Extraction[] {
  const { name, args } = command;
  switch (name) {
    case 'tar':
    case 'bsdtar':
      return tarExtraction(command);
    case 'unzip': {
      const options = parseOptions(command, new Set(['-d', '-P', '-x']));
      const [file] = options.operands;
      // -p and -l write to the terminal only.
      return file && !options.has('-p', '-l', '-t', '-Z') ? [{ command, file, what: 'archive' }] : [];
    }
    case '7z':
    case '7za':
    case '7zr':
    case 'unrar': {
      const words = args.filter(({ value }) => !value.startsWith('-'));
      const file = words[1];
      return file && /^[xe]$/.test(words[0]!.value) ? [{ command, file, what: 'archive' }] : [];
    }
    case 'dpkg':
      return args.some(({ value }) => value === '-i' || value === '--install')
        ? packages(command, /\.deb$/)
        : [];
    case 'rpm':
      return args.some(({ value }) => /^-[iU]|^--(?:install|upgrade)$/.test(value))
        ? packages(command, /\.rpm$/)
        : [];
    case 'sh':
    case 'bash': {
      const file = args.find(({ value }) => !value.startsWith('-'));
      return file && largeInstaller.test(file.value) ? [{ command, file, what: 'installer' }] : [];
    }
    default:
      return systemCommand(command)?.action === 'install' ? packages(command, /\.(?:deb|rpm|apk)$/) : [];
  }
}

function packages(command: ShellCommand, pattern: RegExp): Extraction[] {
  return command.args
    .filter(({ value }) => !value.startsWith('-') && pattern.test(value) && !/^https?:/.test(value))
    .map((file) => ({ command, file, what: 'package' }));
}

function tarExtraction(command: ShellCommand): Extraction[] {
  const [first, ...rest] = command.args;
  if (!first) return [];
  // The old way to write options: `tar xzf file`.
  const bundled = /^[a-zA-Z]+$/.test(first.value) && /[xtc]/.test(first.value);
  const args = bundled ? [{ ...first, value: `-${first.value}` }, ...rest] : command.args;
  const options = parseOptions({ args }, tarOptions);
  if (!options.has('-x', '--extract', '--get') || options.has('-O', '--to-stdout')) return [];
  const words = options.words('-f', '--file');
  const last = words.at(-1);
  const attached = last && /^--file=(.*)$/s.exec(last.value)?.[1];
  const file =
    attached === undefined ? last : { ...last!, value: attached, raw: last!.raw.replace(/^--file=/, '') };
  const isFile = file && file.value !== '-' && (attached !== undefined || words.length > 1);
  return isFile ? [{ command, file, what: 'archive', tar: { options, members: options.operands } }] : [];
}
