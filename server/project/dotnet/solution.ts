/** Solutions: which projects they list. */
import type { DotnetSolution } from './facts.ts';
import { folderOf, resolvePath } from '../paths.ts';
import { readLimits } from '../reader.ts';
import type { ProjectReader } from '../reader.ts';
import { attributeOf, childrenOf, elementsIn, readXml } from '../xml.ts';
import type { XmlElement } from '../xml.ts';

export async function readSolution(reader: ProjectReader, path: string): Promise<DotnetSolution | undefined> {
  const text = await reader.text(path, readLimits.manifest);
  if (text === undefined) return undefined;
  const written = path.endsWith('.slnx') ? inXml(reader, path, text) : inText(text);
  if (written === undefined) return undefined;
  const projects = written.map((one) => ({ one, resolved: resolvePath(folderOf(path), one) }));
  return {
    kind: 'dotnet-solution',
    directory: folderOf(path),
    manifest: path,
    projects: [...new Set(projects.flatMap(({ resolved }) => resolved ?? []))],
    outside: projects.filter(({ resolved }) => resolved === undefined).map(({ one }) => one),
  };
}

/** `Project("{type}") = "Name", "path\Name.csproj", "{id}"`. Folders of the solution have no such ending. */
function inText(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*Project\("[^"\n]*"\)[ \t]*=[ \t]*"[^"\n]*"[ \t]*,[ \t]*"([^"\n]+)"/gm)]
    .map((match) => match[1]!)
    .filter((path) => /\.\w*proj$/i.test(path));
}

function inXml(reader: ProjectReader, path: string, text: string): readonly string[] | undefined {
  const result = readXml(text);
  if (!result.ok) {
    reader.problem(path, `${path} can't be parsed: ${result.reason}`);
    return undefined;
  }
  const found: string[] = [];
  const waiting: XmlElement[] = [result.root];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    found.push(...childrenOf(current, 'Project').flatMap((project) => attributeOf(project, 'Path') ?? []));
    waiting.push(...elementsIn(current).filter(({ name }) => name === 'Folder'));
  }
  return found;
}
