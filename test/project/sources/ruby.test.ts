import { describe, expect, it } from 'vitest';
import { factsFor } from '../../support/facts.ts';

async function written(code: string, path = 'lib/shop.rb'): Promise<(string | undefined)[]> {
  const files = { Gemfile: 'source "https://rubygems.org"\ngem "sinatra"\n', [path]: code };
  const { project } = await factsFor('FROM ruby:3.4\nCOPY . .\n', files);
  const sources = project.sources('')!;
  expect(sources.complete).toBe(true);
  return [...sources.writes.map((one) => one.path), ...sources.writesElsewhere.map((one) => one.path ?? '?')];
} // prettier-ignore

describe('what Ruby programs write', () => {
  it.each<[string, string, (string | undefined)[]]>([
    ['a file', "File.write('data/shop.json', json)", ['data/shop.json']],
    ['without parentheses', "File.write 'data/shop.json', json", ['data/shop.json']],
    ['beside the source', "File.write(File.join(__dir__, 'shop.log'), x)", ['lib/shop.log']],
    ['above it', "File.write(File.expand_path('../data/a.txt', __dir__), x)", ['data/a.txt']],
    ['above it, the old way', "File.open(File.expand_path('../../data/a.txt', __FILE__), 'a') { |f| f << x }", ['data/a.txt']],
    ['by the root of Rails', "File.open(Rails.root.join('storage', 'a.txt'), 'wb') do |f|\nend", ['storage/a.txt']],
    ['a text with the root', 'File.write("#{Rails.root}/tmp/#{name}.txt", x)', ['tmp/*']],
    ['a name that only the program knows', 'File.write("data/#{name}", x)', ['data/*']],
    ['a constant', "DATA = File.join(__dir__, '..', 'data')\ndef save\n  File.write(File.join(DATA, name), x)\nend", ['data/*']],
    ['a folder', "FileUtils.mkdir_p 'public/uploads'", ['public/uploads/*']],
    ['a copy', "FileUtils.cp(from, 'data/b')", ['data/b']],
    ['a database', "DB = SQLite3::Database.new 'db/shop.db'", ['db/shop.db']],
    ['a database by its URL', "DB = Sequel.connect('sqlite://db/shop.db')", ['db/shop.db']],
    ['the default of a URL', "DB = Sequel.connect(ENV.fetch('DATABASE_URL', 'sqlite://db/shop.db'))", ['db/shop.db']],
    ['a database of ActiveRecord', "ActiveRecord::Base.establish_connection(adapter: 'sqlite3', database: 'db/shop.sqlite3')", ['db/shop.sqlite3']],
    ['a log', "logger = Logger.new('log/app.log')", ['log/app.log']],
    ['a table', "CSV.open('out/a.csv', 'wb') { |csv| csv << [1] }", ['out/a.csv']],
    ['a default of the environment', "File.write(ENV['STATE'] || 'data/state', x)", ['data/state']],
    ['a default in a block', "File.write(ENV.fetch('STATE') { 'data/state' }, x)", ['data/state']],
    ['uploads', 'class AvatarUploader < CarrierWave::Uploader::Base\nend', ['public/uploads/*']],
    ['an absolute place', "File.write('/var/lib/shop/state', x)", ['/var/lib/shop/state']],
    ['a place of its own', 'File.write(path, x)', ['?']],
    ['a variable with two values', "path = 'a/b'\npath = other\nFile.write(path, x)", ['?']],
    ['an environment without a default', "File.write(ENV['STATE'], x)", ['?']],
    ['temporary files', "File.write('/tmp/a', x)\nFile.write(File.join(Dir.tmpdir, 'a'), x)", []],
    ['logs on the console', "Logger.new($stdout)\nLogger.new STDOUT\nLogger.new(nil)\nLogger.new(STDERR, level: 1)", []],
    ['a file that is read', "File.open('a.csv', 'r:utf-8')\nFile.read('x')\nCSV.open('a.csv', headers: true)\nFile.open(path)", []],
    ['a database in memory', "SQLite3::Database.new(':memory:')\nSequel.connect('sqlite://:memory:')", []],
    ['another database', "establish_connection(adapter: 'postgresql', database: 'shop')", []],
    ['comments and texts', "# File.write(x)\n=begin\nFile.write(y)\n=end\nputs <<~TEXT\n  File.write(z)\nTEXT\nputs %w[File.write(a)]\n", []],
    ['what a method is called', "def write(path)\nend\nrecord.write(x)\nresponse.write x", []],
    ['behind a regular expression', "x =~ /it's \"/\nFile.write('data/a', x)", ['data/a']],
  ])('%s', async (_, code, places) => {
    expect(await written(code)).toEqual(places);
  }); // prettier-ignore

  it.each<[string, string, (string | undefined)[]]>([
    ['a process file', 'pidfile "tmp/pids/server.pid"', ['tmp/pids/server.pid']],
    ['its default', 'pidfile ENV.fetch("PIDFILE") { "tmp/pids/server.pid" }', ['tmp/pids/server.pid']],
    ['only where somebody asks for it', 'pidfile ENV["PIDFILE"] if ENV["PIDFILE"]', []],
    ['a socket', 'bind "unix:///var/run/puma.sock"', ['/var/run/puma.sock']],
    ['a socket of the project', "bind 'unix://tmp/sockets/puma.sock'", ['tmp/sockets/puma.sock']],
    ['a port', 'bind "tcp://0.0.0.0:9292"\nport ENV.fetch("PORT", 3000)', []],
    ['logs', "stdout_redirect 'log/out.log', 'log/err.log', true", ['log/out.log', 'log/err.log']],
  ])('Puma: %s', async (_, code, places) => {
    expect(await written(code, 'config/puma.rb')).toEqual(places);
  }); // prettier-ignore

  it.each<[string, string, string, number[]]>([
    ['Puma', 'config/puma.rb', 'port ENV.fetch("PORT", 80)', [80]],
    ['Puma in a block', 'config/puma.rb', 'port ENV.fetch("PORT") { 80 }', [80]],
    ['an address', 'config/puma.rb', 'bind "tcp://0.0.0.0:443"', [443]],
    ['Sinatra', 'app.rb', 'set :port, 80', [80]],
    ['a port for everybody', 'config/puma.rb', 'port 3000', []],
  ])('a port of %s', async (_, path, code, ports) => {
    const { project } = await factsFor('FROM ruby:3.4\nCOPY . .\n', { Gemfile: 'gem "puma"\n', [path]: code });
    expect(project.sources('')!.ports.map(({ port }) => port)).toEqual(ports);
  }); // prettier-ignore

  it('leaves out tests, tasks and settings of development', async () => {
    for (const path of ['spec/a_spec.rb', 'test/a.rb', 'db/migrate/1_a.rb', 'config/environments/test.rb'])
      expect(await written("File.write('/srv/x', 1)", path), path).toEqual([]);
  });
});
