/** Watching the files that facts are read from. */
import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';
import type { Logger } from '../ports.ts';
import type { ClientFeatures } from './client-features.ts';
import { guardEvent } from './guard.ts';

/**
 * Manifests, lockfiles, tool configuration and what decides about the context. Not the sources: they change all
 * the time, and what is read from them (health routes, files opened at run time) is read again on save.
 */
export const watchedGlobs: readonly string[] = [
  '**/{Dockerfile*,*.dockerfile,*.Dockerfile,Containerfile*,.dockerignore}',
  '**/.dockerfile-optimizer.{yaml,yml,json}',
  '**/{compose,docker-compose}*.{yml,yaml}',
  '**/docker-bake*.{hcl,json}',
  '**/{devcontainer,.devcontainer}.json',
  '**/.vscode/tasks.json',
  '**/.github/workflows/*.{yml,yaml}',
  '**/{package.json,package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,pnpm-workspace.yaml,yarn.lock,bun.lock,bun.lockb,bunfig.toml,.npmrc,.yarnrc,.yarnrc.yml,.pnpmfile.cjs,.nvmrc,.node-version}',
  '**/{tsconfig*.json,nest-cli.json,angular.json,schema.prisma}',
  '**/{vite,next,nuxt,astro,svelte,esbuild,rollup,webpack}.config.{js,cjs,mjs,ts,cts,mts}',
  '**/{requirements*.txt,constraints*.txt,pyproject.toml,poetry.lock,uv.lock,Pipfile,Pipfile.lock,setup.py,setup.cfg,.python-version,runtime.txt}',
  '**/{go.mod,go.sum,go.work,go.work.sum}',
  '**/{Cargo.toml,Cargo.lock,rust-toolchain,rust-toolchain.toml}',
  '**/.cargo/{config,config.toml}',
  '**/{pom.xml,mvnw,maven-wrapper.properties,maven.config,jvm.config}',
  '**/{*.gradle,*.gradle.kts,gradle.properties,gradlew,gradle-wrapper.properties,libs.versions.toml,gradle.lockfile}',
  '**/{*.csproj,*.fsproj,*.vbproj,*.sln,*.slnx,global.json,packages.lock.json,Directory.*.props,Directory.*.targets}',
  '**/{nuget,NuGet}.{config,Config}',
  '**/{deno.json,deno.jsonc,deno.lock,import_map.json}',
  '**/{CMakeLists.txt,Makefile,meson.build}',
  '**/{.env,.env.*}',
];

export function watchFiles(
  connection: Connection,
  features: ClientFeatures,
  logger: Logger,
  changed: (uris: readonly string[]) => void,
): void {
  connection.onDidChangeWatchedFiles(({ changes }) =>
    guardEvent(logger, 'didChangeWatchedFiles', () => changed(changes.map(({ uri }) => uri))),
  );
  if (!features.watchFiles) return;
  guardEvent(logger, 'register file watchers', async () => {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: watchedGlobs.map((globPattern) => ({
        globPattern,
        kind: WatchKind.Create | WatchKind.Change | WatchKind.Delete,
      })),
    });
  });
}
