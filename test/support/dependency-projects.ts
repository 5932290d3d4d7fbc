/**
 * Small projects of further package managers for tests, each with a lockfile that is in step. The hashes were taken with
 * Python's hashlib and json modules of the values written beside them, not with the code under test.
 */

/** Text files by path. */
type Files = Readonly<Record<string, string>>;

const tidy: Files = { '.dockerignore': '.git\nvendor\n.venv\n_build\ndeps\n' };

/** Flask, and pytest in the group `dev`. */
export const poetryProject: Files = {
  ...tidy,
  'pyproject.toml':
    '[tool.poetry]\nname = "shop"\nversion = "0.1.0"\ndescription = ""\nauthors = []\n\n[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3.0"\n\n[tool.poetry.group.dev.dependencies]\npytest = "^8.0"\n',
  'poetry.lock':
    '[[package]]\nname = "flask"\nversion = "3.1.2"\n\n[[package]]\nname = "pytest"\nversion = "8.4.2"\n\n[metadata]\nlock-version = "2.1"\npython-versions = "^3.12"\ncontent-hash = "b776690bf4487803ef62f1297fd6094d54c17bc36b7c8c29d3bb8a9a6c8c1b80"\n',
  'shop/__init__.py': '',
};

/** The same, without the project itself as a package. */
export const poetryApplication: Files = {
  ...poetryProject,
  'pyproject.toml': String(poetryProject['pyproject.toml']).replace(
    'authors = []',
    'authors = []\npackage-mode = false',
  ),
};

const uvManifest = (more: string): string =>
  `[project]\nname = "shop"\nversion = "0.1.0"\nrequires-python = ">=3.12"\ndependencies = ["flask>=3.0"]\n\n[dependency-groups]\ndev = ["pytest>=8"]\n${more}`;
const uvLock = (source: string): string =>
  `version = 1\nrevision = 3\nrequires-python = ">=3.12"\n\n[[package]]\nname = "flask"\nversion = "3.1.2"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "pytest"\nversion = "8.4.2"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\nsource = { ${source} = "." }\ndependencies = [\n    { name = "flask" },\n]\n\n[package.dev-dependencies]\ndev = [\n    { name = "pytest" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = "flask", specifier = ">=3.0" }]\n\n[package.metadata.requires-dev]\ndev = [{ name = "pytest", specifier = ">=8" }]\n`;

/** A project without a build system: only its dependencies are installed. */
export const uvApplication: Files = {
  ...tidy,
  'pyproject.toml': uvManifest(''),
  'uv.lock': uvLock('virtual'),
  'main.py': '',
};

/** One that is a package. */
export const uvPackage: Files = {
  ...tidy,
  'pyproject.toml': uvManifest(
    '\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
  ),
  'uv.lock': uvLock('editable'),
  'src/shop/__init__.py': '',
};

export const pipenvProject: Files = {
  ...tidy,
  Pipfile:
    '[[source]]\nurl = "https://pypi.org/simple"\nverify_ssl = true\nname = "pypi"\n\n[packages]\nflask = "*"\n\n[dev-packages]\npytest = "*"\n\n[requires]\npython_version = "3.12"\n',
  'Pipfile.lock':
    '{"_meta":{"hash":{"sha256":"b73a82da77f06c6fc538a188244d9ca3e04ead021e86252f6c0f98fb9895513d"},"pipfile-spec":6},"default":{"flask":{"version":"==3.1.2"}},"develop":{"pytest":{"version":"==8.4.2"}}}',
  'app.py': '',
};

/** Slim, and PHPUnit for development. */
export const composerProject: Files = {
  ...tidy,
  'composer.json':
    '{"name":"acme/shop","type":"project","require":{"php":"^8.3","slim/slim":"^4.12"},"require-dev":{"phpunit/phpunit":"^11.0"},"autoload":{"psr-4":{"App\\\\":"src/"}}}',
  'composer.lock':
    '{"content-hash":"e590df95916cd6231d964fec6404b878","packages":[{"name":"slim/slim","version":"4.14.0"}],"packages-dev":[{"name":"phpunit/phpunit","version":"11.5.2"}]}',
  'public/index.php': '<?php\n',
  'src/App.php': '<?php\n',
};

/** With a script behind the install, as frameworks have it. */
export const composerWithScripts: Files = {
  ...composerProject,
  'composer.json': String(composerProject['composer.json']).replace(
    '"autoload"',
    '"scripts":{"post-install-cmd":["php bin/warm-up.php"]},"autoload"',
  ),
};

export const gemfile =
  "source 'https://rubygems.org'\n\nruby '3.4.7'\n\ngem 'sinatra', '~> 4.1'\ngem 'puma'\n\ngroup :development, :test do\n  gem 'rspec', '~> 3.13'\nend\n";
export const gemfileLock = (...platforms: string[]): string =>
  `GEM\n  remote: https://rubygems.org/\n  specs:\n    puma (6.6.0)\n    rspec (3.13.0)\n    sinatra (4.1.1)\n\nPLATFORMS\n${platforms.map((name) => `  ${name}\n`).join('')}\nDEPENDENCIES\n  puma\n  rspec (~> 3.13)\n  sinatra (~> 4.1)\n\nRUBY VERSION\n   ruby 3.4.7p58\n\nBUNDLED WITH\n   2.7.2\n`;

export const rubyProject: Files = {
  ...tidy,
  Gemfile: gemfile,
  'Gemfile.lock': gemfileLock('ruby'),
  'app.rb': '',
};

export const mixProject: Files = {
  ...tidy,
  'mix.exs':
    'defmodule Shop.MixProject do\n  use Mix.Project\n\n  def project do\n    [app: :shop, version: "0.1.0", elixir: "~> 1.18", deps: deps()]\n  end\n\n  def application do\n    [mod: {Shop.Application, []}, extra_applications: [:logger]]\n  end\n\n  defp deps do\n    [\n      {:plug, "~> 1.18"},\n      {:credo, "~> 1.7", only: [:dev, :test], runtime: false}\n    ]\n  end\nend\n',
  'mix.lock':
    '%{\n  "credo": {:hex, :credo, "1.7.12", "9e3c20463de4b5f3f23721527fcaf16722ec815e70ff6c60b86412c695d426c1", [:mix], [], "hexpm", "x"},\n  "plug": {:hex, :plug, "1.18.1", "5067f26f7745b7e31bc3368bc1a2b818b9779faa959b49c934c17730efc911cf", [:mix], [], "hexpm", "x"},\n}\n',
  'config/config.exs': 'import Config\n',
  'lib/shop.ex': '',
};
