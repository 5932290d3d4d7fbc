/** CMakeLists.txt as far as it is literal. https://cmake.org/cmake/help/latest/manual/cmake-language.7.html */

export interface CMakeFile {
  readonly project: string | undefined;
  readonly languages: readonly string[];
  readonly executables: readonly string[];
  readonly installs: boolean;
  readonly libraries: readonly string[];
  readonly isStatic: boolean;
}

export function readCMake(text: string): CMakeFile {
  const commands = commandsIn(text);
  const named = (name: string): readonly (readonly string[])[] =>
    commands.filter((one) => one.name === name).map((one) => one.args);
  const isLiteral = (word: string | undefined): word is string => word !== undefined && !/[$@<]/.test(word);
  const [project] = named('project');
  const name = project?.[0];
  // What comes after LANGUAGES, or directly after the name, says which compilers are needed.
  const languages = (project ?? []).filter((word) => /^(?:C|CXX|CUDA|Fortran|OBJC|ASM)$/.test(word));
  const executables = named('add_executable')
    .map(([first]) => (first === '${PROJECT_NAME}' ? name : first))
    .filter(isLiteral);
  const modules = named('pkg_check_modules').flatMap((args) =>
    args.slice(1).filter((word) => !/^(?:REQUIRED|IMPORTED_TARGET|GLOBAL|QUIET|STATIC_TARGET)$/.test(word)),
  );
  const libraries = [...named('find_package').flatMap((args) => args.slice(0, 1)), ...modules].filter(
    isLiteral,
  );
  return {
    project: isLiteral(name) ? name : undefined,
    languages,
    executables: [...new Set(executables)],
    installs: named('install').some((args) => args[0] === 'TARGETS' || args[0] === 'PROGRAMS'),
    libraries: [...new Set(libraries)],
    isStatic: commands.some(({ args }) => args.includes('-static')),
  };
}

interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

/** `name(arguments)`, without comments. */
function commandsIn(text: string): readonly Command[] {
  const plain = text
    .replace(/#\[(=*)\[[\s\S]*?\]\1\]/g, ' ')
    .replace(/^((?:[^"#\n]|"(?:[^"\\\n]|\\.)*")*)#.*$/gm, '$1');
  return [...plain.matchAll(/\b([A-Za-z_]\w*)[ \t]*\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)].map((match) => ({
    name: match[1]!.toLowerCase(),
    args: (match[2]!.match(/"(?:[^"\\]|\\.)*"|[^\s";]+/g) ?? []).map((word) => word.replace(/^"|"$/g, '')),
  }));
}
