/**
 * The image that runs what was published: ASP.NET Core's, .NET's, or the one with their dependencies alone.
 * https://learn.microsoft.com/dotnet/core/docker/introduction#net-images
 */
import type { StageBase } from '../../dockerfile/model.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import type { Facts } from '../../rules/rule.ts';
import { closureOf } from '../../tools/dependencies/dotnet-inputs.ts';
import type { PlacedProject, Publish } from './publishes.ts';

export interface DotnetBase {
  /** As FROM names it. */
  readonly image: string;
  readonly fact: ImageFact;
  /** Packages that the image needs for what the SDK's has: data about languages. */
  readonly packages: readonly string[];
  readonly variables: readonly string[];
  /** Complete sentences. */
  readonly notes: readonly string[];
}

export interface StartedPublish {
  readonly publish: Publish;
  readonly by: PlacedProject;
  /** Started by the dotnet command, not as a program of its own. */
  readonly byHost: boolean;
}

/** The image, or why none can be named: a complete sentence. `written` is the image in the user's FROM. */
export function runtimeBase(
  base: StageBase,
  written: string,
  started: readonly StartedPublish[],
  isInvariant: boolean,
  facts: Facts,
): DotnetBase | string {
  if (base.kind !== 'image' || !base.complete) return 'The base image is not known before the build.';
  const parts = /^(.*\/dotnet\/(?:core\/|nightly\/)?)sdk(?::([\w.-]+))?(?:@.*)?$/.exec(base.reference);
  if (!parts && /^microsoft\/(?:dotnet|aspnetcore)/.test(base.reference))
    return `${base.reference} has a name of before the move to Microsoft's own registry, and gets no updates there: the images of .NET are mcr.microsoft.com/dotnet/sdk and mcr.microsoft.com/dotnet/aspnet.`;
  if (!parts) return `Which image runs what is published is not known for ${base.reference}.`;
  const [, folder = '', tag] = parts;
  const kinds = started.map((one) => kindOf(one, facts.project));
  const kind =
    (['aspnet', 'runtime', 'runtime-deps'] as const).find((one) => kinds.includes(one)) ?? 'aspnet';
  const runtimeTag = tag === undefined ? undefined : runtimeTagOf(tag);
  if (tag !== undefined && runtimeTag === undefined)
    return `Which version of .NET ${base.reference} has is not certain.`;
  const nameOf = (one: string | undefined): string => `${folder}${kind}${one === undefined ? '' : `:${one}`}`;
  const plain =
    facts.images.lookup(nameOf(runtimeTag)) ?? facts.images.lookup(nameOf(withoutProcessor(runtimeTag)));
  // The SDK's image for Alpine has data about languages and time zones, and switches the mode without them off.
  const needsIcu = plain?.distro?.family === 'alpine' && !isInvariant;
  const extra = needsIcu ? facts.images.lookup(nameOf(`${runtimeTag!}-extra`)) : undefined;
  const withIcu = extra && extra.approximates === undefined && !extra.unmaintained ? extra : undefined;
  const fact = withIcu ?? plain;
  const suffix = withIcu ? '-extra' : '';
  if (!fact || fact.unmaintained) return `What ${nameOf(runtimeTag)} holds is not known.`;
  const name = asWritten(`${nameOf(runtimeTag)}${suffix}`, {
    written,
    reference: base.reference,
    tag,
    runtimeTag,
    kind,
    suffix,
  });
  if (name === undefined)
    return 'The version of the base image is made of variables, and that of the runtime is another one.';
  const installs = needsIcu && !withIcu;
  const notes = [
    ...(needsIcu
      ? [
          `The SDK's image has data about languages and time zones (ICU), which the runtime's for Alpine lacks: ${withIcu ? 'the variant that has them is taken' : 'they are installed'}.`,
        ]
      : []),
    ...(base.reference.includes('@')
      ? [`${name} has no digest, because that of the SDK is another image's: pin it anew.`]
      : []),
  ];
  return {
    image: name,
    fact,
    // As samples/aspnetapp/Dockerfile.alpine-icu of github.com/dotnet/dotnet-docker has it, and tzdata.
    packages: installs ? ['icu-data-full', 'icu-libs', 'tzdata'] : [],
    variables: installs ? ['DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false'] : [],
    notes,
  };
}

/**
 * `8.0.403-alpine3.20` → `8.0-alpine3.20`: releases of the SDK are numbered otherwise than those of the runtime
 * (https://learn.microsoft.com/dotnet/core/versions/); undefined for previews and what has no version.
 */
function runtimeTagOf(tag: string): string | undefined {
  if (tag === 'latest') return tag;
  const parts = /^(\d+\.\d+)(?:\.\d+(?:-\d+)?)?((?:-[a-z][\w.]*)*)$/.exec(tag);
  if (!parts || /-(?:preview|rc|alpha|beta)/.test(tag)) return undefined;
  // The SDK's image with a C compiler for native programs.
  return `${parts[1]!}${parts[2]!.replace(/-aot$/, '')}`;
}

