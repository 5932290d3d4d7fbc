import type { ProjectReader } from '../reader.ts';
import { inside } from '../paths.ts';
import type { NodeManifest } from './manifest.ts';

/** Framework name by the dependency that brings it. */
const byDependency: readonly (readonly [string, string])[] = [
  ['next', 'next'],
  ['nuxt', 'nuxt'],
  ['@sveltejs/kit', 'sveltekit'],
  ['@remix-run/node', 'remix'],
  ['@remix-run/serve', 'remix'],
  ['@react-router/dev', 'react-router'],
  ['astro', 'astro'],
  ['gatsby', 'gatsby'],
  ['@angular/core', 'angular'],
  ['@vue/cli-service', 'vue-cli'],
  ['react-scripts', 'react-scripts'],
  ['vite', 'vite'],
  ['@nestjs/core', 'nest'],
  ['express', 'express'],
  ['fastify', 'fastify'],
  ['koa', 'koa'],
  ['hono', 'hono'],
  ['@hapi/hapi', 'hapi'],
  ['@strapi/strapi', 'strapi'],
  ['@adonisjs/core', 'adonis'],
  ['@feathersjs/feathers', 'feathers'],
  ['react', 'react'],
  ['vue', 'vue'],
  ['svelte', 'svelte'],
  ['@docusaurus/core', 'docusaurus'],
  ['@11ty/eleventy', 'eleventy'],
  ['vitepress', 'vitepress'],
  ['electron', 'electron'],
  ['socket.io', 'socket.io'],
  ['@apollo/server', 'apollo'],
  ['prisma', 'prisma'],
  ['@prisma/client', 'prisma'],
];

/** Configuration files that show a framework which is not a direct dependency (hoisted in a workspace). */
const byFile: readonly (readonly [string, string])[] = [
  ['next.config.js', 'next'],
  ['next.config.mjs', 'next'],
  ['next.config.ts', 'next'],
  ['nuxt.config.ts', 'nuxt'],
  ['nuxt.config.js', 'nuxt'],
  ['svelte.config.js', 'svelte'],
  ['astro.config.mjs', 'astro'],
  ['astro.config.ts', 'astro'],
  ['angular.json', 'angular'],
  ['nest-cli.json', 'nest'],
  ['vite.config.ts', 'vite'],
  ['vite.config.js', 'vite'],
  ['vite.config.mjs', 'vite'],
  ['vue.config.js', 'vue-cli'],
];

/** Frameworks by dependency (any table) and by configuration file, without duplicates. */
export function findNodeFrameworks(
  reader: ProjectReader,
  directory: string,
  manifest: NodeManifest,
): readonly string[] {
  const tables = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  const has = (name: string): boolean => tables.some((table) => Object.hasOwn(table, name));
  return [
    ...new Set([
      ...byDependency.filter(([name]) => has(name)).map(([, framework]) => framework),
      ...byFile.filter(([name]) => reader.isFile(inside(directory, name))).map(([, framework]) => framework),
    ]),
  ];
}
