/** Libraries of the system that Python packages go on using, and those that Python itself brings. */
import {
  isLinkedInC,
  ldap,
  librariesBehind,
  libraryNames,
  odbc,
  time64,
  type Library,
} from '../system/libraries.ts';

/**
 * Headers of libraries that Python itself links: every image of Python has those libraries, because its build keeps
 * what `ldd` finds (docker-library/python, Dockerfile-linux.template).
 */
const withPython: ReadonlySet<string> = new Set([
  'libssl-dev', 'libffi-dev', 'zlib1g-dev', 'libbz2-dev', 'liblzma-dev', 'libsqlite3-dev', 'libreadline-dev', 'libncurses-dev', 'libncurses5-dev',
  'libncursesw5-dev', 'uuid-dev', 'libgdbm-dev', 'libc6-dev', 'libc-dev', 'python3-dev', 'python-dev', 'python-dev-is-python3', 'libpython3-dev',
]); // prettier-ignore

/** The run-time packages behind a build package of Debian; empty: none is needed; undefined: that is not certain. */
export function pythonLibrariesBehind(
  name: string,
  release: string | undefined,
): readonly string[] | undefined {
  return withPython.has(name) ? [] : librariesBehind(name, release, isLinkedInC);
}

/**
 * Python packages that load libraries of the system: compiled during the install because they have no wheels for
 * Linux, or with wheels that leave the library out (their pages on PyPI). undefined in the value: which ones depends on
 * what the build finds.
 */
const behindPackages: Readonly<Record<string, readonly Library[] | undefined>> = {
  psycopg2: ['libpq5'],
  psycopg: ['libpq5'],
  mysqlclient: ['libmariadb3'],
  mariadb: ['libmariadb3'],
  pycurl: [time64('libcurl4')],
  'python-ldap': [ldap, 'libsasl2-2'],
  pyodbc: [odbc],
  lightgbm: ['libgomp1'],
  'python-magic': [time64('libmagic1')],
  pymssql: ['libsybdb5', 'libct4'],
  gssapi: ['libgssapi-krb5-2'],
  pykerberos: ['libgssapi-krb5-2'],
};

/** Libraries that a Python package loads; empty: none is known; undefined: which ones is not certain. */
export function librariesOf(name: string, release: string | undefined): readonly string[] | undefined {
  if (uncertain.has(name)) return undefined;
  return Object.hasOwn(behindPackages, name) ? libraryNames(behindPackages[name]!, release) : [];
}

/**
 * Packages whose libraries and programs the full image has (or which link what their build finds), and slim does not:
 * images, graphics, browsers, GIS. pillow and lxml have wheels, but not their older versions for newer Pythons.
 */
const uncertain: ReadonlySet<string> = new Set([
  'uwsgi', 'pycairo', 'pygraphviz', 'graphviz', 'pydot', 'pyaudio', 'netifaces', 'python-snappy', 'dlib', 'xmlsec', 'python3-saml', 'pygobject', 'dbus-python',
  'weasyprint', 'rpy2', 'cx-oracle', 'gdal', 'fiona', 'pylibmc', 'systemd-python', 'python-systemd', 'pyscard', 'pycups', 'opencv-python',
  'opencv-contrib-python', 'opencv-python-headless', 'opencv-contrib-python-headless', 'cairosvg', 'cairocffi', 'wand', 'pyvips', 'pyzbar', 'soundfile',
  'sounddevice', 'pydub', 'pytesseract', 'pdf2image', 'moviepy', 'ffmpeg-python', 'playwright', 'selenium', 'pyppeteer', 'open3d', 'mediapipe', 'vtk',
  'pyqt5', 'pyqt6', 'pyside6', 'pygame', 'kivy', 'paddlepaddle', 'paddleocr', 'easyocr', 'ultralytics', 'gitpython', 'pygit2',
  'ghostscript', 'camelot-py', 'textract', 'unstructured', 'tables', 'mysql-python', 'gmpy2', 'scikit-sparse', 'pyworld',
  'fasttext', 'h5py', 'netcdf4', 'cartopy', 'rasterio', 'shapely', 'pyproj', 'geopandas', 'pillow', 'lxml', 'python-poppler',
  'mpi4py', 'petsc4py', 'pyicu', 'polyglot', 'hunspell', 'pyenchant', 'jpype1', 'pyspark', 'tabula-py', 'konlpy', 'mecab-python3',
]); // prettier-ignore

/**
 * Packages whose compiled code uses OpenMP, from the compiler's own run-time library: lightgbm's wheels leave it out, others
 * are compiled during the install, or bring one that is.
 */
const openMp: ReadonlySet<string> = new Set([
  'lightgbm', 'llama-cpp-python', 'hnswlib', 'chroma-hnswlib', 'chromadb', 'implicit', 'paddlepaddle', 'paddleocr', 'onnxruntime', 'pyworld', 'mxnet', 'faiss-cpu',
  'ctransformers', 'pywhispercpp', 'xgboost', 'scikit-learn', 'scikit-image', 'pyopenms', 'fasttext', 'gensim', 'dlib', 'implicit', 'lightfm', 'nmslib',
]); // prettier-ignore

/** Does a compiler leave its library for OpenMP behind? Without a list of the packages it may. */
export function usesOpenMp(packages: ReadonlySet<string> | undefined): boolean {
  return packages === undefined || [...packages].some((name) => openMp.has(name));
}

/** Whether an install surely compiles: evidence for what compilers are there for. */
export function isCompiled(name: string): boolean {
  return compiled.has(name);
}

const compiled: ReadonlySet<string> = new Set([
  'psycopg2', 'mysqlclient', 'mariadb', 'pycurl', 'python-ldap', 'uwsgi', 'pycairo', 'pygraphviz', 'netifaces', 'dlib', 'xmlsec', 'gssapi', 'pykerberos',
  'pylibmc', 'systemd-python', 'rpy2', 'pygobject', 'mysql-python', 'pyaudio', 'fasttext', 'mpi4py',
]); // prettier-ignore