/** `8.0-bookworm-slim-amd64` is of the same make as `8.0-bookworm-slim`, and both repositories have it. */
function withoutProcessor(tag: string | undefined): string | undefined {
  return tag?.replace(/(-(?!alpine)[a-z]+(?:-slim)?)-(?:amd64|arm64v8|arm32v7)$/, '$1');
}

interface Naming {
  readonly written: string;
  readonly reference: string;
  readonly tag: string | undefined;
  readonly runtimeTag: string | undefined;
  readonly kind: string;
  readonly suffix: string;
}

/** With the variables of the user's FROM where the tag stays the same; undefined where it would be lost. */
function asWritten(
  image: string,
  { written, reference, tag, runtimeTag, kind, suffix }: Naming,
): string | undefined {
  if (!written.includes('$')) return written === reference ? image : undefined;
  const renamed = written.replace(/\/sdk(?=:|$)/, `/${kind}`);
  return renamed !== written && tag === runtimeTag && !written.includes('@')
    ? `${renamed}${suffix}`
    : undefined;
}

/** A program that brings the runtime along needs what that depends on; a larger image does no harm. */
function kindOf(
  { publish, by, byHost }: StartedPublish,
  facts: ProjectFacts,
): 'aspnet' | 'runtime' | 'runtime-deps' {
  if (!byHost && bringsRuntime(publish, by)) return 'runtime-deps';
  const projects = closureOf([by.project.manifest], facts);
  if (!projects) return 'aspnet';
  return projects.every(
    (project) =>
      project.frameworks.every((name) => name === 'worker') &&
      project.packages.every(({ name }) => withoutAspnet.test(name)),
  )
    ? 'runtime'
    : 'aspnet';
}

/** Certain only where it is said; for what an identifier of a platform implies the SDKs differ. */
function bringsRuntime({ dotnet }: Publish, { project }: PlacedProject): boolean {
  if (dotnet.has('--no-self-contained')) return false;
  const option = dotnet.has('--self-contained', '--sc')
    ? (dotnet.value('--self-contained', '--sc') ?? 'true')
    : (dotnet.property('SelfContained') ?? dotnet.property('PublishSelfContained'));
  if (option !== undefined) return option.toLowerCase() === 'true';
  const isNative = dotnet.property('PublishAot')?.toLowerCase() ?? String(project.publishAot);
  return isNative === 'true' || project.selfContained === true;
}

/**
 * Packages that do not ask for ASP.NET Core. A package may bring the shared framework along, and only its own files say
 * so (`frameworkReferences`), so what is not listed is taken to do it.
 */
const withoutAspnet =
  /^(?:Microsoft\.Extensions\.(?:Hosting|Configuration|DependencyInjection|Logging|Options|Http|Caching|Primitives|FileProviders|FileSystemGlobbing|ObjectPool|Diagnostics)(?:\.(?!.*AspNetCore)[\w.]+)?|System\.[\w.]+|Microsoft\.(?:Data\.Sql\w*|CSharp|NETCore\.\w+|NET\.ILLink\.Tasks|VisualStudio\.Azure\.Containers\.Tools\.Targets|CodeAnalysis\.[\w.]+|EntityFrameworkCore(?:\.(?:Abstractions|Design|Tools|Relational|Sqlite|SqlServer|InMemory|Proxies))?|Azure\.Cosmos)|Newtonsoft\.Json(?:\.Bson)?|Serilog(?:\.(?:Sinks|Settings|Extensions|Formatting|Enrichers)\.(?!.*AspNetCore)[\w.]+)?|NLog(?:\.Extensions\.(?:Logging|Hosting))?|log4net|Npgsql(?:\.EntityFrameworkCore\.PostgreSQL)?|Pomelo\.EntityFrameworkCore\.MySql|MySql\.Data|MySqlConnector|MongoDB\.(?:Driver|Bson)|Dapper|StackExchange\.Redis|RabbitMQ\.Client|Confluent\.Kafka|NATS\.Client|MQTTnet|Google\.Protobuf|Grpc\.(?:Net\.Client|Tools|Core|Core\.Api)|Polly(?:\.\w+)?|AutoMapper|FluentValidation|MediatR|CsvHelper|CommandLineParser|Spectre\.Console(?:\.Cli)?|Discord\.Net(?:\.\w+)?|DSharpPlus(?:\.\w+)?|Telegram\.Bot|Quartz|HtmlAgilityPack|AngleSharp|YamlDotNet|Humanizer(?:\.Core)?|NodaTime|Bogus|SharpZipLib|SixLabors\.\w+|coverlet\.\w+|StyleCop\.Analyzers|SonarAnalyzer\.CSharp|Nerdbank\.GitVersioning|AWSSDK\.\w+|Azure\.(?:Identity|Core|Storage\.\w+|Messaging\.\w+|Security\.KeyVault\.\w+))$/i;
