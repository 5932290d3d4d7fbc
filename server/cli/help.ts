/** The help texts, from cac's own knowledge of commands and options (its printing goes past our output). */
import type { CAC, Command } from 'cac';

export function helpText(cli: CAC, command: Command | undefined): string {
  const sections = command ? commandHelp(cli, command) : generalHelp(cli);
  return `${sections.join('\n\n')}\n`;
}

function generalHelp(cli: CAC): string[] {
  return [
    `Usage: ${cli.name} COMMAND [OPTIONS]`,
    `Commands:\n${table(cli.commands.map(({ rawName, description }) => [rawName, description]))}`,
    `Options:\n${optionTable(cli.globalCommand)}`,
    `${cli.name} COMMAND --help shows a command's options.`,
    'Exit codes: 0 nothing at or above the level, 1 findings, 2 bad usage or unreadable input.',
  ];
}

function commandHelp(cli: CAC, command: Command): string[] {
  return [
    `Usage: ${cli.name} ${command.rawName}${command.options.length > 0 ? ' [OPTIONS]' : ''}`,
    command.description,
    ...(command.options.length > 0 ? [`Options:\n${optionTable(command)}`] : []),
  ];
}

function optionTable(command: Command): string {
  return table(command.options.map(({ rawName, description }) => [rawName, description]));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, description]) => `  ${name.padEnd(width)}  ${description}`).join('\n');
}
