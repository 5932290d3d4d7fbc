/** A folder with C or C++ sources and a file that says how to build them. */
export interface NativeProject {
  readonly kind: 'native';
  readonly directory: string;
  /** CMakeLists.txt, Makefile, meson.build, configure …, relative to the context; without one the first source file. */
  readonly manifest: string;
  /** `none`: sources that somebody gives to a compiler. */
  readonly system: 'cmake' | 'make' | 'meson' | 'autotools' | 'none';
  readonly language: 'C' | 'C++';
  /** `project(…)` of CMake and Meson. */
  readonly name: string | undefined;
  /** Programs that it builds, by name, where they are written as literals. */
  readonly executables: readonly string[];
  /** Targets of a Makefile, the default one first. */
  readonly targets: readonly string[];
  /** It says what to install (`install(TARGETS …)`, an `install` target). */
  readonly installs: boolean;
  /** Libraries that it links or looks for, as written: `-lz`, `find_package(OpenSSL)`. */
  readonly libraries: readonly string[];
  /**
   * The build file that makes libraries to be loaded at run time, fetches projects that may, or asks for those of a sanitizer:
   * the program then needs more than itself. Undefined: none is seen.
   */
  readonly sharedBy: string | undefined;
  /** Everything is linked into the program (`-static`). */
  readonly isStatic: boolean;
}
