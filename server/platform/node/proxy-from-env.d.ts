/** The package comes without types of its own. */
declare module 'proxy-from-env' {
  /** The proxy for a URL by the environment's variables (HTTPS_PROXY, NO_PROXY …); '' when there is none. */
  export function getProxyForUrl(url: string): string;
}
