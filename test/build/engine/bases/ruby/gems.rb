# gems.rb FOLDER NAME…: packs what Debian's packages installed as gems again, and writes the index of a gem server. Compiled
# parts are packed as they are, so that installing compiles nothing.
require 'fileutils'
require 'rubygems/indexer'
require 'rubygems/package'
require 'tmpdir'

folder, *names = ARGV
FileUtils.mkdir_p(File.join(folder, 'gems'))
names.each do |name|
  spec = Gem::Specification.find_by_name(name)
  owner = `dpkg -S #{spec.loaded_from}`[/\A[^:]+/]
  files = `dpkg -L #{owner}`.split("\n").select { |file| File.file?(file) }
  Dir.mktmpdir do |work|
    files.each do |file|
      path = if file.start_with?("#{spec.full_gem_path}/")
        file.delete_prefix("#{spec.full_gem_path}/")
      elsif file.start_with?("#{spec.extension_dir}/") && file.end_with?('.so')
        "lib/#{file.delete_prefix("#{spec.extension_dir}/")}"
      elsif file.start_with?('/usr/lib/ruby/vendor_ruby/')
        "lib/#{file.delete_prefix('/usr/lib/ruby/vendor_ruby/')}"
      end
      next unless path

      target = File.join(work, path)
      FileUtils.mkdir_p(File.dirname(target))
      FileUtils.cp(file, target)
    end
    Dir.chdir(work) do
      packed = Gem::Specification.new(name, spec.version) do |new|
        new.summary = spec.summary
        new.authors = ['Debian']
        new.homepage = 'https://packages.debian.org'
        new.license = 'MIT'
        new.files = Dir['**/*'].select { |each| File.file?(each) }
        new.bindir = %w[exe bin].find { |each| spec.executables.all? { |program| File.file?("#{each}/#{program}") } } || 'bin'
        new.executables = spec.executables.select { |program| File.file?("#{new.bindir}/#{program}") }
        spec.runtime_dependencies.each { |needed| new.add_runtime_dependency(needed.name, *needed.requirements_list) }
      end
      FileUtils.mv(Gem::Package.build(packed, true), File.join(folder, 'gems'))
    end
  end
end
Gem::Indexer.new(folder).generate_index
