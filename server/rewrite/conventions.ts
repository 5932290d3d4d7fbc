/**
 * Files and folders that servers commonly read at run time without naming them in a way that can be found: view
 * engines, configuration and translation packages look for them by convention. They are kept when they exist.
 */
export const conventionalFolders: ReadonlySet<string> = new Set([
  'views', 'public', 'static', 'assets', 'templates', 'layouts', 'partials', 'locales', 'locale', 'i18n', 'lang', 'translations', 'config', 'configs', 'conf',
  'migrations', 'seeders', 'seeds', 'proto', 'protos', 'schema', 'schemas', 'graphql', 'sql', 'db', 'swagger', 'openapi', 'emails', 'email-templates', 'mails', 'fonts', 'certs', 'data',
  'resources', 'web', 'www', 'content',
]); // prettier-ignore

export const conventionalFiles =
  /^(?:newrelic\.c?js|ormconfig\.(?:js|json|ya?ml)|knexfile\.c?js|ecosystem\.config\.c?js|\.sequelizerc|(?:config|settings|appsettings)\.(?:json5?|ya?ml|toml|ini|js|cjs)|(?:swagger|openapi)\.(?:json|ya?ml)|[^.].*\.(?:proto|graphql|gql))$/;
