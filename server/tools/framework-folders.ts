/** Folders that frameworks write to when their program serves, whatever its sources say. */
import type { PhpProject } from '../project/php/facts.ts';
import type { RubyProject } from '../project/ruby/facts.ts';

/**
 * By the names of frameworks in composer.json. Laravel: https://laravel.com/docs/deployment#directory-permissions, Symfony:
 * https://symfony.com/doc/current/setup/file_permissions.html, CakePHP: https://book.cakephp.org/5/en/installation.html#permissions,
 * CodeIgniter: https://codeigniter.com/user_guide/installation/running.html, Yii: https://www.yiiframework.com/doc/guide/2.0/en/start-installation
 */
const ofPhp: Readonly<Record<string, readonly string[]>> = {
  laravel: ['storage', 'bootstrap/cache'],
  symfony: ['var'],
  cakephp: ['tmp', 'logs'],
  codeigniter: ['writable'],
  yii: ['runtime', 'web/assets'],
};

/** They take uploads, updates and generated code to places that their settings and modules choose. */
const unsettled: ReadonlySet<string> = new Set(['wordpress', 'drupal', 'magento', 'laminas']);

/** Where the framework writes to is not known: its name. */
export function unsettledFramework(project: PhpProject | RubyProject): string | undefined {
  return project.frameworks.find((name) => unsettled.has(name) || name === 'padrino');
}

/** Relative to the project's folder, sorted. */
export function frameworkFolders(project: PhpProject | RubyProject): readonly string[] {
  if (project.kind === 'php')
    return [...new Set(project.frameworks.flatMap((name) => ofPhp[name] ?? []))].sort();
  const gems = new Set([...project.gems, ...(project.lock?.gems ?? [])].map(({ name }) => name));
  if (!gems.has('rails') && !gems.has('railties')) return gems.has('bootsnap') ? ['tmp'] : [];
  // As the Dockerfile that `rails new` writes: databases and uploads only where the framework's parts for them are there.
  return [
    ...(gems.has('rails') || gems.has('activerecord') ? ['db'] : []),
    'log',
    ...(gems.has('rails') || gems.has('activestorage') ? ['storage'] : []),
    'tmp',
  ];
}
