/** Where images look for programs that are named without a folder: the PATH of Debian, Alpine and distroless images. */
export const programFolders: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];
